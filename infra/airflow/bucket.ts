import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy } from "../shared/policy";
import { bucketArn, bucketName } from "../../platform/names/airflow";

/**
 * Days that replaced versions of objects are kept: long enough to notice a bad deployment. When an object leaves the program, the
 * provider deletes all its versions (resourceObjectDelete in
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/s3/object.go).
 */
const OLD_VERSION_DAYS = 90;

/** Days after which AWS deletes the parts of an unfinished upload. */
const INCOMPLETE_UPLOAD_DAYS = 7;

export interface BucketArgs {
  readonly environment: string;
  readonly account: Account;
  readonly key: aws.kms.Key;
}

/** The bucket that MWAA reads from, with the settings that MWAA checks before it accepts the bucket. */
export interface AirflowBucket {
  readonly bucket: aws.s3.Bucket;
  /** Versioning, encryption and the public access block: objects and the environment depend on them. */
  readonly settings: readonly pulumi.Resource[];
}

export function createBucket(args: BucketArgs, opts: pulumi.CustomResourceOptions): AirflowBucket {
  const name = bucketName(args.environment, args.account);
  const arn = bucketArn(args.environment, args.account);
  const bucket = new aws.s3.Bucket(
    "airflow",
    { bucket: name, tags: { Name: name } },
    // The bucket holds every DAG and its replaced versions. No ordinary update deletes it, and AWS keeps it when it leaves the
    // program.
    { ...opts, protect: true, retainOnDelete: true },
  );
  // A bucket that stays keeps the settings that protect it. The rules that delete old versions go, so its history stays
  // too.
  const kept = { ...opts, retainOnDelete: true };
  const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
    "airflow",
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    kept,
  );
  const versioning = new aws.s3.BucketVersioning(
    "airflow",
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    kept,
  );
  const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
    "airflow",
    {
      bucket: bucket.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.key.arn },
          bucketKeyEnabled: true,
        },
      ],
    },
    kept,
  );
  new aws.s3.BucketOwnershipControls(
    "airflow",
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    kept,
  );
  new aws.s3.BucketLifecycleConfiguration(
    "airflow",
    {
      bucket: bucket.id,
      rules: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: OLD_VERSION_DAYS },
          abortIncompleteMultipartUpload: { daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS },
        },
      ],
    },
    // AWS accepts rules about old versions only for a versioned bucket.
    { ...opts, dependsOn: [versioning] },
  );
  new aws.s3.BucketPolicy(
    "airflow",
    {
      bucket: bucket.id,
      policy: policy({
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        // A denial has to name everything. In a permission this would be a mistake.
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    },
    { ...kept, dependsOn: [publicAccessBlock] },
  );
  return { bucket, settings: [publicAccessBlock, versioning, encryption] };
}
