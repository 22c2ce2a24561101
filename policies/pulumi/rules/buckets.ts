import type { PolicedResource } from "./rule";
import { RESOURCE_TYPES, resourceType } from "../../../platform/resource-types/resource-types";

/** Whether a resource is a bucket; the AWS provider has two types for buckets. */
export function isBucket({ type }: PolicedResource): boolean {
  return resourceType(type) === RESOURCE_TYPES["aws:s3/bucket:Bucket"];
}
