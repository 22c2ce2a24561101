import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import type { TagMap } from "../../platform/tags";
import { autoscalerHints } from "../../platform/cluster/autoscaler-hints";

export interface AutoscalingTagsArgs {
  readonly clusterName: string;
  /** Name of the node group. */
  readonly group: string;
  readonly config: NodeGroupConfig;
  readonly nodeGroup: aws.eks.NodeGroup;
  /** The stack's tags. EKS owns the group, so no transformation can tag it. */
  readonly tags: TagMap;
}

/**
 * Tags the Auto Scaling group that EKS creates for a node group. EKS itself adds the tags by which the autoscaler finds
 * it.
 */
export function tagAutoscalingGroup(args: AutoscalingTagsArgs, opts: pulumi.CustomResourceOptions): void {
  const autoscalingGroupName = args.nodeGroup.resources.apply((resources) => {
    const name = resources[0]?.autoscalingGroups[0]?.name;
    if (name === undefined) {
      throw new Error(`EKS reports no Auto Scaling group for node group ${args.group}`);
    }
    return name;
  });
  const tags = { ...args.tags, Name: `${args.clusterName}-${args.group}`, ...autoscalerHints(args.config) };
  for (const [key, value] of Object.entries(tags)) {
    new aws.autoscaling.Tag(
      `${args.group}/${key}`,
      // The launch template tags the instances, which do not need the hints.
      { autoscalingGroupName, tag: { key, value, propagateAtLaunch: false } },
      opts,
    );
  }
}
