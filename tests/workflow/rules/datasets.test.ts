import { codesOf, manifest, problemsOf } from "../../support/manifests";

const errorsOf = (uri: string): string[] =>
  problemsOf(manifest(`outlets: [${JSON.stringify(uri)}]`)).map(({ code, message }) => `${code}: ${message}`);

describe("Airflow and the provider of its scheme can read a dataset", () => {
  test.each([
    "s3://bucket",
    "s3://bucket/table/",
    "gs://bucket/key",
    "postgres://host/db/schema/table",
    "postgresql://host:5432/db/schema/table",
    "redshift://host/db/schema/table",
    "mysql://host:3306/db/table",
    "trino://host/catalog/schema/table",
    "bigquery://project/dataset/table",
    "bigquery://example.com:project/dataset/table",
    "mysql:a",
    "https://example.com/data?x=1#part",
    "team:table",
    "s3://airflow-data/table",
    "constructor://x",
  ])("%s is accepted", (uri) => {
    expect(errorsOf(uri)).toEqual([]);
  });

  test.each([
    ["s3://", "s3://bucket/key"],
    ["s3:///key", "s3://bucket/key"],
    ["gs:///key", "gs://bucket/key"],
    ["postgres://host/db", "postgres://host/database/schema/table"],
    ["postgresql://host/a/b/c/d", "postgresql://host/database/schema/table"],
    ["redshift://host:x/db/schema/table", "redshift://host/database/schema/table"],
    ["mysql://host", "mysql://host/database/table"],
    ["trino://host//schema/table", "trino://host/catalog/schema/table"],
    ["bigquery://project", "bigquery://project/dataset/table"],
  ])("%s is refused; write %s", (uri, advice) => {
    expect(errorsOf(uri)).toEqual([`bad-dataset: Airflow cannot read the dataset ${uri}; write ${advice}`]);
  });

  test.each(["http://[bad", "s3://bucket/a]"])("%s, which has a bracket, is refused", (uri) => {
    expect(errorsOf(uri)).toEqual([
      `bad-dataset: the dataset ${uri} has a square bracket, which a URI cannot contain; write %5B or %5D`,
    ]);
  });

  test.each([
    "airflow://x",
    "airflow:x",
    "no-scheme",
    "S3://bucket",
    "s3://bücket",
    "s3://a b",
    `s3://${"x".repeat(1500)}`,
  ])("%s is not a dataset's URI", (uri) => {
    expect(errorsOf(uri)).toEqual([expect.stringMatching(/^(wrong-form|out-of-bounds): dag\.outlets\[0\] /)]);
  });

  test.each([
    ["dag.inlets", 'inlets: ["a:b", "s3://"]', "bad-dataset@4:19"],
    ["dag.outlets", 'outlets: ["s3://"]', "bad-dataset@4:13"],
    ["dag.outlets, for a bracket", 'outlets: ["a:b", "http://[x"]', "bad-dataset@4:20"],
    ["dag.schedule.datasets", 'schedule: {datasets: ["s3://"]}', "bad-dataset@4:25"],
    ["dag.tasks.<name>.inlets", 'tasks:\n  a: {inlets: ["s3://"]}', "bad-dataset@5:18"],
    ["dag.tasks.<name>.outlets", 'tasks:\n  a: {outlets: ["s3://"]}', "bad-dataset@5:19"],
  ])("a bad dataset in %s is reported at its place", (_key, lines, place) => {
    expect(codesOf(manifest(lines))).toEqual([place]);
  });
});
