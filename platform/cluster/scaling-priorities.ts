import type { NodeGroupConfig } from "../config/stack.generated";
import { instanceType } from "./instance-types";

/** A priority above that of the largest instance type, from which vCPUs are taken. */
const HIGHEST_PRIORITY = 1000;

/**
 * Names of Auto Scaling groups, as patterns, by priority: the fewer vCPUs a group's nodes have, the earlier its turn, so
 * that a small pod does not start a large node, nor many small pods together one that would then be kept by the last of them.
 * A priority follows from the group alone: adding a group changes no other's.
 */
export function scalingPriorities(
  groups: Readonly<Record<string, NodeGroupConfig>>,
): ReadonlyMap<number, readonly string[]> {
  // Not an object: its keys would be text, and the autoscaler reads numbers only.
  const priorities = new Map<number, string[]>();
  for (const name of Object.keys(groups).sort()) {
    const vcpus = (groups[name]?.instanceTypes ?? []).map((type) => instanceType(type)?.vcpu ?? HIGHEST_PRIORITY);
    const priority = Math.max(1, HIGHEST_PRIORITY - Math.min(...vcpus));
    priorities.set(priority, [...(priorities.get(priority) ?? []), autoscalingGroupPattern(name)]);
  }
  return new Map([...priorities].sort(([a], [b]) => b - a));
}

/** EKS calls the Auto Scaling group `eks-<node group>-<UUID>`, and Pulumi the node group `<name>-<seven hexadecimal digits>`. */
function autoscalingGroupPattern(group: string): string {
  return `^eks-${group}-[0-9a-f]{7}-`;
}
