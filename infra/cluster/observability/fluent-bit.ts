import type * as pulumi from "@pulumi/pulumi";

import { workflowLogGroupName } from "../../../platform/names/log-groups";
import { daemonSetRequests } from "../../../platform/cluster/daemon-sets";
import { WORKFLOW_NAMESPACE } from "../../../platform/names/kubernetes";
import { systemLogGroupName } from "../../../platform/names/log-groups";
import { createRelease } from "../release";
import { type AgentArgs, agentRole, EVERY_NODE } from "./agent";
import { writeLogs } from "./log-groups";

/** The chart, and with it the DaemonSet and its service account. */
const FLUENT_BIT = "aws-for-fluent-bit";

/**
 * Name of a container's log stream, `<pod>.<container>`. Airflow's link to a task's log depends on it
 * (dags/analytical_platform_airflow/log_link.py).
 */
export const LOG_STREAM = "$kubernetes['pod_name'].$kubernetes['container_name']";

/**
 * Sends the output of containers to CloudWatch: that of workflows to their own log group, and all other output to the
 * system's.
 */
export function createFluentBit(args: AgentArgs, opts: pulumi.CustomResourceOptions): void {
  const { environment, account } = args;
  const groups = { workflows: workflowLogGroupName(environment), system: systemLogGroupName(environment) };
  const role = agentRole(
    FLUENT_BIT,
    {
      ...args,
      description: "Writes the logs of containers",
      statements: [writeLogs(account, ...Object.values(groups))],
    },
    opts,
  );
  createRelease(
    FLUENT_BIT,
    {
      namespace: args.namespace.metadata.name,
      awaited: false,
      values: (image) => ({
        fullnameOverride: FLUENT_BIT,
        image: { tag: image("fluent-bit") },
        serviceAccount: { name: FLUENT_BIT, annotations: { "eks.amazonaws.com/role-arn": role.arn } },
        resources: { requests: daemonSetRequests(FLUENT_BIT), limits: { memory: "250Mi" } },
        tolerations: EVERY_NODE,
        priorityClassName: "system-node-critical",
        input: {
          // Keeps the output of pods that started before the agent on a new node.
          extraInputs: "Read_from_Head    On",
          // Seconds between two searches for new files. Airflow deletes a pod as soon as it has ended, and its files
          // with it.
          refreshInterval: 1,
        },
        filter: {
          // Keeps lines of JSON as they are, and lets no pod turn its own log off.
          mergeLog: "Off",
          k8sLoggingParser: "Off",
          k8sLoggingExclude: "Off",
          // File names contain the names. For labels, the agent would ask the API server about every pod.
          extraFilters: "Labels              Off\nAnnotations         Off",
        },
        cloudWatchLogs: {
          enabled: true,
          match: `kube.*_${WORKFLOW_NAMESPACE}_*`,
          ...output(account.region, groups.workflows),
        },
        additionalOutputs: [
          "[OUTPUT]",
          "    Name                cloudwatch_logs",
          // Matches everything else. No name in Kubernetes contains an underscore.
          `    Match_Regex         ^kube\\.(?!.*_${WORKFLOW_NAMESPACE}_)`,
          `    region              ${account.region}`,
          `    log_group_name      ${groups.system}`,
          "    log_stream_prefix   unnamed-",
          `    log_stream_template ${LOG_STREAM}`,
          "    log_key             log",
        ].join("\n"),
        // The chart also mounts Docker's folder, which no node has.
        volumes: [{ name: "varlog", hostPath: { path: "/var/log" } }],
        volumeMounts: [{ name: "varlog", mountPath: "/var/log" }],
      }),
    },
    { ...opts, provider: args.kubernetes, dependsOn: [...args.after, ...role.permissions] },
  );
}

/** An output of the chart: the lines as they were printed, in one stream a container. */
function output(region: string, logGroupName: string): Record<string, unknown> {
  return {
    region,
    logGroupName,
    // The group exists, with its key and its retention.
    autoCreateGroup: false,
    logStreamPrefix: "unnamed-",
    logStreamTemplate: LOG_STREAM,
    logKey: "log",
  };
}
