import { COMPUTE_PROFILES, type ComputeProfile } from "../compute-profiles";
import type { NodeGroupConfig } from "../config/stack.generated";
import { groupAllocatable, type Resources, roomForWorkflows } from "./allocatable";
import { instanceType } from "./instance-types";

/** A node group that takes pods of compute profiles, with the size of its nodes. */
export interface FleetGroup {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  /** Nominal size of a node. */
  readonly vcpu: number;
  readonly memoryGiB: number;
  /** Resources that workflows' pods may request on any of its nodes. */
  readonly room: Resources;
}

/** Where the pods of a compute profile run. */
export interface Placement {
  readonly profile: ComputeProfile;
  /** The groups that take pods of its fleet and capacity, smallest node first. */
  readonly candidates: readonly FleetGroup[];
  /** The smallest of them that a pod fits, which the autoscaler starts for it. `undefined` if it fits none. */
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

/** Where each offered compute profile runs, in the order of the profiles. */
export function placements(nodeGroups: Readonly<Record<string, NodeGroupConfig>>): Placement[] {
  return COMPUTE_PROFILES.map((profile) => {
    const candidates = fleetGroups(nodeGroups, profile);
    return { profile, candidates, group: candidates.find(({ room }) => fits(room, podRequests(profile))) };
  });
}

/** How many pods of each compute profile, by its name, the node groups hold at once when nothing else runs there. */
export function capacities(nodeGroups: Readonly<Record<string, NodeGroupConfig>>): Record<string, number> {
  return Object.fromEntries(
    placements(nodeGroups).map(({ profile, candidates }) => [
      profile.name,
      candidates.reduce(
        (sum, { name, room }) => sum + (nodeGroups[name]?.maxSize ?? 0) * podsOnNode(room, podRequests(profile)),
        0,
      ),
    ]),
  );
}

function podsOnNode(room: Resources, requests: Resources): number {
  return Math.floor(
    Math.min(
      room.cpuMillis / requests.cpuMillis,
      room.memoryMiB / requests.memoryMiB,
      requests.gpus === 0 ? Infinity : room.gpus / requests.gpus,
    ),
  );
}

/** The groups that take the pods of a profile, smallest node first, without those of an unknown instance type. */
function fleetGroups(nodeGroups: Readonly<Record<string, NodeGroupConfig>>, profile: ComputeProfile): FleetGroup[] {
  return Object.entries(nodeGroups)
    .filter(([, group]) => takesProfiles(group, profile))
    .flatMap(([name, group]) => fleetGroup(name, group))
    .sort((a, b) => a.vcpu - b.vcpu || a.memoryGiB - b.memoryGiB || a.name.localeCompare(b.name));
}

/** Whether pods of profiles of a fleet and capacity run in a group. They tolerate the fleet's taints, and no other. */
export function takesProfiles(
  { fleet, capacity, taints }: NodeGroupConfig,
  profiles: Pick<ComputeProfile, "fleet" | "capacity">,
): boolean {
  const repelled = taints.some(({ effect }) => effect !== "PreferNoSchedule");
  return fleet === profiles.fleet && capacity === profiles.capacity && !repelled;
}

function fleetGroup(name: string, group: NodeGroupConfig): FleetGroup[] {
  const type = instanceType(group.instanceTypes[0]);
  const allocatable = groupAllocatable(group);
  if (type === undefined || allocatable === undefined) {
    return [];
  }
  const { vcpu, memoryGiB } = type;
  return [{ name, instanceTypes: group.instanceTypes, vcpu, memoryGiB, room: roomForWorkflows(allocatable) }];
}
