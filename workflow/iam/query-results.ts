import type { Finding } from "../../diagnostics/problem";
import { matchesPattern } from "../../platform/iam/patterns";
import { isResultsBucket } from "../../platform/names/results-buckets";
import { error } from "../rules/rule";
import { compatiblePatterns } from "./configured";
import type { RoleInput } from "./context";
import { GRANTING_S3_KEYS } from "./keys";
import { isS3PathFault, parseS3Path } from "./s3-path";

/** A path of the manifest in a bucket that holds the query results of every workflow. */
interface ResultsPath {
  readonly at: Finding["path"];
  readonly text: string;
  readonly bucket: string;
}

/** The paths of the manifest that are in a results bucket. */
function resultsPaths({ iam, settings }: RoleInput): ResultsPath[] {
  const { resultsBuckets } = settings.workflows.athena;
  return GRANTING_S3_KEYS.flatMap((key) =>
    (iam[key] ?? []).flatMap((text, index) => {
      const path = parseS3Path(text);
      return !isS3PathFault(path) && isResultsBucket(path.bucket, resultsBuckets)
        ? [{ at: ["iam", key, index], text, bucket: path.bucket }]
        : [];
    }),
  );
}

/** The results buckets that the manifest lists and the configuration allows. */
export function allowedResultsBuckets(input: RoleInput): string[] {
  return resultsPaths(input)
    .map(({ bucket }) => bucket)
    .filter((bucket) => isAllowed(input, bucket));
}

function isAllowed(input: RoleInput, bucket: string): boolean {
  return compatiblePatterns(input, "queryResults").some((pattern) => matchesPattern(pattern, bucket));
}

/** Refuses paths in a results bucket, which would give access to the query results of every workflow. */
export function queryResultsFindings(input: RoleInput): Finding[] {
  const id = `${input.projectFolder}/${input.workflow}`;
  return resultsPaths(input)
    .filter(({ bucket }) => !isAllowed(input, bucket))
    .map(({ at, text, bucket }) =>
      error(
        "query-results",
        at,
        `"${text}" reaches the query results of every workflow in ${bucket}; remove the path: iam.athena gives a workflow its own results. ` +
          `If the workflow needs the results of other workflows, ask the platform team to list ${id} and ${bucket} under workflows.compatibility.queryResults`,
      ),
    );
}
