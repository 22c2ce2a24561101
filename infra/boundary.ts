import type * as pulumi from "@pulumi/pulumi";

import { type AccountName, boundaryName } from "./delivery/names";
import type { StackConfig } from "./config/stack.generated";
import type { Providers } from "./providers";

/** ARN of the boundary that the configuration names for the roles of an account; without one, infra/delivery makes it. */
export function configuredBoundary(
  { delivery, workflows }: Pick<StackConfig, "delivery" | "workflows">,
  account: AccountName,
): string | undefined {
  return account === "compute" ? delivery.computeRolesBoundaryArn : workflows.permissionsBoundaryArn;
}

/** Permissions boundary of every role, and user, that the program makes in an account. */
export function madeRolesBoundary(environment: string, config: StackConfig, account: AccountName): string {
  return (
    configuredBoundary(config, account) ??
    `arn:aws:iam::${config.accounts[account].id}:policy/${boundaryName(environment, account)}`
  );
}

const BOUNDED = ["aws:iam/role:Role", "aws:iam/user:User"];

/**
 * Gives every role and user of the stack the boundary of its account: whoever deploys may make none without it. Roles of
 * the data account name its provider themselves; all others are the compute account's.
 */
export function withBoundaries(
  environment: string,
  config: StackConfig,
  providers: Providers,
): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    if (!BOUNDED.includes(type)) {
      return undefined;
    }
    const account = (opts as pulumi.CustomResourceOptions).provider === providers.data ? "data" : "compute";
    return {
      props: { ...(props as object), permissionsBoundary: madeRolesBoundary(environment, config, account) },
      opts,
    };
  };
}
