import { sortedUnique } from "../../platform/iam/patterns";
import type { Leaning } from "../compiled";
import { compatiblePatterns } from "./configured";
import type { RoleInput } from "./context";
import { runsGlueJobs } from "./keys";
import { allowedResultsBuckets } from "./query-results";
import { isWholeBucket, s3Paths } from "./s3-path";

/** The settings for migration that widen this workflow's role, each with the names that it adds. */
export function leansOn(input: RoleInput): Leaning[] {
  const { iam, settings } = input;
  const listed = [...s3Paths(iam.s3_read_only), ...s3Paths(iam.s3_read_write)].filter((path) => !isWholeBucket(path));
  const uses: Leaning[] = [
    { setting: "compatibility.glueJobs", names: runsGlueJobs(iam) ? compatiblePatterns(input, "glueJobs") : [] },
    {
      setting: "compatibility.glueDatabases",
      names: iam.athena === "write" ? compatiblePatterns(input, "glueDatabases") : [],
    },
    {
      setting: "compatibility.workGroups",
      names: iam.athena === undefined ? [] : compatiblePatterns(input, "workGroups"),
    },
    { setting: "compatibility.queryResults", names: sortedUnique(allowedResultsBuckets(input)) },
    {
      setting: "wholeBucketListing",
      names: settings.workflows.wholeBucketListing ? sortedUnique(listed.map(({ bucket }) => bucket)) : [],
    },
  ];
  return uses.filter(({ names }) => names.length > 0);
}
