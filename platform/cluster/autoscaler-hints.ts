import type { NodeGroupConfig } from "../config/stack.generated";
import { groupAllocatable } from "./allocatable";
import { nodeLabels, nodeTaints } from "./node-labels";

const HINT = "k8s.io/cluster-autoscaler/node-template";

/**
 * What the Cluster Autoscaler has to know of a node that does not exist yet, as it reads it from the tags of an Auto
 * Scaling group: without these hints a group at zero never starts for a pod that selects a label or tolerates a taint.
 * Left to itself it would also take all of an instance's memory for allocatable, and start nodes that a pod then does
 * not fit. It adds the DaemonSets' pods on its own.
 */
export function autoscalerHints(group: NodeGroupConfig): Record<string, string> {
  const allocatable = groupAllocatable(group);
  if (allocatable === undefined) {
    throw new Error(
      `an instance type of ${group.instanceTypes.join(", ")} is unknown, which the configuration's rules refuse`,
    );
  }
  const { cpuMillis, memoryMiB, gpus, pods } = allocatable;
  return Object.fromEntries([
    ...Object.entries(nodeLabels(group)).map(([key, value]) => [`${HINT}/label/${key}`, value]),
    ...nodeTaints(group).map(({ key, value, effect }) => [`${HINT}/taint/${key}`, `${value}:${effect}`]),
    [`${HINT}/resources/cpu`, `${cpuMillis}m`],
    [`${HINT}/resources/memory`, `${memoryMiB}Mi`],
    [`${HINT}/resources/pods`, String(pods)],
    [`${HINT}/resources/ephemeral-storage`, `${group.diskSizeGiB}Gi`],
    ...(gpus > 0 ? [[`${HINT}/resources/nvidia.com/gpu`, String(gpus)]] : []),
  ]) as Record<string, string>;
}
