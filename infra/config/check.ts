import type { Environment } from "../../workflow/environment";
import { isMap } from "../../workflow/normalise";
import type { Finding } from "../../workflow/problem";
import { workflowSettings } from "../../workflow/settings";
import { compileSchema } from "../../workflow/schema-findings";
import { stackConfigFindings } from "./rules";
import type { StackConfig } from "./stack.generated";
import stackSchema from "./stack.schema.json";

const checkSchema = compileSchema(stackSchema);

/** Name space of the project's keys in `Pulumi.<stack>.yaml`. */
export const PROJECT = "analytical-platform-airflow";

/** The stacks: one for each environment. */
export const ENVIRONMENTS = ["development", "test", "production"] as const;

/** Every problem of a stack's configuration: structure, and between sections that are sound what a schema cannot say. */
export function checkStackConfig(environment: string, data: unknown): Finding[] {
  const structure = checkSchema(data);
  const isSound = (section: string): boolean =>
    isMap(data) && section in data && !structure.some(({ path }) => path[0] === section);
  return [...structure, ...stackConfigFindings(environment, data as StackConfig, isSound)];
}

/** What manifests are compiled with in an environment. */
export function workflowEnvironment(name: string, { accounts, network, workflows }: StackConfig): Environment {
  return {
    name,
    settings: workflowSettings({ accounts, workflows }),
    hasTransitGateway: network.transitGateway !== undefined,
  };
}
