import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/**
 * A node group exists for a while beside the one that it replaces, so one place has to stay free. Default and code of the quota:
 * https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html.
 */
export function quotaFindings({ cluster }: StackConfig): Finding[] {
  const { nodeGroups, nodeGroupQuota: quota } = cluster;
  const count = Object.keys(nodeGroups).length;
  return count < quota
    ? []
    : [
        broken(
          "too-many-node-groups",
          ["cluster", "nodeGroups"],
          `${count} node groups ${count > quota ? "are more than" : "leave no room beside"} the ${quota} that EKS lets a cluster ` +
            "have, and one that replaces another needs a place of its own: merge two, or ask AWS for more (Service Quotas, EKS, " +
            `L-6D54EA21) and write cluster.nodeGroupQuota: ${count + 10}`,
        ),
      ];
}
