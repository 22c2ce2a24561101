import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** What has to hold of permissions boundaries. */
export function boundaryFindings({ accounts, delivery, workflows }: StackConfig): Finding[] {
  const { permissionsBoundaryArns: own } = delivery;
  const boundaries = [
    ["compute", ["delivery", "permissionsBoundaryArns", "compute"], own?.compute],
    ["data", ["delivery", "permissionsBoundaryArns", "data"], own?.data],
    ["compute", ["delivery", "computeRolesBoundaryArn"], delivery.computeRolesBoundaryArn],
    ["data", ["workflows", "permissionsBoundaryArn"], workflows.permissionsBoundaryArn],
  ] as const;
  return [
    ...boundaries.flatMap(([account, path, arn]) => {
      const owner = arn?.split(":")[4];
      return owner === undefined || owner === "aws" || owner === accounts[account].id
        ? []
        : [
            broken(
              "boundary-of-another-account",
              [...path],
              `${String(arn)} is not a policy of account ${accounts[account].id} (accounts.${account}.id), and IAM takes no other: write one of that account`,
            ),
          ];
    }),
    ...namedPolicyFindings(workflows),
  ];
}

/** What a named policy permits is not known here, so this cannot be an error. */
function namedPolicyFindings({ namedPolicies = [], permissionsBoundaryArn }: StackConfig["workflows"]): Finding[] {
  return namedPolicies.length === 0 || permissionsBoundaryArn !== undefined
    ? []
    : [
        {
          severity: "warning",
          code: "named-policies-within-boundary",
          path: ["workflows", "namedPolicies"],
          message:
            "the boundary that infra/delivery makes permits what manifests can ask for and no more: what else these policies permit has " +
            "no effect until workflows.permissionsBoundaryArn names a boundary that permits it",
        },
      ];
}
