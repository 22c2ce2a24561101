import type { Account } from "../../platform/config/stack.generated";

/** Roles of Airflow's user interface, as the policies' names have them. */
export const UI_ROLES = ["admin", "op", "user", "viewer"] as const;

export type UiRole = (typeof UI_ROLES)[number];

/** Whether a word is one of the user interface's roles. */
export function isUiRole(word: string): word is UiRole {
  return UI_ROLES.some((role) => role === word);
}

/** ARN of the policy that gives access as a role, which `pulumi up` creates in the compute account. */
export function uiPolicyArn(environment: string, role: UiRole, { id }: Pick<Account, "id">): string {
  return `arn:aws:iam::${id}:policy/airflow-${environment}-ui-${role}`;
}
