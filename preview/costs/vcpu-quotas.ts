import { instanceType } from "../../platform/cluster/instance-types";
import type { ClusterConfig } from "../../platform/config/stack.generated";

/** EC2's quotas of vCPUs for a region, by capacity and kind. */
export const VCPU_QUOTAS = {
  "on-demand standard": "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
  "spot standard": "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
  "on-demand gpu": "Running On-Demand G and VT instances",
  "spot gpu": "All G and VT Spot Instance Requests",
} as const;

/** Key of a quota. */
export type VcpuQuota = keyof typeof VCPU_QUOTAS;

/** vCPUs that the groups and pools would have with all their nodes, by the quota that they count against. */
export function mostVcpus({
  nodeGroups,
  nodePools,
}: Pick<ClusterConfig, "nodeGroups" | "nodePools">): Record<VcpuQuota, number> {
  const most = { "on-demand standard": 0, "spot standard": 0, "on-demand gpu": 0, "spot gpu": 0 };
  for (const { fleet, capacity, maxVcpu } of Object.values(nodePools)) {
    most[`${capacity} ${fleet === "gpu" ? "gpu" : "standard"}`] += maxVcpu;
  }
  for (const { capacity, instanceTypes, maxSize } of Object.values(nodeGroups)) {
    const type = instanceType(instanceTypes[0]);
    const quota = `${capacity} ${(type?.gpus ?? 0) > 0 ? "gpu" : "standard"}` as const;
    most[quota] += maxSize * (type?.vcpu ?? 0);
  }
  return most;
}
