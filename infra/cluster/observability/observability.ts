import type * as pulumi from "@pulumi/pulumi";

import type { AgentArgs } from "./agent";
import { createCloudWatchAgent } from "./cloudwatch-agent";
import { createFluentBit } from "./fluent-bit";
import { createLogGroups, type LogGroups } from "./log-groups";

export interface ObservabilityArgs extends AgentArgs {
  readonly retentionDays: number;
}

/** Creates log groups for logs and metrics, and installs on each node the agents that write to them. */
export function createObservability(args: ObservabilityArgs, opts: pulumi.CustomResourceOptions): LogGroups {
  const logGroups = createLogGroups(args, opts);
  const agent = {
    ...args,
    after: [...args.after, logGroups.workflows, logGroups.system, logGroups.metrics],
  };
  createFluentBit(agent, opts);
  createCloudWatchAgent(agent, opts);
  return logGroups;
}
