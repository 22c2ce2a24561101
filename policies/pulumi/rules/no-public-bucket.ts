import { isBucket } from "./buckets";
import type { PolicedResource, ResourceRule, Violation } from "./rule";

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Canned ACLs that admit principals outside the account. */
const PUBLIC_GRANTS = ["authenticated-read", "public-read", "public-read-write"];

const WITH_GRANTS = [
  "aws:s3/bucketAcl:BucketAcl",
  "aws:s3/bucketAclV2:BucketAclV2",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
];

/** The rule "no bucket and no object is public". */
export const noPublicBucket: ResourceRule = {
  name: "no-public-bucket",
  description: "No bucket and no object is public, and each public access block blocks everything.",
  check: (resource) => [...openBlocks(resource), ...publicGrants(resource)],
};

function openBlocks({ type, inputs }: PolicedResource): Violation[] {
  return type === "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    ? BLOCKS.filter((block) => inputs[block] !== true).map((block) => ({
        property: block,
        message: `leaves a way to make the bucket public: write ${block}: true`,
      }))
    : [];
}

function publicGrants(resource: PolicedResource): Violation[] {
  if (!isBucket(resource) && !WITH_GRANTS.includes(resource.type)) {
    return [];
  }
  const { acl } = resource.inputs;
  return PUBLIC_GRANTS.some((grant) => grant === acl)
    ? [{ property: "acl", message: `${String(acl)} admits others: leave acl out, and grant access in a policy` }]
    : [];
}
