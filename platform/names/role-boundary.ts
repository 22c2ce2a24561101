import type { StackConfig } from "../config/stack.generated";
import { type AccountName, boundaryName } from "./delivery";

/**
 * ARN of the boundary that the configuration names for the roles of an account; `undefined` if infra/delivery creates
 * it.
 */
export function configuredRoleBoundary(
  { delivery, workflows }: Pick<StackConfig, "delivery" | "workflows">,
  account: AccountName,
): string | undefined {
  return account === "compute" ? delivery.computeRolesBoundaryArn : workflows.permissionsBoundaryArn;
}

/** ARN of the permissions boundary of every role and user that the program creates in an account. */
export function roleBoundaryArn(environment: string, config: StackConfig, account: AccountName): string {
  return (
    configuredRoleBoundary(config, account) ??
    `arn:aws:iam::${config.accounts[account].id}:policy/${boundaryName(environment, account)}`
  );
}
