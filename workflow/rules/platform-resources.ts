import { type S3Key, S3_KEYS } from "../iam/keys";
import { isS3PathFault, parseS3Path } from "../iam/s3-path";
import type { PlatformResources } from "../../platform/workflow-settings";
import { error, type Rule } from "./rule";

/** S3 keys that grant; what is denied takes nothing from the platform. */
const GRANTING = S3_KEYS.filter((key) => key !== "s3_deny");

/**
 * No workflow reaches what the platform itself lives on: who writes to the bucket of DAG objects runs as every workflow, and
 * who reads Pulumi's state knows every name. Where compute and data account are one, nothing else would stop it.
 */
export const platformStaysApart: Rule = ({ iam = {} }, { environment }) => {
  const { platform } = environment.settings;
  return [
    ...GRANTING.flatMap((key) =>
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
  return `"${text}" is the platform's own, where all workflows' DAGs or Pulumi's state are kept; write ${instead} of your team in iam.${key}`;
}
