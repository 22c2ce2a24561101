import type { Environment } from "../environment";
import { isMap } from "../../diagnostics/is-map";
import type { Finding, Severity } from "../../diagnostics/problem";
import { workflowSettings } from "../workflow-settings";
import { compileSchema, LISTED_TWICE } from "../../diagnostics/schema-findings";
import { capacities } from "../cluster/placement";
import { roleBoundaryArn } from "../names/role-boundary";
import type { DeployedVersions } from "./deployed";
import { platformResources, type StackPlatform } from "./platform-resources";
import { stackConfigFindings } from "./rules";
import type { Sibling } from "./siblings";
import { siblingFindings } from "./rules/siblings";
import { guarded, unlessRefused } from "./guarded";
import { exampleFindings } from "./shipped-examples";
import { airflowUpgradeFindings, upgradeFindings } from "./rules/upgrade";
import { supportFindings } from "./rules/versions";
import type { StackConfig } from "./stack.generated";
import stackSchema from "./stack.schema.json";

const checkAndFill = compileSchema(stackSchema, { fillDefaults: true });

export { ENVIRONMENTS, PROJECT } from "../environments";

/** Facts that a configuration is checked against. */
export interface CheckContext {
  /** Deployed versions; absent before the first deployment, or if they are unknown. */
  readonly deployed?: DeployedVersions | undefined;
  /** Day of the check, `YYYY-MM-DD`. Without it, the check leaves out warnings that depend on the day. */
  readonly today?: string | undefined;
  /** Severity of a value that is still a shipped example: an error in a deployment. Without it, the check accepts them. */
  readonly examples?: Severity | undefined;
  /** The other stacks, {@link readSiblings} outside of tests. Without them, the check compares no stacks. */
  readonly siblings?: readonly Sibling[] | undefined;
}

/** A configuration with its problems. */
export interface CheckedConfig {
  /** The configuration with the schema's defaults for keys that are absent. Not sound if a finding is an error. */
  readonly config: StackConfig;
  readonly findings: readonly Finding[];
}

/**
 * Fills in the defaults of a stack's configuration, and finds every problem: violations of the schema, and of the rules between
 * its valid sections. Does not change `data`.
 */
export function readStackConfig(environment: string, data: unknown, context: CheckContext = {}): CheckedConfig {
  const filled: unknown = structuredClone(data);
  const structure = checkAndFill(filled);
  const config = filled as StackConfig;
  // A file that is no map at all has nothing to compare.
  // A value that is listed twice is sound itself: rules read it, and the list says enough of it.
  const twice = structure.filter(({ code }) => code === LISTED_TWICE).map(({ path }) => path.join());
  const refused = structure.filter(({ code }) => code !== LISTED_TWICE).map(({ path }) => path);
  const hasRules = isMap(filled) && refused.every(({ length }) => length > 0);
  const view = hasRules ? guarded(config, refused) : config;
  const findings = [
    ...structure,
    ...(hasRules
      ? stackConfigFindings(environment, config, refused).filter(({ path }) => !twice.includes(path.join()))
      : []),
    ...(hasRules ? deploymentFindings(view, context) : []),
    ...(hasRules ? unlessRefused(() => siblingFindings(view, context.siblings ?? [])) : []),
    ...(context.examples === undefined ? [] : exampleFindings(filled, data, context.examples)),
  ];
  return { config, findings };
}

/** Findings that depend on the deployed versions, and on the day. */
function deploymentFindings(view: StackConfig, { deployed, today }: CheckContext): Finding[] {
  return [
    ...(deployed === undefined ? [] : unlessRefused(() => upgradeFindings(view.cluster, deployed))),
    ...(deployed === undefined ? [] : unlessRefused(() => airflowUpgradeFindings(view.airflow, deployed))),
    ...(today === undefined ? [] : unlessRefused(() => supportFindings(view.cluster, today))),
  ];
}

/**
 * Settings that manifests of an environment are compiled with.
 *
 * @param stacks the accounts and delivery of every stack, `readStackPlatforms()` outside of tests: no workflow may reach the
 *   platform's own resources in any environment
 * @param today the day of the check, `YYYY-MM-DD`
 */
export function workflowEnvironment(
  name: string,
  config: StackConfig,
  stacks: readonly StackPlatform[],
  today?: string,
): Environment {
  const { accounts, airflow, cluster, network } = config;
  const workflows = { ...config.workflows, permissionsBoundaryArn: roleBoundaryArn(name, config, "data") };
  return {
    name,
    settings: workflowSettings({ accounts, workflows, platform: platformResources([config, ...stacks]) }),
    hasTransitGateway: network.transitGateway !== undefined,
    airflowVersion: airflow.version,
    capacityOf: capacities(cluster),
    today,
  };
}
