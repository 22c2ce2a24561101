import type { Finding } from "../../../workflow/problem";
import type { StackConfig } from "../stack.generated";
import { accountFindings } from "./accounts";
import { airflowFindings } from "./airflow";
import { clusterFindings } from "./cluster";
import { networkFindings } from "./network";
import { versionFindings } from "./versions";

/**
 * What a schema cannot say of a stack's configuration: every rule between its values, all at once. The configuration is
 * one that the schema accepts.
 */
export function stackConfigFindings(environment: string, config: StackConfig): Finding[] {
  return [
    ...accountFindings(environment, config),
    ...networkFindings(config),
    ...clusterFindings(config),
    ...versionFindings(config.cluster),
    ...airflowFindings(config),
  ];
}
