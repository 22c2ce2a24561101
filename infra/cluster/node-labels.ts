import profiles from "../../dags/analytical_platform_airflow/data/compute_profiles.json";
import type { NodeGroupConfig, Taint } from "../config/stack.generated";

/** Taint that keeps pods without a GPU off GPU nodes; what NVIDIA's device plugin and EKS's GPU guides use. */
const GPU_TAINT: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };

/** The node pool of a fleet's group, `<fleet>-<capacity>`; undefined outside the fleets. */
export function nodePool(group: Pick<NodeGroupConfig, "fleet" | "capacity">): string | undefined {
  return group.fleet === undefined ? undefined : `${group.fleet}-${group.capacity}`;
}

/** Labels of a group's nodes. */
export function nodeLabels(group: NodeGroupConfig): Record<string, string> {
  const pool = nodePool(group);
  return { ...(pool === undefined ? {} : { [profiles.nodePoolLabel]: pool }), ...group.labels };
}

/** Taints of a group's nodes. */
export function nodeTaints(group: NodeGroupConfig): Taint[] {
  const pool = nodePool(group);
  return [
    ...(pool === undefined ? [] : [{ key: profiles.nodePoolLabel, value: pool, effect: "NoSchedule" } satisfies Taint]),
    ...(group.fleet === "gpu" ? [GPU_TAINT] : []),
    ...(group.taints ?? []),
  ];
}

/** Whether pods that tolerate nothing run here: the system's own need such a group. */
export function admitsEveryPod(group: NodeGroupConfig): boolean {
  return nodeTaints(group).length === 0;
}
