/**
 * Start of the name of the results bucket that Athena's console creates:
 * https://docs.aws.amazon.com/athena/latest/ug/creating-databases-prerequisites.html.
 */
const DEFAULT_RESULTS_BUCKET = "aws-athena-query-results-";

/**
 * Whether a bucket holds the query results of every workflow.
 *
 * @param configured names of `athena.resultsBuckets`
 */
export function isResultsBucket(bucket: string, configured: readonly string[]): boolean {
  return configured.includes(bucket) || bucket.startsWith(DEFAULT_RESULTS_BUCKET);
}
