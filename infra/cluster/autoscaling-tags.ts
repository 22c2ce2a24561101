import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import { named, type TagMap } from "../../platform/tags";
import { autoscalerHints } from "../../platform/cluster/autoscaler-hints";

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
