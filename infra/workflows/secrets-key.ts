import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { platformPrincipals } from "../../platform/iam/platform-principals";
import { secretsKeyName } from "../../platform/names/workflow";
import type { Account } from "../../platform/config/stack.generated";
import { createKmsKey } from "../shared/kms-key";
import type { Statement } from "../shared/policy";

/** The key of the workflows' secrets, in the data account's region and in the region of their replicas. */
export interface SecretsKey {
  readonly arn: pulumi.Output<string>;
  readonly replicaArn: pulumi.Output<string>;
}

/** Arguments of the key. */
export interface SecretsKeyArgs {
  readonly environment: string;
  /** The data account. */
  readonly account: Account;
  readonly replicaRegion: string;
}

/**
 * Creates one multi-region key for all secrets of an environment, so that a replica stays readable if the original's
 * region fails.
 */
export function createSecretsKey(args: SecretsKeyArgs, opts: pulumi.CustomResourceOptions): SecretsKey {
  const { environment, account, replicaRegion: region } = args;
  const alias = secretsKeyName(environment);
  const description = `Secrets of the workflows of ${environment}`;
  const primary = createKmsKey(
    "workflow-secrets",
    {
      description,
      alias,
      environment,
      accountId: account.id,
      multiRegion: true,
      statements: [throughSecretsManager(account, region)],
    },
    opts,
  );
  const replica = new aws.kms.ReplicaKey(
    "workflow-secrets-replica",
    {
      region,
      primaryKeyArn: primary.arn,
      description: `${description}, replicated`,
      policy: primary.policy,
      deletionWindowInDays: 30,
      tags: { Name: alias },
    },
    // Without their key, replicated secrets are lost.
    { ...opts, protect: true, retainOnDelete: true },
  );
  new aws.kms.Alias("workflow-secrets-replica", { region, name: `alias/${alias}`, targetKeyId: replica.keyId }, opts);
  return { arn: primary.arn, replicaArn: replica.arn };
}

/**
 * Lets whoever may use a secret use the key through Secrets Manager, and not otherwise: a secret's own policy, which names
 * its maintainers, cannot grant rights on the key. The platform's own roles have policies that name the key.
 */
function throughSecretsManager(account: Account, replicaRegion: string): Statement {
  return {
    Sid: "SecretsManager",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:CallerAccount": account.id,
        "kms:ViaService": [account.region, replicaRegion].map((region) => `secretsmanager.${region}.amazonaws.com`),
      },
      ArnNotLike: { "aws:PrincipalArn": platformPrincipals(account.id) },
    },
  };
}
