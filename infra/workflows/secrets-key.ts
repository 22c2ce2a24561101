import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createKmsKey } from "../kms-key";
import { named, type TagMap } from "../tags";

/** The key of the workflows' secrets, in the data account's region and in the one that secrets are replicated to. */
export interface SecretsKey {
  readonly arn: pulumi.Output<string>;
  readonly replicaArn: pulumi.Output<string>;
}

/** What the key of an environment's secrets is made from. */
export interface SecretsKeyArgs {
  readonly environment: string;
  readonly accountId: string;
  readonly replicaRegion: string;
  readonly tags: TagMap;
}

/** Alias of the key of an environment's secrets, without `alias/`: what the workflows' policies name. */
export function secretsKeyAlias(environment: string): string {
  return `airflow-${environment}-secrets`;
}

/** One multi-region key for all secrets of an environment, so that a replica can be read where the original cannot. */
export function createSecretsKey(args: SecretsKeyArgs, opts: pulumi.CustomResourceOptions): SecretsKey {
  const alias = secretsKeyAlias(args.environment);
  const key = createKmsKey(
    "workflow-secrets",
    { description: `Secrets of the workflows in ${args.environment}`, alias, accountId: args.accountId, tags: args.tags, multiRegion: true },
    opts,
  );
  const replica = new aws.kms.ReplicaKey(
    "workflow-secrets-replica",
    {
      region: args.replicaRegion,
      primaryKeyArn: key.arn,
      description: `Replicas of the secrets of the workflows in ${args.environment}`,
      policy: key.policy,
      deletionWindowInDays: 30,
      tags: named(args.tags, alias),
    },
    // Replicated secrets are lost with their key.
    { ...opts, protect: true, retainOnDelete: true },
  );
  new aws.kms.Alias("workflow-secrets-replica", { region: args.replicaRegion, name: `alias/${alias}`, targetKeyId: replica.keyId }, opts);
  return { arn: key.arn, replicaArn: replica.arn };
}
