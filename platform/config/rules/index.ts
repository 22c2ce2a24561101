import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { guarded, unlessRefused } from "../guarded";
import { productionFindings, profileFindings } from "./accounts";
import { administratorFindings } from "./administrators";
import { admissionPolicyFindings } from "./admission-policies";
import { airflowFindings } from "./airflow";
import { apiAccessFindings } from "./api-access";
import { apiEndpointFindings } from "./api-endpoint";
import { concurrencyFindings } from "./concurrency";
import { boundaryFindings } from "./configured-boundaries";
import { clusterFindings } from "./cluster";
import { compatibilityFindings } from "./compatibility";
import { branchFindings, subjectFindings } from "./delivery";
import { egressFindings } from "./egress";
import { endpointServiceFindings } from "./endpoint-services";
import { endpointFindings, transitGatewayFindings, vpcFindings, zoneFindings } from "./network";
import type { Path } from "./finding";
import { knownVersionFindings } from "./known-versions";
import { organisationFindings } from "./organisation";
import { ownershipFindings } from "./ownership";
import { regionalInstanceTypeFindings } from "./regional-instance-types";
import { regionFindings, zoneLetterFindings } from "./regions";
import { subnetCapacityFindings } from "./subnet-capacity";
import { peerFindings } from "./peers";
import { quotaFindings } from "./quotas";
import { secretsFindings } from "./secrets";
import { versionFindings } from "./versions";
import { vpcQuotaFindings } from "./vpc-quotas";
import { workGroupFindings } from "./work-groups";

/** A rule between values. */
type Rule = (environment: string, config: StackConfig) => Finding[];

const RULES: readonly Rule[] = [
  profileFindings,
  productionFindings,
  (_, config) => boundaryFindings(config),
  (_, config) => subjectFindings(config),
  (_, config) => branchFindings(config),
  (_, config) => vpcFindings(config),
  (_, config) => zoneFindings(config),
  (_, config) => transitGatewayFindings(config),
  (_, config) => endpointFindings(config),
  (_, config) => endpointServiceFindings(config),
  (_, config) => peerFindings(config),
  (_, config) => clusterFindings(config),
  (_, config) => apiAccessFindings(config),
  (_, config) => apiEndpointFindings(config),
  (_, config) => regionFindings(config),
  (_, config) => zoneLetterFindings(config),
  (_, config) => regionalInstanceTypeFindings(config),
  (_, config) => ownershipFindings(config),
  (_, config) => organisationFindings(config),
  (_, config) => subnetCapacityFindings(config),
  (_, config) => concurrencyFindings(config),
  (_, { cluster }) => knownVersionFindings(cluster),
  (_, config) => quotaFindings(config),
  (_, config) => vpcQuotaFindings(config),
  administratorFindings,
  (_, { cluster }) => versionFindings(cluster),
  (_, config) => admissionPolicyFindings(config),
  (_, config) => egressFindings(config),
  (_, config) => secretsFindings(config),
  (_, config) => workGroupFindings(config),
  (_, config) => compatibilityFindings(config),
  (_, config) => airflowFindings(config),
];

/**
 * Checks every rule between values of a stack's configuration, which a schema cannot state.
 *
 * @param refused paths of values that the schema refuses; rules that read one find nothing. Default: it accepts all.
 */
export function stackConfigFindings(
  environment: string,
  config: StackConfig,
  refused: readonly Path[] = [],
): Finding[] {
  const view = guarded(config, refused);
  const found = RULES.flatMap((rule) => unlessRefused(() => rule(environment, view)));
  const errors = new Set(found.filter(({ severity }) => severity === "error").map(({ path }) => path.join()));
  // A warning adds nothing to an error of the same value.
  return found.filter(({ severity, path }) => severity === "error" || !errors.has(path.join()));
}
