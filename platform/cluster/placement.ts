import { COMPUTE_PROFILES, type ComputeProfile } from "../compute-profiles";
import type { ClusterConfig, NodeGroupConfig, NodePoolConfig } from "../config/stack.generated";
import { groupAllocatable, type Resources, roomForWorkflows } from "./allocatable";
import { instanceType } from "./instance-types";
import type { Nodes } from "./node-labels";
import { hasKarpenter, poolSizes } from "./node-pools";

/** Nodes of one size that take pods of compute profiles: a node group, or one of a pool's sizes. */
export interface FleetGroup {
  /** Name of the node group or pool. */
  readonly name: string;
  /** Section of the configuration that has it. */
  readonly section: "nodeGroups" | "nodePools";
  readonly instanceTypes: readonly string[];
  /** Nominal size of a node. */
  readonly vcpu: number;
  readonly memoryGiB: number;
  /** Resources that the kubelet of any of its nodes offers, for the pods of workflows and DaemonSets together. */
  readonly allocatable: Resources;
  /** Resources that workflows' pods may request on any of its nodes. */
  readonly room: Resources;
  /** Most nodes of this size. The sizes of one pool share their limit. */
  readonly maxNodes: number;
}

/** Where the pods of a compute profile run. */
export interface Placement {
  readonly profile: ComputeProfile;
  /** The sizes of nodes for pods of its fleet and capacity, smallest first. */
  readonly candidates: readonly FleetGroup[];
  /** The smallest of them that a pod fits, which is started for it. `undefined` if it fits none. */
  readonly group: FleetGroup | undefined;
}

/**
 * Requests of a profile's pod, which are its container's. The operator adds no sidecar, because tasks exchange no XComs
 * (`do_xcom_push=False`).
 */
export function podRequests({ cpu, memoryGiB, gpus }: ComputeProfile): Resources {
  return { cpuMillis: cpu * 1000, memoryMiB: memoryGiB * 1024, gpus };
}

/** Whether a node with these free resources takes a pod with these requests. */
export function fits(room: Resources, requests: Resources): boolean {
  return requests.cpuMillis <= room.cpuMillis && requests.memoryMiB <= room.memoryMiB && requests.gpus <= room.gpus;
}

/** The parts of a cluster's configuration that decide where pods run. */
export type Fleets = Pick<ClusterConfig, "fleets" | "nodeGroups" | "nodePools">;

/** Where each offered compute profile runs, in the order of the profiles. */
export function placements(fleets: Fleets): Placement[] {
  return COMPUTE_PROFILES.map((profile) => {
    const candidates = fleetGroups(fleets, profile);
    return { profile, candidates, group: candidates.find(({ room }) => fits(room, podRequests(profile))) };
  });
}

/** How many pods of each compute profile, by its name, the nodes hold at once when nothing else runs there. */
export function capacities(fleets: Fleets): Record<string, number> {
  return Object.fromEntries(
    placements(fleets).map(({ profile, candidates }) => [profile.name, podsAtOnce(profile, candidates)]),
  );
}

/** Pods of a profile on all node groups, and on the best size of each pool. */
function podsAtOnce(profile: ComputeProfile, candidates: readonly FleetGroup[]): number {
  const most = new Map<string, number>();
  for (const { name, section, room, maxNodes } of candidates) {
    const owner = `${section} ${name}`;
    const pods = maxNodes * podsOnNode(room, podRequests(profile));
    most.set(owner, Math.max(most.get(owner) ?? 0, pods));
  }
  return [...most.values()].reduce((sum, pods) => sum + pods, 0);
}

/** How many pods with these requests a node with this room holds when nothing else runs there. */
export function podsOnNode(room: Resources, requests: Resources): number {
  return Math.floor(
    Math.min(
      room.cpuMillis / requests.cpuMillis,
      room.memoryMiB / requests.memoryMiB,
      requests.gpus === 0 ? Infinity : room.gpus / requests.gpus,
    ),
  );
}

/** The nodes that take the pods of a profile, smallest first, without those of an unknown instance type. */
function fleetGroups({ fleets, nodeGroups, nodePools }: Fleets, profile: ComputeProfile): FleetGroup[] {
  return [
    ...Object.entries(nodeGroups)
      .filter(([, group]) => takesProfiles(group, profile))
      .flatMap(([name, group]) => ofGroup(name, group)),
    ...Object.entries(hasKarpenter({ fleets }) ? nodePools : {})
      .filter(([, pool]) => poolTakesProfiles(pool, profile))
      .flatMap(([name, pool]) => ofPool(name, pool)),
  ].sort((a, b) => a.vcpu - b.vcpu || a.memoryGiB - b.memoryGiB || a.name.localeCompare(b.name));
}

/** Whether new pods of profiles of a fleet and capacity run in a group. They tolerate the fleet's taints, and no other. */
export function takesProfiles(
  { fleet, capacity, taints, draining }: Nodes,
  profiles: Pick<ComputeProfile, "fleet" | "capacity">,
): boolean {
  const repelled = draining === true || taints.some(({ effect }) => effect !== "PreferNoSchedule");
  return fleet === profiles.fleet && capacity === profiles.capacity && !repelled;
}

/** Whether new pods of profiles of a fleet and capacity run in a pool of Karpenter's. */
export function poolTakesProfiles(pool: NodePoolConfig, profiles: Pick<ComputeProfile, "fleet" | "capacity">): boolean {
  return pool.maxVcpu > 0 && takesProfiles(pool, profiles);
}

function ofGroup(name: string, group: NodeGroupConfig): FleetGroup[] {
  const type = instanceType(group.instanceTypes[0]);
  return type === undefined ? [] : fleetGroup(name, "nodeGroups", group, type, group.maxSize);
}

/** The sizes of a pool of which its limit admits a node. */
function ofPool(name: string, { amiType, maxVcpu, ...pool }: NodePoolConfig): FleetGroup[] {
  return poolSizes(pool)
    .filter(({ vcpu }) => vcpu <= maxVcpu)
    .flatMap((size) =>
      fleetGroup(
        name,
        "nodePools",
        { instanceTypes: size.instanceTypes, amiType },
        size,
        Math.floor(maxVcpu / size.vcpu),
      ),
    );
}

function fleetGroup(
  name: string,
  section: FleetGroup["section"],
  nodes: Pick<NodeGroupConfig, "amiType"> & Pick<FleetGroup, "instanceTypes">,
  { vcpu, memoryGiB }: Pick<FleetGroup, "vcpu" | "memoryGiB">,
  maxNodes: number,
): FleetGroup[] {
  const allocatable = groupAllocatable(nodes);
  return allocatable === undefined
    ? []
    : [
        {
          name,
          section,
          instanceTypes: nodes.instanceTypes,
          vcpu,
          memoryGiB,
          allocatable,
          room: roomForWorkflows(allocatable),
          maxNodes,
        },
      ];
}
