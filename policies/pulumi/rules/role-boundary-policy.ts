import type { PolicedResource } from "./rule";

/** Names of the policies that infra/delivery makes as boundaries; no role of it may attach one. */
const BOUNDARY = /^analytical-platform-airflow-[a-z]+-boundary(-data)?$/;

/** Whether a policy is a permissions boundary: it permits nothing by itself, and so may speak of whole services. */
export function isBoundary({ type, inputs }: PolicedResource): boolean {
  const { name } = inputs;
  return type === "aws:iam/policy:Policy" && typeof name === "string" && BOUNDARY.test(name);
}
