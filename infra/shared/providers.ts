import * as aws from "@pulumi/aws";

import type { Accounts, DataAccount } from "../../platform/config/stack.generated";
import type { TagMap } from "../../platform/tags";

/** One explicit provider for each of the two accounts. The configuration disables default providers. */
export interface Providers {
  /** VPC, EKS and MWAA. */
  readonly compute: aws.Provider;
  /** The workflows' IAM roles and secrets. */
  readonly data: aws.Provider;
}

/** Creates both providers, even if the two accounts are the same, so that each resource still names its account. */
export function createProviders(accounts: Accounts, tags: TagMap): Providers {
  return {
    compute: createProvider("compute", accounts.compute, tags),
    data: createProvider("data", accounts.data, tags),
  };
}

function createProvider(name: string, account: DataAccount, tags: TagMap): aws.Provider {
  return new aws.Provider(name, {
    region: account.region,
    // Credentials of another account fail at once, before they create anything in the wrong place.
    allowedAccountIds: [account.id],
    // Plan and deployment use different roles. A role's ARN in the state would differ in each of their previews.
    ...(account.profile === undefined ? {} : { profile: account.profile }),
    // A transformation tags the program's own resources. These reach the resources inside a component of another package.
    defaultTags: { tags: { ...tags } },
  });
}
