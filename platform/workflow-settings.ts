import type { Accounts, WorkflowsConfig } from "./config/stack.generated";
import { WORKFLOW_NAMESPACE } from "./names/kubernetes";

/** Resources of the platform itself, which no workflow may access. */
export interface PlatformResources {
  /** Names of buckets. */
  readonly buckets: readonly string[];
  readonly keyArns: readonly string[];
}

/** Settings from a stack's configuration that manifests are compiled with. */
export interface WorkflowSettings {
  readonly accounts: Accounts;
  readonly workflows: WorkflowsConfig;
  readonly platform: PlatformResources;
  readonly clusterNamespace: string;
}

/** The settings that a stack's configuration gives. */
export function workflowSettings(config: {
  readonly accounts: Accounts;
  readonly workflows: WorkflowsConfig;
  readonly platform: PlatformResources;
}): WorkflowSettings {
  return { ...config, clusterNamespace: WORKFLOW_NAMESPACE };
}
