import type { Finding } from "../../../diagnostics/problem";
import type { AccountName } from "../../names/delivery";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** Start of the names of policies that deployments may change. */
const CHANGEABLE = ":policy/airflow-";

/** Rules for permissions boundaries: a boundary belongs to the account of its roles, and no deployment may change it. */
export function boundaryFindings({ accounts, delivery, workflows }: StackConfig): Finding[] {
  const { permissionsBoundaryArns: own } = delivery;
  const boundaries = [
    ["compute", ["delivery", "permissionsBoundaryArns", "compute"], own.compute],
    ["data", ["delivery", "permissionsBoundaryArns", "data"], own.data],
    ["compute", ["delivery", "computeRolesBoundaryArn"], delivery.computeRolesBoundaryArn],
    ["data", ["workflows", "permissionsBoundaryArn"], workflows.permissionsBoundaryArn],
  ] as const;
  return boundaries.flatMap(([account, path, arn]) =>
    arn === undefined ? [] : findingsOf(arn, accounts[account].id, account, path),
  );
}

function findingsOf(arn: string, id: string, account: AccountName, path: readonly string[]): Finding[] {
  const owner = arn.split(":")[4];
  return [
    ...(owner === "aws" || owner === id
      ? []
      : [
          broken(
            "boundary-of-another-account",
            path,
            `${arn} is not a policy of account ${id} (accounts.${account}.id), and IAM takes no other: write one of that account`,
          ),
        ]),
    ...(arn.includes(CHANGEABLE)
      ? [
          broken(
            "boundary-that-deployments-change",
            path,
            `${arn} starts with airflow-, and deployments may change policies of such names: give the boundary another name`,
          ),
        ]
      : []),
  ];
}
