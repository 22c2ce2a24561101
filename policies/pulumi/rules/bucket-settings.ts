import { isBucket } from "./buckets";
import type { PolicedResource, StackRule } from "./rule";

/** Resources that complete a bucket, by type, with the gap in AWS's own default. */
const SETTINGS: Readonly<Record<string, string>> = {
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "may become public: add an aws.s3.BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "is encrypted with AWS's key: add an aws.s3.BucketServerSideEncryptionConfiguration with a key of our own",
  "aws:s3/bucketVersioning:BucketVersioning": "loses what is overwritten: add an aws.s3.BucketVersioning",
};

/** The rule "each bucket has its settings"; each setting is a separate resource. */
export const bucketSettings: StackRule = {
  name: "bucket-settings",
  description: "Every bucket has a public access block, encryption with a customer-managed key, and versions.",
  checkStack: (resources) =>
    resources.filter(isBucket).flatMap(({ urn }) =>
      Object.entries(SETTINGS)
        .filter(([type]) => !resources.some((setting) => setting.type === type && belongsTo(setting, urn)))
        .map(([, message]) => ({ urn, property: "bucket", message: `${message}, whose bucket is this bucket's id` })),
    ),
};

/** Compares by dependency: a setting names its bucket by an output, and names are unknown before the first update. */
function belongsTo(setting: PolicedResource, bucketUrn: string): boolean {
  return setting.dependsOn.includes(bucketUrn);
}
