import { sortedUnique } from "../../platform/iam/patterns";
import { compatibilityOf, compatiblePatterns, grantsFor } from "./configured";
import type { PermissionFamily, RoleInput } from "./context";
import { dataAccountArn } from "../../platform/names/workflow";
import { actionsOf, allow } from "../../platform/iam/statement";
import { catalogueRegion } from "./regions";
import { workGroupsOf } from "./work-groups";

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
  "StartQueryExecution",
  "StopQueryExecution",
]);

/**
 * Lists the IDs of all queries in a work group. The narrowest resource that AWS has for a query is its work group, so
 * anyone who knows an ID can stop the query and read its SQL. No workflow may therefore list the IDs of a shared work
 * group. Reading results also needs GetObject on them
 * (https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html).
 */
const LIST_QUERIES = ["athena:ListQueryExecutions"];

/** Lists the names of all work groups, which AWS cannot limit to some. Only `compatibility.workGroups` grants it. */
const LIST_WORK_GROUPS = ["athena:ListWorkGroups"];

/** Athena's own view of the catalogue. SQL clients use it in place of Glue's. */
const READ_CATALOGUE = actionsOf("athena", [
  "GetDataCatalog",
  "GetDatabase",
  "GetTableMetadata",
  "ListDatabases",
  "ListTableMetadata",
]);

/** Actions on a result that Athena takes as the caller: https://docs.aws.amazon.com/athena/latest/ug/querying.html. */
const RESULT_OBJECTS = actionsOf("s3", [
  "AbortMultipartUpload",
  "DeleteObject",
  "GetObject",
  "ListMultipartUploadParts",
  "PutObject",
]);
const RESULT_BUCKET = actionsOf("s3", ["GetBucketLocation", "ListBucketMultipartUploads"]);

/**
 * The caller's own prefix in a results bucket: `<role id>:<session name>`, the `UserId` of GetCallerIdentity. pydbtools
 * puts results there. IAM fills in this policy variable at each request.
 */
const OWN_PREFIX = "${aws:userid}";

/**
 * Grants of `athena`: queries, and their results under the caller's own prefix. `catalogue.ts` grants the Glue
 * catalogue.
 */
export const athenaStatements: PermissionFamily = (input) => {
  const { athena } = input.iam;
  if (athena === undefined) {
    return [];
  }
  const { resultsBuckets } = input.settings.workflows.athena;
  const atAthena = dataAccountArn(input, "athena", catalogueRegion(input));
  const { shared, own } = workGroupsOf(input);
  const arns = (groups: readonly string[]): string[] => groups.map((group) => `${atAthena}workgroup/${group}`);
  const buckets = resultsBuckets.map((bucket) => `arn:aws:s3:::${bucket}`);
  const readable = readableBuckets(input).map((bucket) => `arn:aws:s3:::${bucket}`);
  return [
    allow(athena === "write" ? [...QUERY, "athena:DeleteNamedQuery"] : QUERY, arns([...shared, ...own])),
    ...(own.length === 0 ? [] : [allow(LIST_QUERIES, arns(own))]),
    ...(compatiblePatterns(input, "workGroups").length === 0 ? [] : [allow(LIST_WORK_GROUPS, ["*"])]),
    allow(READ_CATALOGUE, [`${atAthena}datacatalog/AwsDataCatalog`]),
    allow(
      RESULT_OBJECTS,
      buckets.map((bucket) => `${bucket}/${OWN_PREFIX}/*`),
    ),
    allow(RESULT_BUCKET, buckets),
    allow(["s3:ListBucket"], buckets, { StringLike: { "s3:prefix": [OWN_PREFIX, `${OWN_PREFIX}/*`] } }),
    ...(readable.length === 0
      ? []
      : [
          allow(["s3:ListBucket"], readable),
          allow(
            ["s3:GetObject"],
            readable.map((bucket) => `${bucket}/*`),
          ),
          // AWS has no narrower resource for the list of the account's buckets. Clients look up the region of each.
          allow(["s3:ListAllMyBuckets"], ["*"]),
          allow(["s3:GetBucketLocation"], ["arn:aws:s3:::*"]),
        ]),
  ];
};

/** Buckets that `compatibility.athenaBuckets` lets the workflow list and read. */
export function readableBuckets(input: RoleInput): string[] {
  return sortedUnique(grantsFor(input, compatibilityOf(input).athenaBuckets).flatMap(({ buckets }) => buckets));
}
