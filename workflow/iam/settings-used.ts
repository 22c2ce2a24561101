import { sortedUnique } from "../../platform/iam/patterns";
import type { SettingUse } from "../compiled";
import { GRANTING_S3_KEYS, runsGlueJobs } from "./keys";
import { readableBuckets } from "./athena";
import { addedBedrockRegions } from "./bedrock";
import { compatibilityOf, compatiblePatterns, isSwitchedOn } from "./configured";
import type { RoleInput } from "./context";
import { allowedResultsBuckets } from "./query-results";
import { isWholeBucket, s3Paths } from "./s3-path";

/** The settings for migration that widen this workflow's role, each with the names that it adds. */
export function settingsUsed(input: RoleInput): SettingUse[] {
  const { iam, settings } = input;
  const listed = [...s3Paths(iam.s3_read_only), ...s3Paths(iam.s3_read_write)].filter((path) => !isWholeBucket(path));
  const when = (on: boolean, names: readonly string[]): readonly string[] => (on ? sortedUnique(names) : []);
  const buckets = listed.map(({ bucket }) => bucket);
  const usesAthena = iam.athena !== undefined;
  const usesGlue = runsGlueJobs(iam);
  const uses: SettingUse[] = [
    { setting: "compatibility.glueJobs", names: usesGlue ? compatiblePatterns(input, "glueJobs") : [] },
    {
      setting: "compatibility.glueDatabases",
      names: iam.athena === "write" ? compatiblePatterns(input, "glueDatabases") : [],
    },
    {
      setting: "compatibility.workGroups",
      names: usesAthena ? compatiblePatterns(input, "workGroups") : [],
    },
    { setting: "compatibility.athenaBuckets", names: usesAthena ? readableBuckets(input) : [] },
    { setting: "compatibility.catalogues", names: when(usesAthena && isSwitchedOn(input, "catalogues"), ["*"]) },
    {
      setting: "compatibility.allRegions",
      names: when(isSwitchedOn(input, "allRegions"), [
        ...(usesAthena ? ["athena"] : []),
        ...(usesGlue ? ["glue"] : []),
      ]),
    },
    { setting: "compatibility.bedrockRegions", names: iam.bedrock === true ? addedBedrockRegions(input) : [] },
    {
      setting: "compatibility.glueServices",
      names: when(usesGlue && isSwitchedOn(input, "glueServices"), ["logs", "metrics", "aws-glue-*"]),
    },
    { setting: "compatibility.queryResults", names: sortedUnique(allowedResultsBuckets(input)) },
    { setting: "compatibility.bucketListing", names: when(isSwitchedOn(input, "bucketListing"), buckets) },
    {
      setting: "compatibility.objectAcls",
      names: when(
        isSwitchedOn(input, "objectAcls"),
        GRANTING_S3_KEYS.flatMap((key) => s3Paths(iam[key]).map(({ bucket }) => bucket)),
      ),
    },
    {
      setting: "compatibility.writeOnlyPaths",
      names: when(
        isSwitchedOn(input, "writeOnlyPaths"),
        s3Paths(iam.s3_write_only).map(({ bucket }) => bucket),
      ),
    },
    { setting: "compatibility.trustedIssuers", names: sortedUnique(compatibilityOf(input).trustedIssuers) },
    { setting: "wholeBucketListing", names: when(settings.workflows.wholeBucketListing, buckets) },
  ];
  return uses.filter(({ names }) => names.length > 0);
}
