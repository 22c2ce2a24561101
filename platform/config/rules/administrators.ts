import type { Finding } from "../../../diagnostics/problem";
import { deliveryRoleArn } from "../../names/delivery";
import type { StackConfig } from "../stack.generated";

/**
 * Whoever creates a cluster becomes its administrator (the component of @pulumi/eks asks for that), and EKS refuses a second
 * entry for a role. A warning only: once the cluster exists another role may come to deploy, and that one needs its entry.
 */
export function administratorFindings(environment: string, { accounts, cluster }: StackConfig): Finding[] {
  const deployer = deliveryRoleArn(environment, "apply", "compute", accounts);
  return cluster.administratorRoleArns.flatMap((arn, index) =>
    arn === deployer
      ? [
          {
            severity: "warning" as const,
            code: "deployer-is-administrator",
            path: ["cluster", "administratorRoleArns", index],
            message:
              `${arn} deploys (infra/delivery): where it creates the cluster EKS makes it an administrator ` +
              "by itself, and refuses a second entry for it: leave it out, unless another role created the cluster",
          },
        ]
      : [],
  );
}
