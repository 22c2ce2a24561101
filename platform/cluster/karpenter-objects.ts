import type { NodePoolConfig } from "../config/stack.generated";
import { nodeLabels, nodeTaints } from "./node-labels";
import { poolInstanceTypes } from "./node-pools";
import { type TagMap, named } from "../tags";
import { amiFamily } from "./versions";
import { volumes } from "./volumes";

/** Version of Karpenter's own kinds, and of those that AWS's provider adds. */
export const NODE_POOL_API = "karpenter.sh/v1";
export const NODE_CLASS_API = "karpenter.k8s.aws/v1";
export const NODE_CLASS_KIND = "EC2NodeClass";

/**
 * Most pods of a node. With prefix delegation, addresses are not the limit. Karpenter would take the addresses of the interfaces
 * as the limit, and reserve memory by it.
 */
const MAX_PODS = 110;

/** Time for which an empty node waits for the next pod. Shorter than the pauses between the tasks of one workflow, it would start a node for each. */
const EMPTY_NODE_WAITS = "5m";

/**
 * The alias by which Karpenter finds the AMI of a release for the cluster's minor, and of GPU types the one with their driver
 * (`DescribeImageQuery` in
 * https://github.com/aws/karpenter-provider-aws/tree/v1.13.1/pkg/providers/amifamily). A Bottlerocket release is known by its
 * number alone, and one of AL2023 by its date.
 */
function amiAlias({ amiType, amiReleaseVersion }: Pick<NodePoolConfig, "amiType" | "amiReleaseVersion">): string {
  return amiFamily(amiType) === "Bottlerocket"
    ? `bottlerocket@v${amiReleaseVersion.slice(0, amiReleaseVersion.indexOf("-"))}`
    : `al2023@v${amiReleaseVersion.slice(amiReleaseVersion.lastIndexOf("-") + 1)}`;
}

/**
 * The `spec` of a NodePool: which nodes Karpenter may start, and when it removes one. Nothing here ends a running task:
 *
 * - no node expires, because expiry is forceful once a `terminationGracePeriod` is set, and cannot be postponed
 * - there is no `terminationGracePeriod`. After it, Karpenter would delete pods that forbid their disruption
 * - a node is removed when it is empty, and not to pack pods more tightly
 * - a node whose properties changed is replaced when its pods allow it, and workflows' pods do not
 *
 * Source: https://github.com/kubernetes-sigs/karpenter/blob/v1.13.0/pkg/apis/v1/nodepool.go and nodeclaim.go there.
 */
export function nodePoolSpec(name: string, pool: NodePoolConfig): Record<string, unknown> {
  const taints = nodeTaints(pool);
  return {
    template: {
      metadata: { labels: nodeLabels(pool) },
      spec: {
        nodeClassRef: { group: NODE_CLASS_API.slice(0, NODE_CLASS_API.indexOf("/")), kind: NODE_CLASS_KIND, name },
        requirements: [
          requirement("karpenter.sh/capacity-type", [pool.capacity]),
          requirement("kubernetes.io/arch", ["amd64"]),
          requirement("kubernetes.io/os", ["linux"]),
          requirement("node.kubernetes.io/instance-type", poolInstanceTypes(pool)),
        ],
        ...(taints.length === 0 ? {} : { taints }),
        expireAfter: "Never",
      },
    },
    disruption: {
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: EMPTY_NODE_WAITS,
      budgets: [
        { nodes: "100%", reasons: ["Empty"] },
        // Karpenter rounds up, so that one node is replaced at a time in a small pool.
        { nodes: "10%", reasons: ["Drifted", "Underutilized"] },
      ],
    },
    limits: { cpu: String(pool.maxVcpu) },
  };
}

/** Where the instances of a pool start, and as what. The values may be outputs of Pulumi. */
export interface NodeClassPlace {
  readonly clusterName: string;
  readonly instanceProfile: unknown;
  readonly subnetIds: readonly unknown[];
  readonly securityGroupId: unknown;
  /** The stack's tags, for instances, volumes and interfaces. */
  readonly tags: TagMap;
}

/**
 * The `spec` of an EC2NodeClass: how the instances of a pool start, as those of a node group do. They have tags, encrypted volumes,
 * and an instance metadata service that pods cannot reach. There is no key pair, because access is through SSM.
 */
export function nodeClassSpec(name: string, pool: NodePoolConfig, place: NodeClassPlace): Record<string, unknown> {
  return {
    amiSelectorTerms: [{ alias: amiAlias(pool) }],
    instanceProfile: place.instanceProfile,
    subnetSelectorTerms: place.subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: place.securityGroupId }],
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
    tags: named(place.tags, `${place.clusterName}-${name}`),
  };
}

function requirement(key: string, values: readonly string[]): Record<string, unknown> {
  return { key, operator: "In", values };
}
