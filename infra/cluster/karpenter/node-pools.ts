import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import {
  NODE_CLASS_API,
  NODE_CLASS_KIND,
  NODE_POOL_API,
  amiAlias,
  nodePoolSpec,
} from "../../../platform/cluster/karpenter-objects";
import { volumes } from "../../../platform/cluster/volumes";
import type { NodePoolConfig } from "../../../platform/config/stack.generated";
import type { TagMap } from "../../../platform/tags";

/**
 * Most pods of a node. With prefix delegation, addresses are not the limit. Karpenter would take the addresses of the interfaces
 * as limit, and reserve memory by it.
 */
const MAX_PODS = 110;

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

/**
 * How the instances of a pool start, as those of a node group do: with tags, encrypted volumes, and an instance metadata service
 * that pods cannot reach. There is no key pair, because access is through SSM.
 */
function nodeClassSpec(name: string, pool: NodePoolConfig, args: NodePoolsArgs): Record<string, unknown> {
  return {
    amiSelectorTerms: [{ alias: amiAlias(pool) }],
    instanceProfile: args.instanceProfile,
    subnetSelectorTerms: args.subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: args.securityGroupId }],
    associatePublicIPAddress: false,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpProtocolIPv6: "disabled",
      httpTokens: "required",
      // A pod is one hop further away than the node, so it cannot reach the node's role.
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: Object.entries(volumes(pool)).map(([deviceName, size], index, { length }) => ({
      deviceName,
      // The last device has the containers' data. Karpenter takes its size for the ephemeral storage of a node.
      rootVolume: index === length - 1,
      ebs: { volumeSize: `${size}Gi`, volumeType: "gp3", encrypted: true, deleteOnTermination: true },
    })),
    kubelet: { maxPods: MAX_PODS },
    tags: { ...args.tags, Name: `${args.clusterName}-${name}` },
  };
}
