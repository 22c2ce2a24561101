import type { NodeGroupConfig } from "../config/stack.generated";
import { groupAllocatable } from "./allocatable";
import { nodeLabels, nodeTaints } from "./node-labels";

const HINT = "k8s.io/cluster-autoscaler/node-template";

/**
 * Tags of an Auto Scaling group that describe its next node to the Cluster Autoscaler. Without these hints, a group at
 * zero never starts for a pod that selects a label or tolerates a taint. The autoscaler would also count all of an
 * instance's memory as allocatable, and start nodes that the pod does not fit. It adds the DaemonSets' pods itself.
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
