import { compiled, manifest, migrating, problemsOf } from "../../support/manifests";

const paths = (key: string, ...list: string[]): string => manifest("", `iam: {${key}: ${JSON.stringify(list)}}\n`);
const errorsOf = (text: string, environment = migrating("development", {})): string[] =>
  problemsOf(text, environment).flatMap(({ severity, code, line, column }) =>
    severity === "error" ? [`${code}@${line}:${column}`] : [],
  );

/** The bucket that the stack file of development names, and Athena's own default. */
const BUCKETS = ["mojap-athena-query-dump", "aws-athena-query-results-444444444444-eu-west-1"];

describe.each(["s3_read_only", "s3_read_write", "s3_write_only"])("%s in a bucket of query results", (key) => {
  test.each(BUCKETS.flatMap((bucket) => [`${bucket}/*`, bucket, `${bucket}/tables/x`, `s3://${bucket}/*-airflow*`]))(
    "%s is refused",
    (path) => {
      expect(errorsOf(paths(key, "lake/a/*", path))).toEqual([
        `query-results@4:${`iam: {${key}: ["lake/a/*",`.length + 1}`,
      ]);
    },
  );

  test("is allowed if configuration lists the workflow or its project, only in the listed bucket", () => {
    for (const workflow of ["examples/hello", "examples/*"]) {
      const environment = migrating("development", {
        queryResults: [{ workflows: [workflow], patterns: ["mojap-athena-query-dump"] }],
      });
      expect(errorsOf(paths(key, `${BUCKETS[0]}/*`), environment)).toEqual([]);
      expect(errorsOf(paths(key, `${BUCKETS[1]}/*`), environment)).toHaveLength(1);
    }
    const others = migrating("development", {
      queryResults: [{ workflows: ["examples/other", "example/*"], patterns: ["*"] }],
    });
    expect(errorsOf(paths(key, `${BUCKETS[0]}/*`), others)).toHaveLength(1);
  });
});

test("denying a bucket of query results grants nothing, so it is allowed", () => {
  expect(errorsOf(paths("s3_deny", `${BUCKETS[0]}/*`))).toEqual([]);
});

test("the message names the bucket, the correction, and the setting that allows it", () => {
  const [problem] = problemsOf(paths("s3_read_only", "mojap-athena-query-dump/*"));
  expect(problem?.message).toBe(
    '"mojap-athena-query-dump/*" reaches the query results of every workflow in mojap-athena-query-dump; remove the path: iam.athena gives a workflow its own results. ' +
      "If the workflow needs the results of other workflows, ask the platform team to list examples/hello and mojap-athena-query-dump under workflows.compatibility.queryResults",
  );
});

test("a compiled workflow lists the settings that widen its role, with the names", () => {
  const environment = migrating("development", {
    glueJobs: [{ workflows: ["examples/*"], patterns: ["b*", "a"] }],
    glueDatabases: [{ workflows: ["examples/hello"], patterns: ["*"] }],
    workGroups: [{ workflows: ["examples/hello"], patterns: ["dbt-*"] }],
    queryResults: [{ workflows: ["examples/hello"], patterns: ["mojap-*"] }],
  });
  const iam = (keys: string) => compiled(manifest("", `iam: ${keys}\n`), environment).settingsUsed;
  expect(iam("{glue: true, athena: write, s3_read_only: [mojap-athena-query-dump/*]}")).toEqual([
    { setting: "compatibility.glueJobs", names: ["a", "b*"] },
    { setting: "compatibility.glueDatabases", names: ["*"] },
    { setting: "compatibility.workGroups", names: ["dbt-*"] },
    { setting: "compatibility.queryResults", names: ["mojap-athena-query-dump"] },
  ]);
  expect(iam("{athena: read}").map(({ setting }) => setting)).toEqual(["compatibility.workGroups"]);
  expect(iam("{glue: {databases: [courts]}, s3_read_only: [lake/*]}")).toEqual([]);
});

test("a workflow uses the setting of whole-bucket listing if it lists part of a bucket", () => {
  const environment = migrating("development", {});
  const { settings } = environment;
  const wide = {
    ...environment,
    settings: { ...settings, workflows: { ...settings.workflows, wholeBucketListing: true } },
  };
  const text = manifest("", "iam: {s3_read_only: [lake/a/*, pond/*], s3_write_only: [sea/a/*]}\n");
  expect(compiled(text, wide).settingsUsed).toEqual([{ setting: "wholeBucketListing", names: ["lake"] }]);
  expect(compiled(text, environment).settingsUsed).toEqual([]);
});
