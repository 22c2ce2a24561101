import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { deliveryKeyStatements } from "../../platform/delivery/kms";
import { policy, type Statement } from "./policy";

/**
 * Actions of the account itself on a key: all that KMS offers for a symmetric key with its own material. A wildcard
 * would also admit actions that KMS adds later. Without this statement nobody could change the key's policy again, and
 * no IAM policy of the account can allow an action that is not in it.
 */
export const ACCOUNT_ACTIONS: readonly string[] = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GetKeyLastUsage",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:ReplicateKey",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:SynchronizeMultiRegionKey",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
];

/** Actions that CloudWatch Logs needs on a key that encrypts log groups. */
const LOGS_ACTIONS = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

export interface KmsKeyArgs {
  /** Description of the data that the key encrypts. */
  readonly description: string;
  /** Name of the alias, without `alias/`. */
  readonly alias: string;
  /** The environment, whose deploying role may change the key. */
  readonly environment: string;
  /** Account that owns the key. */
  readonly accountId: string;
  /** Whether the key may have replicas in other regions. Default: false. */
  readonly multiRegion?: boolean;
  /** Further statements of the key policy. There, the resource `*` means the key itself. */
  readonly statements?: readonly Statement[];
}

/** A customer-managed key that rotates every year, and its alias. */
export function createKmsKey(name: string, args: KmsKeyArgs, opts: pulumi.CustomResourceOptions): aws.kms.Key {
  const key = new aws.kms.Key(
    name,
    {
      description: args.description,
      enableKeyRotation: true,
      multiRegion: args.multiRegion ?? false,
      deletionWindowInDays: 30,
      policy: policy(
        {
          Sid: "Account",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${args.accountId}:root` },
          Action: ACCOUNT_ACTIONS,
          Resource: "*",
        },
        ...deliveryKeyStatements(args.environment, args.accountId),
        ...(args.statements ?? []),
      ),
      tags: { Name: args.alias },
    },
    // Without the key its data is lost. No ordinary update deletes it, and AWS keeps it when it leaves the program.
    { ...opts, protect: true, retainOnDelete: true },
  );
  new aws.kms.Alias(name, { name: `alias/${args.alias}`, targetKeyId: key.keyId }, opts);
  return key;
}

/** Lets CloudWatch Logs encrypt the named log groups of one account, and no other. */
export function logGroupsStatement(
  region: string,
  accountId: string,
  ...logGroupNames: readonly [string, ...string[]]
): Statement {
  const arn = (name: string): string => `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
  const [first, ...others] = logGroupNames;
  return {
    Sid: "CloudWatchLogs",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: LOGS_ACTIONS,
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": others.length === 0 ? arn(first) : logGroupNames.map(arn),
      },
    },
  };
}
