import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { accountFindings } from "./accounts";
import { administratorFindings } from "./administrators";
import { admissionPolicyFindings } from "./admission-policies";
import { airflowFindings } from "./airflow";
import { apiAccessFindings } from "./api-access";
import { apiEndpointFindings } from "./api-endpoint";
import { boundaryFindings } from "./configured-boundaries";
import { clusterFindings } from "./cluster";
import { compatibilityFindings } from "./compatibility";
import { deliveryFindings } from "./delivery";
import { egressFindings } from "./egress";
import { endpointFindings, transitGatewayFindings, vpcFindings, zoneFindings } from "./network";
import { peerFindings } from "./peers";
import { quotaFindings } from "./quotas";
import { secretsFindings } from "./secrets";
import { versionFindings } from "./versions";
import { workGroupFindings } from "./work-groups";

/** A top-level key of the configuration. */
export type Section = keyof StackConfig;

/** Rules between values, and the sections that they read. */
interface Rules {
  readonly reads: readonly Section[];
  readonly findings: (environment: string, config: StackConfig) => Finding[];
}

const RULES: readonly Rules[] = [
  { reads: ["accounts", "tags"], findings: accountFindings },
  { reads: ["accounts", "delivery", "workflows"], findings: (_, config) => boundaryFindings(config) },
  { reads: ["delivery"], findings: (_, config) => deliveryFindings(config) },
  { reads: ["network"], findings: (_, config) => vpcFindings(config) },
  { reads: ["network", "accounts"], findings: (_, config) => zoneFindings(config) },
  { reads: ["network"], findings: (_, config) => transitGatewayFindings(config) },
  { reads: ["network", "airflow"], findings: (_, config) => endpointFindings(config) },
  { reads: ["network"], findings: (_, config) => peerFindings(config) },
  { reads: ["cluster"], findings: (_, config) => clusterFindings(config) },
  { reads: ["network", "cluster"], findings: (_, config) => apiAccessFindings(config) },
  { reads: ["cluster"], findings: (_, config) => apiEndpointFindings(config) },
  { reads: ["cluster"], findings: (_, config) => quotaFindings(config) },
  { reads: ["cluster", "accounts"], findings: administratorFindings },
  { reads: ["cluster"], findings: (_, { cluster }) => versionFindings(cluster) },
  { reads: ["inCluster"], findings: (_, config) => admissionPolicyFindings(config) },
  { reads: ["inCluster"], findings: (_, config) => egressFindings(config) },
  { reads: ["accounts", "workflows"], findings: (_, config) => secretsFindings(config) },
  { reads: ["workflows"], findings: (_, config) => workGroupFindings(config) },
  { reads: ["workflows"], findings: (_, config) => compatibilityFindings(config) },
  { reads: ["airflow"], findings: (_, config) => airflowFindings(config) },
];

/**
 * Checks every rule between values of a stack's configuration, which a schema cannot state.
 *
 * @param isSound whether the schema accepts a section; rules that read other sections are left out. Default: it accepts
 * all.
 */
export function stackConfigFindings(
  environment: string,
  config: StackConfig,
  isSound: (section: Section) => boolean = () => true,
): Finding[] {
  return RULES.filter(({ reads }) => reads.every(isSound)).flatMap(({ findings }) => findings(environment, config));
}
