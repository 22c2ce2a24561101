import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Accounts } from "../config/stack.generated";
import type { Providers } from "../providers";
import { named, type TagMap } from "../tags";
import { clusterName } from "./names";

/** The cluster as an identity provider of one account. */
export interface OidcProvider {
  readonly arn: pulumi.Output<string>;
  /** Issuer without `https://`: the prefix of condition keys in trust policies. */
  readonly issuer: pulumi.Output<string>;
  /** What roles that trust the provider depend on. */
  readonly resource: pulumi.Resource;
}

export interface DataAccountOidcProviderArgs {
  readonly environment: string;
  readonly accounts: Accounts;
  readonly compute: OidcProvider;
  readonly providers: Providers;
  readonly tags: TagMap;
}

/**
 * Registers the cluster's issuer in the data account, so that pods assume the roles there directly. Where both accounts
 * are the same the cluster's own registration serves: an account takes each issuer once.
 */
export function createDataAccountOidcProvider(
  args: DataAccountOidcProviderArgs,
  opts: pulumi.CustomResourceOptions,
): OidcProvider {
  if (args.accounts.compute.id === args.accounts.data.id) {
    return args.compute;
  }
  const resource = new aws.iam.OpenIdConnectProvider(
    "data-account",
    {
      url: pulumi.interpolate`https://${args.compute.issuer}`,
      clientIdLists: ["sts.amazonaws.com"],
      tags: named(args.tags, clusterName(args.environment)),
    },
    { ...opts, provider: args.providers.data },
  );
  return { arn: resource.arn, issuer: args.compute.issuer, resource };
}

/** Trust policy that admits the pods of one service account, and no other. */
export function serviceAccountTrust(provider: OidcProvider, namespace: string, name: string): pulumi.Output<string> {
  return pulumi.all([provider.arn, provider.issuer]).apply(([arn, issuer]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ServiceAccount",
          Effect: "Allow",
          Principal: { Federated: arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: "sts.amazonaws.com",
              [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
            },
          },
        },
      ],
    }),
  );
}
