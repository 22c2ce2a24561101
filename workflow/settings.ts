import type { Accounts, WorkflowsConfig } from "../infra/config/stack.generated";

/** Namespace in which workflows run; external roles trust `system:serviceaccount:mwaa:…`, so it is not configurable. */
export const CLUSTER_NAMESPACE = "mwaa";

/** What of a stack's configuration manifests are compiled with. */
export interface WorkflowSettings {
  readonly accounts: Accounts;
  readonly workflows: WorkflowsConfig;
  readonly clusterNamespace: string;
}

/** The settings that a stack's configuration gives. */
export function workflowSettings(config: {
  readonly accounts: Accounts;
  readonly workflows: WorkflowsConfig;
}): WorkflowSettings {
  return { accounts: config.accounts, workflows: config.workflows, clusterNamespace: CLUSTER_NAMESPACE };
}
