import type { PermissionFamily } from "./context";
import { OBJECT_ACTIONS } from "./s3-object-actions";
import { bucketArn, isWholeBucket, listPrefixes, objectArns, type S3Path, s3Paths } from "./s3-path";
import { actionsOf, allow, deny, type IdentityStatement } from "../../platform/iam/statement";

const READ = actionsOf("s3", ["GetObject", "GetObjectTagging", "GetObjectVersion"]);

/** What writing one object takes, with the parts of a multipart upload. */
const WRITE = actionsOf("s3", ["AbortMultipartUpload", "DeleteObject", "ListMultipartUploadParts", "PutObject"]);

/** What writing adds where the workflow may read too. */
const CHANGE = actionsOf("s3", ["DeleteObjectVersion", "PutObjectTagging", "RestoreObject"]);

const LIST = ["s3:ListBucket"];

/** Listings that take a prefix, and so can be denied below one. */
const LISTINGS_BY_PREFIX = actionsOf("s3", ["ListBucket", "ListBucketVersions"]);

/** Listing of uploads in progress: AWS offers no `s3:prefix` for it, so it is a matter of the whole bucket. */
const LIST_UPLOADS = ["s3:ListBucketMultipartUploads"];

/** `s3_read_only`, `s3_read_write`, `s3_write_only` and `s3_deny`. */
export const s3Statements: PermissionFamily = ({ iam, settings }) => {
  const readOnly = s3Paths(iam.s3_read_only);
  const readWrite = s3Paths(iam.s3_read_write);
  const writeOnly = s3Paths(iam.s3_write_only);
  const wholeBucket = settings.workflows.wholeBucketListing;
  return [
    allow(READ, readOnly.flatMap(objectArns)),
    allow([...READ, ...WRITE, ...CHANGE], readWrite.flatMap(objectArns)),
    allow(WRITE, writeOnly.flatMap(objectArns)),
    allow(["s3:GetBucketLocation"], [...readOnly, ...readWrite].map(bucketArn)),
    ...[...readOnly, ...readWrite].map((path) => listing(path, wholeBucket)),
    allow(LIST_UPLOADS, readWrite.map(bucketArn)),
    ...s3Paths(iam.s3_deny).flatMap(denials),
  ];
};

function listing(path: S3Path, wholeBucket: boolean): IdentityStatement {
  // Without a condition where the whole bucket is meant: a listing of it may come without any prefix.
  return wholeBucket || isWholeBucket(path)
    ? allow(LIST, [bucketArn(path)])
    : allow(LIST, [bucketArn(path)], { StringLike: { "s3:prefix": listPrefixes(path) } });
}

function denials(path: S3Path): IdentityStatement[] {
  const objects = deny(OBJECT_ACTIONS, objectArns(path));
  return isWholeBucket(path)
    ? [objects, deny([...LISTINGS_BY_PREFIX, ...LIST_UPLOADS], [bucketArn(path)])]
    : [objects, deny(LISTINGS_BY_PREFIX, [bucketArn(path)], { StringLike: { "s3:prefix": listPrefixes(path) } })];
}
