import type { NodeGroupConfig } from "../config/stack.generated";
import { instanceType } from "./instance-types";

/**
 * Priority from which the vCPUs of a group's nodes are subtracted. It is above the vCPUs of the largest instance type.
 */
const HIGHEST_PRIORITY = 1000;

/** Whether the number of a group's nodes can change, so that the Cluster Autoscaler is needed. */
export function hasScaledGroups(groups: Readonly<Record<string, NodeGroupConfig>>): boolean {
  return Object.values(groups).some(({ minSize, maxSize }) => minSize < maxSize);
}

/**
 * Patterns of names of Auto Scaling groups, by priority. A group whose nodes have fewer vCPUs comes earlier, so that a
 * small pod does not start a large node. Many small pods do not start one together either, which the last of them would
 * keep alive. A new group does not change the priority of another.
 */
export function scalingPriorities(
  groups: Readonly<Record<string, NodeGroupConfig>>,
): ReadonlyMap<number, readonly string[]> {
  // A map, because the keys of an object would be text, and the autoscaler reads numbers only.
  const priorities = new Map<number, string[]>();
  for (const name of Object.keys(groups).sort()) {
    const vcpus = (groups[name]?.instanceTypes ?? []).map((type) => instanceType(type)?.vcpu ?? HIGHEST_PRIORITY);
    const priority = Math.max(1, HIGHEST_PRIORITY - Math.min(...vcpus));
    priorities.set(priority, [...(priorities.get(priority) ?? []), autoscalingGroupPattern(name)]);
  }
  return new Map([...priorities].sort(([a], [b]) => b - a));
}

/**
 * EKS names the Auto Scaling group `eks-<node group>-<UUID>`, and Pulumi names the node group `<name>-<seven
 * hexadecimal digits>`.
 */
function autoscalingGroupPattern(group: string): string {
  return `^eks-${group}-[0-9a-f]{7}-`;
}
