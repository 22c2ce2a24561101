import { type AlarmRow, atLeastOne, type Metric } from "../alarm";

/** Metrics of the control plane, free of charge: https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html */
const CONTROL_PLANE = "https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html";
/** Metrics of the agent on the nodes, without enhanced observability. */
const NODES = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html";

function controlPlane(name: string): Metric {
  return { namespace: "AWS/EKS", name, statistic: "Sum", dimensions: { ClusterName: "{cluster}" } };
}

/** Alarms about the cluster and what the platform runs in it. */
export const CLUSTER_ALARMS: readonly AlarmRow[] = [
  {
    id: "nodes-not-ready",
    symptom: "A node is not ready",
    hurts: "authors whose pods run there",
    severity: "warning",
    signal: {
      kind: "metric",
      metric: {
        namespace: "ContainerInsights",
        name: "cluster_failed_node_count",
        statistic: "Maximum",
        dimensions: { ClusterName: "{cluster}" },
      },
      condition: atLeastOne({ period: 300, of: 3, datapoints: 3 }),
    },
    reason: "a node that starts or is taken away is not ready for a minute or two, and not for 15",
    runbook: "Pods are Pending",
    source: NODES,
  },
  {
    id: "pods-pending",
    symptom: "Pods find no node",
    hurts: "authors: tasks fail after ten minutes without a node",
    severity: "warning",
    signal: {
      kind: "metric",
      metric: controlPlane("scheduler_pending_pods_UNSCHEDULABLE"),
      condition: atLeastOne({ period: 60, of: 20, datapoints: 20 }),
    },
    reason: "a task waits ten minutes at most: with some pod without a node for 20, the second one in turn waits too",
    runbook: "Pods are Pending",
    source: CONTROL_PLANE,
  },
  {
    id: "fleet-at-its-limit",
    symptom: "A node group has reached its maximum",
    hurts: "authors whose compute profiles use that group: their tasks wait, then fail",
    severity: "warning",
    signal: {
      kind: "log",
      log: "system",
      texts: ["Skipping node group", "max size reached"],
      condition: atLeastOne({ period: 300, of: 3, datapoints: 3 }),
    },
    reason: "the autoscaler writes the line in each round in which a pod needs a full group: for 15 minutes, pods wait",
    runbook: "Pods are Pending",
    source:
      "https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/core/scaleup/orchestrator/orchestrator.go",
  },
  {
    id: "api-server-errors",
    symptom: "The Kubernetes API answers with server errors",
    hurts: "every author: pods cannot be created or watched",
    severity: "critical",
    signal: {
      kind: "expression",
      metrics: {
        errors: controlPlane("apiserver_request_total_5XX"),
        requests: controlPlane("apiserver_request_total"),
      },
      expression: "IF(errors >= 50 AND errors / requests > 0.05, 1, 0)",
      condition: atLeastOne({ period: 300, of: 3, datapoints: 3 }),
    },
    reason:
      "single errors come with every upgrade; clients repeat requests, and one in twenty for 15 minutes is beyond that",
    runbook: "The Kubernetes API does not answer",
    source: CONTROL_PLANE,
  },
  {
    id: "webhook-failing",
    symptom: "The admission webhook refuses pods because it does not answer",
    hurts: "every author: no pod starts",
    severity: "critical",
    signal: {
      kind: "log",
      log: "control plane",
      texts: ["Failed calling webhook, failing closed validation.gatekeeper.sh"],
      condition: atLeastOne({ period: 60, of: 10, datapoints: 3 }),
    },
    reason: "one call may meet a pod that is being replaced; calls in three minutes of ten do not",
    runbook: "The admission webhook fails",
    source: "https://github.com/kubernetes/apiserver/blob/master/pkg/admission/plugin/webhook/validating/dispatcher.go",
  },
  {
    id: "secrets-not-synced",
    symptom: "External Secrets cannot read a secret",
    hurts: "authors: pods of new workflows do not start, and changed values do not arrive",
    severity: "warning",
    signal: {
      kind: "log",
      log: "system",
      texts: ["Reconciler error", "externalsecret"],
      condition: atLeastOne({ period: 300, of: 6, datapoints: 4 }),
    },
    reason: "the operator retries, less and less often: a deployment's short errors end within half an hour",
    runbook: "A secret is not synced",
    source: "https://github.com/kubernetes-sigs/controller-runtime/blob/main/pkg/internal/controller/controller.go",
  },
];
