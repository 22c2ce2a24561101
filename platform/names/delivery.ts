import type { Accounts } from "../config/stack.generated";

/** Name of one of the two accounts. */
export type AccountName = keyof Accounts;

export const ACCOUNTS: readonly AccountName[] = ["compute", "data"];

/** Purposes of GitHub's roles: to plan a deployment, or to deploy. */
export const ACCESSES = ["plan", "apply"] as const;

export type Access = (typeof ACCESSES)[number];

/** Name of the roles' Pulumi project, whose state is separate from the environment's. */
export const DELIVERY_PROJECT = "analytical-platform-airflow-delivery";

/** Issuer of GitHub's tokens, as IAM names the provider. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/**
 * Start of the names of all roles and policies of delivery. They may change `airflow-<environment>-*`, and so not
 * themselves.
 */
export const DELIVERY_PREFIX = "analytical-platform-airflow-";

/** Name of a role that GitHub works as: in the compute account, which GitHub comes to first, or in the data account. */
export function deliveryRoleName(environment: string, access: Access, account: AccountName): string {
  return deliveryName(environment, access, account);
}

export function deliveryRoleArn(environment: string, access: Access, account: AccountName, accounts: Accounts): string {
  return `arn:aws:iam::${accounts[account].id}:role/${deliveryRoleName(environment, access, account)}`;
}

/** Name of the policy that limits the roles and users of the environment's program in an account, unless another is configured. */
export function boundaryName(environment: string, account: AccountName): string {
  return deliveryName(environment, "boundary", account);
}

function deliveryName(environment: string, purpose: Access | "boundary", account: AccountName): string {
  return `${DELIVERY_PREFIX}${environment}-${purpose}${account === "data" ? "-data" : ""}`;
}

/** GitHub environment whose jobs may assume the role; the workflows of `.github` name it. */
export function githubEnvironment(environment: string, access: Access): string {
  return access === "apply" ? environment : `${environment}-plan`;
}
