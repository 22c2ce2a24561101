import profiles from "../../dags/analytical_platform_airflow/data/compute_profiles.json";
import type { NodeGroupConfig, Taint } from "../config/stack.generated";

/** Taint that keeps pods without a GPU off GPU nodes; what NVIDIA's device plugin and EKS's GPU guides use. */
const GPU_TAINT: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };

/** The node pool of a fleet's group, `<fleet>-<capacity>`; `undefined` outside the fleets. */
export function nodePool(group: Pick<NodeGroupConfig, "fleet" | "capacity">): string | undefined {
  return group.fleet === undefined ? undefined : `${group.fleet}-${group.capacity}`;
}

/**
 * Label that tells the Cluster Autoscaler to wait for a node's device plugin before it counts the node as one without
 * GPUs.
 */
const ACCELERATOR_LABEL = "k8s.amazonaws.com/accelerator";

/** The label by which NVIDIA's device plugin chooses its nodes. */
export const DEVICE_PLUGIN_LABEL = "nvidia.com/gpu.present";

/** Whether a group's nodes have GPUs and an AMI that does not offer them to pods: Bottlerocket's has the device plugin built in. */
export function lacksDevicePlugin({ amiType }: Pick<NodeGroupConfig, "amiType">): boolean {
  switch (amiType) {
    case "AL2023_x86_64_NVIDIA":
      return true;
    case "AL2023_x86_64_STANDARD":
    case "BOTTLEROCKET_x86_64":
    case "BOTTLEROCKET_x86_64_NVIDIA":
      return false;
    default:
      return amiType satisfies never;
  }
}

/** Labels of a group's nodes. */
export function nodeLabels(group: NodeGroupConfig): Record<string, string> {
  const pool = nodePool(group);
  return {
    ...(pool === undefined ? {} : { [profiles.nodePoolLabel]: pool }),
    ...(group.fleet === "gpu" ? { [ACCELERATOR_LABEL]: "nvidia" } : {}),
    ...(lacksDevicePlugin(group) ? { [DEVICE_PLUGIN_LABEL]: "true" } : {}),
    ...group.labels,
  };
}

/** Taints of a group's nodes. */
export function nodeTaints(group: NodeGroupConfig): Taint[] {
  const pool = nodePool(group);
  return [
    ...(pool === undefined ? [] : [{ key: profiles.nodePoolLabel, value: pool, effect: "NoSchedule" } satisfies Taint]),
    ...(group.fleet === "gpu" ? [GPU_TAINT] : []),
    ...group.taints,
  ];
}

/** Whether pods without tolerations run in the group. The system's own pods need such a group. */
export function admitsEveryPod(group: NodeGroupConfig): boolean {
  return nodeTaints(group).length === 0;
}
