import { codesOf, manifest, problemsOf } from "../../support/manifests";

const iam = (keys: object): string => manifest("", `iam: ${JSON.stringify(keys)}\n`);

/** Buckets of the platform in all environments: for DAG objects, of stacks that share the account too, and for Pulumi's state. */
const BUCKETS = [
  "airflow-development-111111111111",
  "airflow-test-111111111111",
  "airflow-production-111111111111",
  "airflow-test-222222222222",
  "airflow-production-333333333333",
  "analytical-platform-airflow-state-111111111111",
  "analytical-platform-airflow-state-222222222222",
  "analytical-platform-airflow-state-333333333333",
];
const STATE_KEY = "arn:aws:kms:eu-west-2:111111111111:key/00000000-0000-0000-0000-000000000000";

describe("no workflow gets access to the platform's own resources", () => {
  test.each(
    BUCKETS.flatMap((bucket) => ["s3_read_only", "s3_read_write", "s3_write_only"].map((key) => [bucket, key])),
  )("the bucket %s under %s", (bucket = "", key = "") => {
    const first = `iam: {"${key}":[`.length + 1;
    expect(codesOf(iam({ [key]: [`${bucket}/dags/*`] }))).toContain(`platform-bucket@4:${first}`);
    expect(codesOf(iam({ [key]: [`s3://${bucket}/x/*`] }))).toContain(`platform-bucket@4:${first}`);
  });

  test.each(["111111111111", "222222222222", "333333333333"])("the key of Pulumi's state in account %s", (account) => {
    expect(codesOf(iam({ kms: [STATE_KEY.replace("111111111111", account)] }))).toEqual(["platform-key@4:14"]);
  });

  test("each message names the resource and the correction", () => {
    const [bucket] = problemsOf(iam({ s3_read_write: [`${BUCKETS[0]}/dags/*`] }));
    expect(bucket?.message).toBe(
      '"airflow-development-111111111111/dags/*" belongs to the platform, which keeps the DAGs of all workflows or Pulumi\'s state there; write bucket/prefix/* of your team in iam.s3_read_write',
    );
    const [key] = problemsOf(iam({ kms: [STATE_KEY] }));
    expect(key?.message).toContain("write the ARN of a key of your team in iam.kms");
  });

  test("a bucket whose name only starts alike, another key and a denial are allowed", () => {
    expect(
      codesOf(
        iam({
          s3_read_only: ["airflow-development-1111111111112/a/*"],
          s3_deny: [`${BUCKETS[0]}/*`],
          kms: [STATE_KEY.replace(/0$/, "1")],
        }),
      ),
    ).toEqual([]);
  });
});
