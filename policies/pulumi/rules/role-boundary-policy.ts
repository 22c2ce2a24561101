import type { PolicedResource } from "./rule";

/** Names of the policies that infra/delivery creates as boundaries; no role of delivery may attach one. */
const BOUNDARY = /^analytical-platform-airflow-[a-z]+-boundary(-data)?$/;

/** Whether a policy is a permissions boundary. It permits nothing by itself, so it may name whole services. */
export function isBoundary({ type, inputs }: PolicedResource): boolean {
  const { name } = inputs;
  return type === "aws:iam/policy:Policy" && typeof name === "string" && BOUNDARY.test(name);
}
