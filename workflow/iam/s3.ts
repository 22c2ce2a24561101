import { isSwitchedOn } from "./configured";
import type { PermissionFamily } from "./context";
import { OBJECT_ACTIONS } from "./s3-object-actions";
import { bucketArn, isWholeBucket, listPrefixes, objectArns, type S3Path, s3Paths } from "./s3-path";
import { actionsOf, allow, deny, type IdentityStatement } from "../../platform/iam/statement";

const READ = actionsOf("s3", ["GetObject", "GetObjectTagging", "GetObjectVersion"]);

/** Actions that write one object, also in parts (a multipart upload). */
const WRITE = actionsOf("s3", ["AbortMultipartUpload", "DeleteObject", "ListMultipartUploadParts", "PutObject"]);

/** More actions for a workflow that may both read and write. */
const CHANGE = actionsOf("s3", ["DeleteObjectVersion", "PutObjectTagging", "RestoreObject"]);

/** Actions that `compatibility.objectAcls` adds for reading and for writing. */
const READ_ACLS = ["s3:GetObjectAcl"];
const WRITE_ACLS = ["s3:PutObjectAcl"];

/** Actions that `compatibility.writeOnlyPaths` adds to `s3_write_only`. */
const WRITE_ONLY_CHANGES = actionsOf("s3", ["DeleteObjectVersion", "RestoreObject"]);

const LOCATE = ["s3:GetBucketLocation"];
const LIST = ["s3:ListBucket"];

/** Listings with a prefix. A policy can deny these below a prefix. */
const LISTINGS_BY_PREFIX = actionsOf("s3", ["ListBucket", "ListBucketVersions"]);

/** Lists uploads in progress. AWS has no `s3:prefix` for this action, so a grant covers the whole bucket. */
const LIST_UPLOADS = ["s3:ListBucketMultipartUploads"];

/** Grants of `s3_read_only`, `s3_read_write` and `s3_write_only`, and the denials of `s3_deny`. */
export const s3Statements: PermissionFamily = (input) => {
  const { iam, settings } = input;
  const readOnly = s3Paths(iam.s3_read_only);
  const readWrite = s3Paths(iam.s3_read_write);
  const writeOnly = s3Paths(iam.s3_write_only);
  const wholeBucket = settings.workflows.wholeBucketListing || isSwitchedOn(input, "bucketListing");
  const acls = isSwitchedOn(input, "objectAcls");
  const wideWriting = isSwitchedOn(input, "writeOnlyPaths");
  return [
    allow(READ, readOnly.flatMap(objectArns)),
    allow([...READ, ...WRITE, ...CHANGE], readWrite.flatMap(objectArns)),
    allow(WRITE, writeOnly.flatMap(objectArns)),
    ...(acls
      ? [
          allow(READ_ACLS, [...readOnly, ...readWrite].flatMap(objectArns)),
          allow(WRITE_ACLS, [...readWrite, ...writeOnly].flatMap(objectArns)),
        ]
      : []),
    ...(wideWriting
      ? [
          allow(WRITE_ONLY_CHANGES, writeOnly.flatMap(objectArns)),
          allow([...LOCATE, ...LIST], writeOnly.map(bucketArn)),
        ]
      : []),
    allow(LOCATE, [...readOnly, ...readWrite].map(bucketArn)),
    ...[...readOnly, ...readWrite].map((path) => listing(path, wholeBucket)),
    allow(LIST_UPLOADS, readWrite.map(bucketArn)),
    ...s3Paths(iam.s3_deny).flatMap(denials),
  ];
};

function listing(path: S3Path, wholeBucket: boolean): IdentityStatement {
  // Listing a whole bucket needs no prefix, so a condition on the prefix would refuse it.
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
