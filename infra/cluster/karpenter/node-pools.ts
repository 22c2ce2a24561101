import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import {
  NODE_CLASS_API,
  NODE_CLASS_KIND,
  NODE_POOL_API,
  nodeClassSpec,
  nodePoolSpec,
} from "../../../platform/cluster/karpenter-objects";
import type { NodePoolConfig } from "../../../platform/config/stack.generated";
import type { TagMap } from "../../../platform/tags";

export interface NodePoolsArgs {
  readonly clusterName: string;
  readonly pools: Readonly<Record<string, NodePoolConfig>>;
  readonly instanceProfile: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
  /** The stack's tags, for instances, volumes and interfaces. */
  readonly tags: TagMap;
}

/** Creates the pools, each with the class that says how its instances start. */
export function createNodePools(args: NodePoolsArgs, opts: pulumi.CustomResourceOptions): void {
  for (const [name, pool] of Object.entries(args.pools)) {
    const nodeClass = new kubernetes.apiextensions.CustomResource(
      name,
      { apiVersion: NODE_CLASS_API, kind: NODE_CLASS_KIND, metadata: { name }, spec: nodeClassSpec(name, pool, args) },
      opts,
    );
    new kubernetes.apiextensions.CustomResource(
      name,
      { apiVersion: NODE_POOL_API, kind: "NodePool", metadata: { name }, spec: nodePoolSpec(name, pool) },
      // Deleted first: the class of a pool that starts nodes must exist.
      { ...opts, dependsOn: [nodeClass] },
    );
  }
}
