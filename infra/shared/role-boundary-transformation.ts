import type * as pulumi from "@pulumi/pulumi";

import { roleBoundaryArn } from "../../platform/names/role-boundary";
import type { StackConfig } from "../../platform/config/stack.generated";
import type { Providers } from "./providers";
import { resourceType } from "../../platform/resource-types/resource-types";

/**
 * Gives every role and user of the stack the boundary of its account, without which delivery may not create it.
 * Resources of the data account name that account's provider; all others belong to the compute account.
 */
export function withBoundaries(
  environment: string,
  config: StackConfig,
  providers: Providers,
): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    if (resourceType(type)?.permissionsBoundary !== true) {
      return undefined;
    }
    const account = (opts as pulumi.CustomResourceOptions).provider === providers.data ? "data" : "compute";
    return {
      props: { ...(props as object), permissionsBoundary: roleBoundaryArn(environment, config, account) },
      opts,
    };
  };
}
