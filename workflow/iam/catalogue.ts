import { compatiblePatterns, isSwitchedOn } from "./configured";
import type { PermissionFamily, RoleInput } from "./context";
import { listedDatabases } from "./keys";
import { catalogueRegion } from "./regions";
import { dataAccountArn, DATABASE_PREFIXES, ownDatabase } from "../../platform/names/workflow";
import { actionsOf, allow, deny } from "../../platform/iam/statement";

const READ = actionsOf("glue", [
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

const WRITE = actionsOf("glue", [
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

/**
 * Grants on the Glue catalogue. `athena` lets a workflow read all of it. `athena: write` lets it change its own
 * database and those of `compatibility.glueDatabases`. `glue.databases` lets it change the databases listed there.
 */
export const catalogueStatements: PermissionFamily = (input) => {
  const { athena } = input.iam;
  const listed = listedDatabases(input.iam);
  if (athena === undefined && listed.length === 0) {
    return [];
  }
  const writesOwn = athena === "write";
  const added = writesOwn ? compatiblePatterns(input, "glueDatabases") : [];
  const changed = [...(writesOwn ? [ownDatabase(input)] : []), ...listed, ...added];
  return [
    allow(READ, [catalogue(input), ...contents(input, athena === undefined ? listed : ["*"])]),
    ...(athena !== undefined && isSwitchedOn(input, "catalogues")
      ? [allow([...READ, "glue:GetCatalogImportStatus"], EVERY_CATALOGUE)]
      : []),
    ...(changed.length === 0 ? [] : [allow(WRITE, [catalogue(input), ...contents(input, changed)])]),
    ...(added.length === 0 ? [] : [deny(WRITE, contents(input, otherEnvironments(input)))]),
  ];
};

/** The catalogues of all accounts, with their databases, tables and functions. */
const EVERY_CATALOGUE = ["catalog", "database/*", "table/*", "userDefinedFunction/*"].map(
  (resource) => `arn:aws:glue:*:*:${resource}`,
);

function catalogue(input: RoleInput): string {
  return `${dataAccountArn(input, "glue", catalogueRegion(input))}catalog`;
}

/** ARNs of databases and of everything in them. */
function contents(input: RoleInput, databases: readonly string[]): string[] {
  const arn = (resource: string): string => `${dataAccountArn(input, "glue", catalogueRegion(input))}${resource}`;
  return databases.flatMap((name) => {
    const inside = name === "*" ? name : `${name}/*`;
    return [arn(`database/${name}`), arn(`table/${inside}`), arn(`userDefinedFunction/${inside}`)];
  });
}

/** Patterns of the databases that workflows of other environments own. No setting may grant them. */
function otherEnvironments(input: RoleInput): string[] {
  return DATABASE_PREFIXES.filter((prefix) => !ownDatabase(input).startsWith(prefix)).map((prefix) => `${prefix}*`);
}
