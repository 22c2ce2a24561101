import type * as pulumi from "@pulumi/pulumi";

import { madeRolesBoundary } from "../../platform/boundary-arns";
import type { StackConfig } from "../../platform/config/stack.generated";
import type { Providers } from "./providers";
import { resourceType } from "../../platform/resource-types/resource-types";

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
    if (resourceType(type)?.permissionsBoundary !== true) {
      return undefined;
    }
    const account = (opts as pulumi.CustomResourceOptions).provider === providers.data ? "data" : "compute";
    return {
      props: { ...(props as object), permissionsBoundary: madeRolesBoundary(environment, config, account) },
      opts,
    };
  };
}
