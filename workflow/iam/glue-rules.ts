import type { Finding } from "../../diagnostics/problem";
import { matchesPattern } from "../../platform/iam/patterns";
import { DATABASE_PREFIXES, JOB_PREFIXES, ownDatabase, ownJobPatterns } from "../../platform/names/workflow";
import { error } from "../rules/rule";
import type { RoleInput } from "./context";
import { listedDatabases, listedJobs } from "./keys";

/** Refuses names of jobs and databases that are reserved for other workflows, in any environment. */
export function glueFindings(input: RoleInput): Finding[] {
  const own = ownJobPatterns(input);
  const database = ownDatabase(input);
  return [
    ...listedJobs(input.iam).flatMap((name, index) =>
      isReserved(name, JOB_PREFIXES) && !own.some((pattern) => matchesPattern(pattern, name))
        ? [
            error(
              "job-of-another-workflow",
              ["iam", "glue", "jobs", index],
              `"${name}" is a name for the Glue jobs of another workflow; this workflow's own jobs are called ${own[0] ?? ""}, or ${own[1]?.replace("*", "") ?? ""} and anything after it`,
            ),
          ]
        : [],
    ),
    ...listedDatabases(input.iam).flatMap((name, index) =>
      isReserved(name, DATABASE_PREFIXES) && name !== database
        ? [
            error(
              "database-of-another-workflow",
              ["iam", "glue", "databases", index],
              `"${name}" is a name for the Glue database of another workflow; this workflow's own database is ${database}`,
            ),
          ]
        : [],
    ),
  ];
}

/** Ignores case. Glue does so for databases; AWS does not say whether it does for jobs. */
function isReserved(name: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => name.toLowerCase().startsWith(prefix));
}
