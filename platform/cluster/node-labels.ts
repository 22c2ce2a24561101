import profiles from "../../dags/analytical_platform_airflow/data/compute_profiles.json";
import type { NodeGroupConfig, Taint } from "../config/stack.generated";
import { LABEL_PREFIX } from "../names/kubernetes";

/** Taint that keeps pods without a GPU off GPU nodes; what NVIDIA's device plugin and EKS's GPU guides use. */
const GPU_TAINT: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };

/** Key of the taint of a draining group. */
export const DRAINING_TAINT_KEY = `${LABEL_PREFIX}/draining`;

/**
 * Taint of a group that takes no further pods. It needs a value: the Cluster Autoscaler leaves out a taint without one
 * (`getManagedNodegroupInfo` in
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/aws_wrapper.go), and would start
 * nodes there that its pods cannot use.
 */
const DRAINING_TAINT: Taint = { key: DRAINING_TAINT_KEY, value: "true", effect: "NoSchedule" };

/** Nodes of one kind: a node group, or a pool of Karpenter's. */
export type Nodes = Pick<NodeGroupConfig, "fleet" | "capacity" | "amiType" | "labels" | "taints"> &
  Partial<Pick<NodeGroupConfig, "draining">>;

/** Fleet and capacity of nodes, `<fleet>-<capacity>`; `undefined` outside the fleets. */
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

/** Labels of the nodes of a group or pool. */
export function nodeLabels(group: Nodes): Record<string, string> {
  const pool = nodePool(group);
  return {
    ...(pool === undefined ? {} : { [profiles.nodePoolLabel]: pool }),
    ...(group.fleet === "gpu" ? { [ACCELERATOR_LABEL]: "nvidia" } : {}),
    ...(lacksDevicePlugin(group) ? { [DEVICE_PLUGIN_LABEL]: "true" } : {}),
    ...group.labels,
  };
}

/** Taints of the nodes of a group or pool. */
export function nodeTaints(group: Nodes): Taint[] {
  const pool = nodePool(group);
  return [
    ...(pool === undefined ? [] : [{ key: profiles.nodePoolLabel, value: pool, effect: "NoSchedule" } satisfies Taint]),
    ...(group.fleet === "gpu" ? [GPU_TAINT] : []),
    ...group.taints,
    ...(group.draining === true ? [DRAINING_TAINT] : []),
  ];
}

/** Whether pods without tolerations run in the group. The system's own pods need such a group. */
export function admitsEveryPod(group: Nodes): boolean {
  return nodeTaints(group).length === 0;
}
