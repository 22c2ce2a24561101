import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy } from "../shared/policy";
import { named, type TagMap } from "../../platform/tags";
import { bucketArn, bucketName } from "../../platform/names/airflow";

/** Days that replaced and deleted versions of objects are kept: long enough to notice a bad deployment. */
const OLD_VERSION_DAYS = 90;

/** Days after which the parts of an upload that never ended are deleted. */
const INCOMPLETE_UPLOAD_DAYS = 7;

export interface BucketArgs {
  readonly environment: string;
  readonly account: Account;
  readonly key: aws.kms.Key;
  readonly tags: TagMap;
}

/** The bucket that MWAA reads from, with what MWAA checks before it accepts it. */
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
    { bucket: name, tags: named(args.tags, name) },
    // It holds every DAG and their history: never deleted by an ordinary update, and kept when it leaves the program.
    { ...opts, protect: true, retainOnDelete: true },
  );
  // A bucket that is kept keeps what guards it. The rules that delete old versions go: what is left is history.
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
    // AWS accepts rules about old versions only once there can be some.
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
        // A denial has to name everything; as a permission this would be a mistake.
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    },
    { ...kept, dependsOn: [publicAccessBlock] },
  );
  return { bucket, settings: [publicAccessBlock, versioning, encryption] };
}
