import type * as pulumi from "@pulumi/pulumi";

import type { AccountName } from "./delivery/names";
import type { StackConfig } from "./config/stack.generated";
import type { Providers } from "./providers";

/** Permissions boundary of every role that the program makes in an account, where the configuration names one. */
export function madeRolesBoundary(
  { delivery, workflows }: Pick<StackConfig, "delivery" | "workflows">,
  account: AccountName,
): string | undefined {
  return account === "compute" ? delivery.computeRolesBoundaryArn : workflows.permissionsBoundaryArn;
}

/**
 * Gives every role of the stack the boundary of its account: whoever deploys may make none without it. Roles of the
 * data account name its provider themselves; all others are the compute account's.
 */
export function withBoundaries(
  config: Pick<StackConfig, "delivery" | "workflows">,
  providers: Providers,
): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    if (type !== "aws:iam/role:Role") {
      return undefined;
    }
    const account = (opts as pulumi.CustomResourceOptions).provider === providers.data ? "data" : "compute";
    const permissionsBoundary = madeRolesBoundary(config, account);
    return permissionsBoundary === undefined
      ? undefined
      : { props: { ...(props as object), permissionsBoundary }, opts };
  };
}
