import type { NodeGroupConfig } from "../config/stack.generated";
import { DAEMON_SETS } from "./daemon-sets";
import { type InstanceType, instanceType } from "./instance-types";

/** Resources that pods may request on a node. */
export interface Resources {
  /** CPU in thousandths of a core. */
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  /** NVIDIA GPUs. */
  readonly gpus: number;
}

/** Resources that a node's kubelet reports as `status.allocatable`. DaemonSets share them with all other pods. */
export interface Allocatable extends Resources {
  readonly pods: number;
}

type AmiType = NodeGroupConfig["amiType"];

/**
 * Share of an instance's nominal memory that its kernel sees: hypervisor and firmware keep the rest. Karpenter
 * subtracts 7.5 %, so that it never promises too much for a known type and image
 * (https://github.com/aws/karpenter-provider-aws/issues/7929).
 */
const VISIBLE_MEMORY = 0.925;

/**
 * Free memory below which the kubelet begins to evict, so that no pod can request it. Default of both image families.
 */
const EVICTION_THRESHOLD_MIB = 100;

/** Memory that EKS's images reserve for kubelet and container runtime. */
const RESERVED_MIB = { base: 255, perPod: 11 };

/**
 * CPU that the images of EKS reserve for kubelet and container runtime, of the first, second, third and fourth core, in
 * thousandths; and of every further core.
 */
const RESERVED_CPU_MILLIS = { first: [60, 10, 5, 5], further: 2.5 };

/**
 * Most pods that EKS lets a managed node have: with prefix delegation, addresses are never the limit
 * (https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html).
 */
const MAX_PODS = { small: 110, large: 250, largeFromVcpu: 30 };

/** Allocatable resources of a node of an instance type and image. */
export function nodeAllocatable(type: InstanceType, amiType: AmiType): Allocatable {
  const pods = type.vcpu < MAX_PODS.largeFromVcpu ? MAX_PODS.small : MAX_PODS.large;
  return {
    cpuMillis: type.vcpu * 1000 - reservedCpuMillis(type.vcpu),
    memoryMiB:
      visibleMemoryMiB(type) - reservedMemoryMiB(podsReservedFor(type, amiType, pods)) - EVICTION_THRESHOLD_MIB,
    gpus: type.gpus,
    pods,
  };
}

/** CPU that the kubelet reserves on a number of cores, in thousandths of a core. */
export function reservedCpuMillis(vcpu: number): number {
  const { first, further } = RESERVED_CPU_MILLIS;
  const ofFirst = first.slice(0, vcpu).reduce((sum, millis) => sum + millis, 0);
  return Math.ceil(ofFirst + Math.max(vcpu - first.length, 0) * further);
}

/** Memory that the kubelet reserves on a node with room for a number of pods, in MiB. */
export function reservedMemoryMiB(pods: number): number {
  return RESERVED_MIB.base + RESERVED_MIB.perPod * pods;
}

/** Memory that the kernel of an instance sees at least, in MiB. */
export function visibleMemoryMiB(type: InstanceType): number {
  return Math.floor(type.memoryGiB * 1024 * VISIBLE_MEMORY);
}

/**
 * Bottlerocket reserves for the pods that its settings allow, which EKS writes. AL2023's nodeadm has, by its release,
 * reserved either for those or for the pods that the interfaces could address; the larger of the two holds for all.
 */
function podsReservedFor({ eniMaxPods }: InstanceType, amiType: AmiType, maxPods: number): number {
  switch (amiType) {
    case "BOTTLEROCKET_x86_64":
    case "BOTTLEROCKET_x86_64_NVIDIA":
      return maxPods;
    case "AL2023_x86_64_STANDARD":
    case "AL2023_x86_64_NVIDIA":
      return Math.max(maxPods, eniMaxPods);
    default:
      return amiType satisfies never;
  }
}

/**
 * Allocatable resources of every node of a group, whichever of its instance types it has. `undefined` if the table
 * lacks one of them.
 */
export function groupAllocatable({
  instanceTypes,
  amiType,
}: {
  readonly instanceTypes: readonly string[];
  readonly amiType: AmiType;
}): Allocatable | undefined {
  const known = instanceTypes.map(instanceType).filter((type) => type !== undefined);
  if (known.length < instanceTypes.length) {
    return undefined;
  }
  const nodes = known.map((type) => nodeAllocatable(type, amiType));
  const least = (of: (node: Allocatable) => number): number => Math.min(...nodes.map(of));
  return {
    cpuMillis: least(({ cpuMillis }) => cpuMillis),
    memoryMiB: least(({ memoryMiB }) => memoryMiB),
    gpus: least(({ gpus }) => gpus),
    pods: least(({ pods }) => pods),
  };
}

/** Resources of a node that are left for workflows, after the pods of all DaemonSets. */
export function roomForWorkflows(node: Resources): Resources {
  const running = DAEMON_SETS.filter(({ nodes }) => nodes === "all" || node.gpus > 0);
  return {
    cpuMillis: running.reduce((left, { cpuMillis }) => left - cpuMillis, node.cpuMillis),
    memoryMiB: running.reduce((left, { memoryMiB }) => left - memoryMiB, node.memoryMiB),
    gpus: node.gpus,
  };
}
