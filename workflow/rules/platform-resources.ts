import { GRANTING_S3_KEYS, type S3Key } from "../iam/keys";
import { isS3PathFault, parseS3Path } from "../iam/s3-path";
import type { PlatformResources } from "../../platform/workflow-settings";
import { error, type Rule } from "./rule";

/**
 * No workflow reaches the platform's own buckets and keys, in any environment. Anyone who can write to a bucket of DAG
 * objects can run code as every workflow, and Pulumi's state has every name. If one account is both the compute and the
 * data account, only this rule prevents access. `s3_deny` grants nothing, so it may name these buckets.
 */
export const platformStaysApart: Rule = ({ iam = {} }, { environment }) => {
  const { platform } = environment.settings;
  return [
    ...GRANTING_S3_KEYS.flatMap((key) =>
      (iam[key] ?? []).flatMap((text, index) =>
        isOfPlatform(text, platform)
          ? [error("platform-bucket", ["iam", key, index], advice(text, key, "bucket/prefix/*"))]
          : [],
      ),
    ),
    ...(iam.kms ?? []).flatMap((arn, index) =>
      platform.keyArns.includes(arn)
        ? [error("platform-key", ["iam", "kms", index], advice(arn, "kms", "the ARN of a key"))]
        : [],
    ),
  ];
};

function isOfPlatform(text: string, { buckets }: PlatformResources): boolean {
  const path = parseS3Path(text);
  return !isS3PathFault(path) && buckets.includes(path.bucket);
}

function advice(text: string, key: S3Key | "kms", instead: string): string {
  return `"${text}" belongs to the platform, which keeps the DAGs of all workflows or Pulumi's state there; write ${instead} of your team in iam.${key}`;
}
