import type { PermissionFamily } from "./context";
import { dataAccountArn } from "../../platform/names/workflow";
import { actionsOf, allow } from "../../platform/iam/statement";

const QUERY = actionsOf("athena", [
  "BatchGetNamedQuery",
  "BatchGetQueryExecution",
  "GetNamedQuery",
  "GetQueryExecution",
  "GetQueryResults",
  "GetQueryResultsStream",
  "GetQueryRuntimeStatistics",
  "GetWorkGroup",
  "ListNamedQueries",
  "ListQueryExecutions",
  "StartQueryExecution",
  "StopQueryExecution",
]);

/** Athena's own view of the catalogue, which SQL clients use in place of Glue's. */
const READ_CATALOGUE = actionsOf("athena", [
  "GetDataCatalog",
  "GetDatabase",
  "GetTableMetadata",
  "ListDatabases",
  "ListTableMetadata",
]);

const READ_METADATA = actionsOf("glue", [
  "BatchGetPartition",
  "GetColumnStatisticsForPartition",
  "GetColumnStatisticsForTable",
  "GetDatabase",
  "GetDatabases",
  "GetPartition",
  "GetPartitionIndexes",
  "GetPartitions",
  "GetTable",
  "GetTables",
  "GetTableVersion",
  "GetTableVersions",
  "GetUserDefinedFunction",
  "GetUserDefinedFunctions",
]);

const WRITE_METADATA = actionsOf("glue", [
  "BatchCreatePartition",
  "BatchDeletePartition",
  "BatchDeleteTable",
  "BatchDeleteTableVersion",
  "BatchUpdatePartition",
  "CreateDatabase",
  "CreatePartition",
  "CreatePartitionIndex",
  "CreateTable",
  "CreateUserDefinedFunction",
  "DeleteDatabase",
  "DeletePartition",
  "DeletePartitionIndex",
  "DeleteTable",
  "DeleteTableVersion",
  "DeleteUserDefinedFunction",
  "UpdateDatabase",
  "UpdatePartition",
  "UpdateTable",
  "UpdateUserDefinedFunction",
]);

/** https://docs.aws.amazon.com/athena/latest/ug/querying.html: what Athena, acting as the caller, does to a result. */
const RESULT_OBJECTS = actionsOf("s3", [
  "AbortMultipartUpload",
  "DeleteObject",
  "GetObject",
  "ListMultipartUploadParts",
  "PutObject",
]);
const RESULT_BUCKET = actionsOf("s3", ["GetBucketLocation", "ListBucketMultipartUploads"]);

/**
 * The caller's own prefix of a results bucket: `<role id>:<session name>`, the `UserId` of GetCallerIdentity, which is
 * where pydbtools puts results. An IAM policy variable, filled at each request.
 */
const OWN_PREFIX = "${aws:userid}";

/** `athena`: `read` or `write`. */
export const athenaStatements: PermissionFamily = (input) => {
  const { athena } = input.iam;
  if (athena === undefined) {
    return [];
  }
  const { region, workGroups, resultsBuckets } = input.settings.workflows.athena;
  const atAthena = dataAccountArn(input, "athena", region);
  const atGlue = dataAccountArn(input, "glue", region);
  const groups = workGroups.map((group) => `${atAthena}workgroup/${group}`);
  const buckets = resultsBuckets.map((bucket) => `arn:aws:s3:::${bucket}`);
  const catalogue = [`${atGlue}catalog`, `${atGlue}database/*`, `${atGlue}table/*`, `${atGlue}userDefinedFunction/*`];
  return [
    allow(athena === "write" ? [...QUERY, "athena:DeleteNamedQuery"] : QUERY, groups),
    allow(READ_CATALOGUE, [`${atAthena}datacatalog/AwsDataCatalog`]),
    allow(athena === "write" ? [...READ_METADATA, ...WRITE_METADATA] : READ_METADATA, catalogue),
    allow(
      RESULT_OBJECTS,
      buckets.map((bucket) => `${bucket}/${OWN_PREFIX}/*`),
    ),
    allow(RESULT_BUCKET, buckets),
    allow(["s3:ListBucket"], buckets, { StringLike: { "s3:prefix": [OWN_PREFIX, `${OWN_PREFIX}/*`] } }),
  ];
};
