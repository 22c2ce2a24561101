import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Accounts } from "../../platform/config/stack.generated";
import type { Providers } from "../shared/providers";
import { clusterName } from "../../platform/names/cluster";
import { serviceAccountSubject } from "../../platform/names/kubernetes";

/** The cluster as an identity provider of one account. */
export interface OidcProvider {
  readonly arn: pulumi.Output<string>;
  /** Issuer without `https://`: the prefix of condition keys in trust policies. */
  readonly issuer: pulumi.Output<string>;
  /** Resource that roles which trust the provider depend on. */
  readonly resource: pulumi.Resource;
}

export interface OidcProvidersArgs {
  readonly environment: string;
  readonly accounts: Accounts;
  /** The cluster's issuer, without `https://`. */
  readonly issuer: pulumi.Output<string>;
  /** The cluster: to depend on. */
  readonly cluster: pulumi.Resource;
  readonly providers: Providers;
}

/** The cluster as each account knows it. */
export interface OidcProviders {
  readonly compute: OidcProvider;
  readonly data: OidcProvider;
}

/**
 * Registers the cluster's issuer in both accounts, so that pods assume the roles of each directly. If both are the same
 * account, it registers once, because an account takes each issuer once. IAM looks up the issuer's certificate itself,
 * so no thumbprint depends on the network that Pulumi runs in.
 */
export function createOidcProviders(args: OidcProvidersArgs, opts: pulumi.CustomResourceOptions): OidcProviders {
  const { accounts, providers } = args;
  const compute = createOidcProvider("compute-account", args, { ...opts, provider: providers.compute });
  return {
    compute,
    data:
      accounts.compute.id === accounts.data.id
        ? compute
        : createOidcProvider("data-account", args, { ...opts, provider: providers.data }),
  };
}

function createOidcProvider(
  name: string,
  { environment, issuer, cluster }: OidcProvidersArgs,
  opts: pulumi.CustomResourceOptions,
): OidcProvider {
  const resource = new aws.iam.OpenIdConnectProvider(
    name,
    {
      url: pulumi.interpolate`https://${issuer}`,
      clientIdLists: ["sts.amazonaws.com"],
      tags: { Name: clusterName(environment) },
    },
    // A provider of an older cluster stays: deliveries delete none, as they cannot tell theirs from others'.
    { ...opts, dependsOn: [cluster], retainOnDelete: true },
  );
  return { arn: resource.arn, issuer, resource };
}

/** Trust policy that admits the pods of one service account only. */
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
              [`${issuer}:sub`]: serviceAccountSubject({ namespace, name }),
            },
          },
        },
      ],
    }),
  );
}
