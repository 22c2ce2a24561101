import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import { scalingPriorities } from "../../platform/cluster/scaling-priorities";
import { CLUSTER_AUTOSCALER_ACCOUNT, SYSTEM_NAMESPACE } from "../../platform/names/kubernetes";
import { createRelease } from "./release";
import type { ServiceAccountRole } from "./service-account-roles";

/** Name of the ConfigMap that the autoscaler reads. */
const PRIORITIES = "cluster-autoscaler-priority-expander";

export interface ClusterAutoscalerArgs {
  readonly clusterName: string;
  readonly region: string;
  readonly role: ServiceAccountRole;
  readonly nodeGroups: Readonly<Record<string, NodeGroupConfig>>;
  /** Nodes and DNS, which its pod needs. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Installs the Cluster Autoscaler. It starts nodes for pods without one, from zero, and stops unused nodes. A pod that
 * forbids its eviction, as every workflow's pod does, keeps its node.
 */
export function createClusterAutoscaler(
  args: ClusterAutoscalerArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release {
  const priorities = new kubernetes.core.v1.ConfigMap(
    PRIORITIES,
    {
      metadata: { name: PRIORITIES, namespace: SYSTEM_NAMESPACE },
      data: { priorities: stringify(scalingPriorities(args.nodeGroups)) },
    },
    opts,
  );
  return createRelease(
    "cluster-autoscaler",
    {
      namespace: SYSTEM_NAMESPACE,
      awaited: true,
      values: (image) => ({
        fullnameOverride: "cluster-autoscaler",
        cloudProvider: "aws",
        awsRegion: args.region,
        autoDiscovery: { clusterName: args.clusterName },
        image: { tag: image("autoscaler") },
        rbac: {
          serviceAccount: {
            name: CLUSTER_AUTOSCALER_ACCOUNT,
            annotations: { "eks.amazonaws.com/role-arn": args.role.arn },
          },
        },
        extraArgs: {
          // Prefers the smallest node, and among equals the one on which a pod leaves the least unused.
          expander: "priority,least-waste",
          // The data that the platform's own pods keep in an emptyDir does not justify a node.
          "skip-nodes-with-local-storage": false,
          // It would remember the labels and taints of a group's last node for ten years
          // (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/config/flags/flags.go), and start nodes in a
          // draining group that new pods cannot use.
          "node-info-cache-expire-time": "10m",
        },
        resources: { requests: { cpu: "100m", memory: "600Mi" }, limits: { memory: "600Mi" } },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65534,
          runAsGroup: 65534,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containerSecurityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      }),
    },
    { ...opts, dependsOn: [...args.after, ...args.role.permissions, priorities] },
  );
}
