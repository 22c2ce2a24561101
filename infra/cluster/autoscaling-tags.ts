import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import { named, type TagMap } from "../../platform/tags";
import { groupAllocatable } from "../../platform/cluster/allocatable";
import { nodeLabels, nodeTaints } from "../../platform/cluster/node-labels";

const HINT = "k8s.io/cluster-autoscaler/node-template";

/**
 * What the Cluster Autoscaler has to know of a node that does not exist yet, as it reads it from the tags of an Auto
 * Scaling group: without these hints a group at zero never starts for a pod that selects a label or tolerates a taint.
 * Left to itself it would also take all of an instance's memory for allocatable, and start nodes that a pod then does
 * not fit. It adds the DaemonSets' pods on its own.
 */
export function autoscalerHints(group: NodeGroupConfig): Record<string, string> {
  const allocatable = groupAllocatable(group);
  if (allocatable === undefined) {
    throw new Error(
      `an instance type of ${group.instanceTypes.join(", ")} is unknown, which the configuration's rules refuse`,
    );
  }
  const { cpuMillis, memoryMiB, gpus, pods } = allocatable;
  return Object.fromEntries([
    ...Object.entries(nodeLabels(group)).map(([key, value]) => [`${HINT}/label/${key}`, value]),
    ...nodeTaints(group).map(({ key, value, effect }) => [`${HINT}/taint/${key}`, `${value}:${effect}`]),
    [`${HINT}/resources/cpu`, `${cpuMillis}m`],
    [`${HINT}/resources/memory`, `${memoryMiB}Mi`],
    [`${HINT}/resources/pods`, String(pods)],
    [`${HINT}/resources/ephemeral-storage`, `${group.diskSizeGiB}Gi`],
    ...(gpus > 0 ? [[`${HINT}/resources/nvidia.com/gpu`, String(gpus)]] : []),
  ]) as Record<string, string>;
}

export interface AutoscalingTagsArgs {
  readonly clusterName: string;
  /** Name of the node group. */
  readonly group: string;
  readonly config: NodeGroupConfig;
  readonly nodeGroup: aws.eks.NodeGroup;
  readonly tags: TagMap;
}

/** Tags the Auto Scaling group that EKS makes for a node group; EKS itself adds the autoscaler's discovery tags. */
export function tagAutoscalingGroup(args: AutoscalingTagsArgs, opts: pulumi.CustomResourceOptions): void {
  const autoscalingGroupName = args.nodeGroup.resources.apply((resources) => {
    const name = resources[0]?.autoscalingGroups[0]?.name;
    if (name === undefined) {
      throw new Error(`EKS reports no Auto Scaling group for node group ${args.group}`);
    }
    return name;
  });
  const tags = { ...named(args.tags, `${args.clusterName}-${args.group}`), ...autoscalerHints(args.config) };
  for (const [key, value] of Object.entries(tags)) {
    new aws.autoscaling.Tag(
      `${args.group}/${key}`,
      // The launch template tags the instances; the hints are of no use there.
      { autoscalingGroupName, tag: { key, value, propagateAtLaunch: false } },
      opts,
    );
  }
}
