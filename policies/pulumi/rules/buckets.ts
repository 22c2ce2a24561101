import type { PolicedResource } from "./rule";

/** Whether a resource is a bucket; the AWS provider has two spellings of it. */
export function isBucket({ type }: PolicedResource): boolean {
  return type === "aws:s3/bucket:Bucket" || type === "aws:s3/bucketV2:BucketV2";
}
