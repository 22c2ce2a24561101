import * as aws from "@pulumi/aws";

import type { Accounts, DataAccount } from "../../platform/config/stack.generated";
import type { TagMap } from "../../platform/tags";

/** One explicit provider for each of the two accounts; default providers are disabled in the configuration. */
export interface Providers {
  /** VPC, EKS and MWAA. */
  readonly compute: aws.Provider;
  /** The workflows' IAM roles and secrets. */
  readonly data: aws.Provider;
}

/** Both providers, also where the two accounts are the same one: what belongs where stays visible. */
export function createProviders(accounts: Accounts, tags: TagMap): Providers {
  return {
    compute: createProvider("compute", accounts.compute, tags),
    data: createProvider("data", accounts.data, tags),
  };
}

function createProvider(name: string, account: DataAccount, tags: TagMap): aws.Provider {
  return new aws.Provider(name, {
    region: account.region,
    // Credentials of another account fail at once, before anything lands in the wrong place.
    allowedAccountIds: [account.id],
    // Not a role's ARN: plan and deployment are different roles, and would each find the other's in the state.
    ...(account.profile === undefined ? {} : { profile: account.profile }),
    // Resources state their tags themselves; this catches what a component of another package makes.
    defaultTags: { tags: { ...tags } },
  });
}
