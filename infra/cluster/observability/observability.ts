import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { LOGS_NAMESPACE } from "../../../platform/names/kubernetes";
import { podSecurity } from "../../../platform/cluster/pod-security";
import type { AgentArgs } from "./agent";
import { createCloudWatchAgent } from "./cloudwatch-agent";
import { createFluentBit } from "./fluent-bit";
import { createLogGroups } from "./log-groups";

export interface ObservabilityArgs extends Omit<AgentArgs, "namespace"> {
  readonly retentionDays: number;
}

/** Logs and metrics of everything that runs in the cluster: log groups, and on each node the agents that write to them. */
export function createObservability(args: ObservabilityArgs, opts: pulumi.CustomResourceOptions): void {
  const logGroups = createLogGroups(args, opts);
  const namespace = new kubernetes.core.v1.Namespace(
    LOGS_NAMESPACE,
    // Both agents read the node's own files.
    { metadata: { name: LOGS_NAMESPACE, labels: podSecurity("privileged") } },
    { ...opts, provider: args.kubernetes },
  );
  const agent = {
    ...args,
    namespace,
    after: [...args.after, logGroups.workflows, logGroups.system, logGroups.metrics],
  };
  createFluentBit(agent, opts);
  createCloudWatchAgent(agent, opts);
}
