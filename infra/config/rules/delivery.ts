import type { Finding } from "../../../workflow/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** What has to hold in `delivery`. */
export function deliveryFindings({ accounts, delivery }: StackConfig): Finding[] {
  const { permissionsBoundaryArns: own } = delivery;
  const boundaries = (
    [
      ["compute", ["permissionsBoundaryArns", "compute"], own?.compute],
      ["data", ["permissionsBoundaryArns", "data"], own?.data],
      ["compute", ["computeRolesBoundaryArn"], delivery.computeRolesBoundaryArn],
    ] as const
  ).flatMap(([account, path, arn]) => {
    const owner = arn?.split(":")[4];
    return owner === undefined || owner === "aws" || owner === accounts[account].id
      ? []
      : [
          broken(
            "boundary-of-another-account",
            ["delivery", ...path],
            `${String(arn)} is not a policy of account ${accounts[account].id} (accounts.${account}.id), and IAM takes no other: write one of that account`,
          ),
        ];
  });
  const [owner = ""] = delivery.repository.split("/");
  const prefix = delivery.subjectPrefix;
  return [
    ...boundaries,
    ...(prefix === undefined || prefix.toLowerCase().startsWith(`repo:${owner.toLowerCase()}`)
      ? []
      : [
          broken(
            "subject-of-another-owner",
            ["delivery", "subjectPrefix"],
            `${prefix} is not a subject of ${delivery.repository} (delivery.repository): write the one that GitHub shows for it, or leave it out for repo:${delivery.repository}`,
          ),
        ]),
    ...(delivery.branch.startsWith("refs/")
      ? [
          broken(
            "branch-is-a-ref",
            ["delivery", "branch"],
            `${delivery.branch} is a ref: write the branch's name, as ${delivery.branch.replace(/^refs\/(heads\/)?/, "")}`,
          ),
        ]
      : []),
  ];
}
