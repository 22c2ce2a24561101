import type * as pulumi from "@pulumi/pulumi";

import { daemonSetRequests } from "../../../platform/cluster/daemon-sets";
import { clusterName } from "../../../platform/names/cluster";
import { metricsLogGroupName } from "../../../platform/names/log-groups";
import { createRelease } from "../release";
import { type AgentArgs, agentRole, EVERY_NODE } from "./agent";
import { writeLogs } from "./log-groups";

/** The chart, and with it the DaemonSet and its service account. */
const AGENT = "aws-cloudwatch-metrics";

/** Sends CPU, memory, disk and network of nodes and containers to CloudWatch, for Container Insights. */
export function createCloudWatchAgent(args: AgentArgs, opts: pulumi.CustomResourceOptions): void {
  const { environment, account } = args;
  const role = agentRole(
    AGENT,
    {
      ...args,
      description: "Writes the metrics of nodes and containers",
      statements: [
        // Metrics travel as log events, from which CloudWatch makes metrics.
        writeLogs(account, metricsLogGroupName(environment)),
        {
          Sid: "DescribeNode",
          Effect: "Allow",
          Action: ["ec2:DescribeTags", "ec2:DescribeVolumes"],
          // These actions have no resource in AWS.
          Resource: "*",
        },
      ],
    },
    opts,
  );
  const requests = daemonSetRequests(AGENT);
  createRelease(
    AGENT,
    {
      namespace: args.namespace.metadata.name,
      awaited: false,
      values: (image) => ({
        fullnameOverride: AGENT,
        image: { tag: image("agent") },
        clusterName: clusterName(environment),
        serviceAccount: { name: AGENT, annotations: { "eks.amazonaws.com/role-arn": role.arn } },
        resources: { requests, limits: requests },
        tolerations: EVERY_NODE,
        priorityClassName: "system-node-critical",
        // It would send about 20 paid metrics for every pod of a workflow.
        enhancedContainerInsights: { enabled: false },
        // The agent asks the instance metadata service for its machine, and that answers only on the node's own
        // network.
        hostNetwork: true,
      }),
    },
    { ...opts, provider: args.kubernetes, dependsOn: [...args.after, ...role.permissions] },
  );
}
