import type { Finding } from "../../../diagnostics/problem";
import { deliveryRoleArn } from "../../names/delivery";
import type { StackConfig } from "../stack.generated";
import { warning } from "./finding";

/**
 * Warns if `administratorRoleArns` names the role that deploys. The role that creates a cluster becomes its
 * administrator (the component of @pulumi/eks requests that), and EKS refuses a second entry for a role. This is not an
 * error, because another role may deploy later, and that role needs its entry.
 */
export function administratorFindings(environment: string, { accounts, cluster }: StackConfig): Finding[] {
  const deployer = deliveryRoleArn(environment, "apply", "compute", accounts);
  return cluster.administratorRoleArns.flatMap((arn, index) =>
    arn === deployer
      ? [
          warning(
            "deployer-is-administrator",
            ["cluster", "administratorRoleArns", index],
            `${arn} deploys (infra/delivery): where it creates the cluster EKS makes it an administrator ` +
              "by itself, and refuses a second entry for it: leave it out, unless another role created the cluster",
          ),
        ]
      : [],
  );
}
