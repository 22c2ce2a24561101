import type { IamKeys } from "../../../workflow/iam/keys";
import { iamFindings } from "../../../workflow/iam/rules";

const findings = (iam: IamKeys, environment = "development", secretIds: readonly string[] = []) =>
  iamFindings(iam, { environment, secretIds });
const codes = (iam: IamKeys, environment?: string, secretIds?: readonly string[]) =>
  findings(iam, environment, secretIds).map(({ severity, code, path }) => [severity, code, path.join(".")]);

test("a valid section has no findings", () => {
  const iam: IamKeys = {
    athena: "write",
    textract: true,
    kms: ["arn:aws:kms:eu-west-2:123456789012:key/mrk-12345678909876543212345678909876"],
    s3_read_only: [
      "lake/input/*",
      "lake/prod/*/curated/*",
      "lake/Lookup Files/*",
      "lake/*",
      "lake/table=a",
      "lake/hocas*",
    ],
    s3_read_write: ["lake/output/*"],
    s3_deny: ["lake/output/private/*"],
    cloudwatch_logs_read_only: ["arn:aws:logs:eu-west-2:123456789012:log-group:audit:*"],
    update_secrets: ["token"],
  };
  expect(codes(iam, "development", ["token"])).toEqual([]);
});

describe("external_role", () => {
  const external_role = "arn:aws:iam::123456789012:role/example";

  test("allows no other key, because the platform cannot extend a role elsewhere", () => {
    expect(codes({ external_role })).toEqual([]);
    expect(codes({ external_role, athena: "read", s3_read_only: ["lake/*"] })).toEqual([
      ["error", "external-role-alone", "iam.athena"],
      ["error", "external-role-alone", "iam.s3_read_only"],
    ]);
    expect(findings({ external_role, athena: "read" })[0]).toMatchObject({ atKey: true });
  });

  test("does not affect the manifest's secrets", () => {
    expect(codes({ external_role }, "development", ["token"])).toEqual([]);
  });
});

describe.each(["s3_read_only", "s3_read_write", "s3_write_only", "s3_deny"] as const)("%s", (key) => {
  test.each([
    ["arn:aws:s3:::lake/input/*", "s3-arn", "lake/input/*"],
    ["arn:aws:s3:::lake", "s3-arn", "lake"],
    ["arn:aws:sns:eu-west-1:123456789012:topic", "s3-arn", "bucket/prefix/*"],
    ["*", "s3-bucket-wildcard", "bucket/prefix/*"],
    ["*/input/*", "s3-bucket-wildcard", "bucket/prefix/*"],
    ["lake-*/input/*", "s3-bucket-wildcard", "bucket/prefix/*"],
    ["lak?/input/*", "s3-bucket-wildcard", "bucket/prefix/*"],
    ["s3://*/input", "s3-bucket-wildcard", "bucket/prefix/*"],
    ["", "s3-bucket-name", "bucket/prefix/*"],
    ["/lake/input/*", "s3-bucket-name", "bucket/prefix/*"],
    ["s3a://lake/input/*", "s3-bucket-name", "bucket/prefix/*"],
    ["Lake/input/*", "s3-bucket-name", "bucket/prefix/*"],
    ["la/input/*", "s3-bucket-name", "bucket/prefix/*"],
    ["${aws:userid}/x", "s3-bucket-name", "bucket/prefix/*"],
    ["lake/${aws:userid}/*", "s3-path-variable", "write the prefix itself"],
    ["lake/private/../*", "s3-path-dots", "write the path without it"],
    ["lake/./*", "s3-path-dots", "write the path without it"],
    ["lake/*/..", "s3-path-dots", "write the path without it"],
    ["lake/😀/*", "s3-path-characters", "write ? in its place"],
    ["lake/a\nb", "s3-path-characters", "write ? in its place"],
  ])("%j is refused (%s) with the form to use", (path, code, advice) => {
    const [finding, ...others] = findings({ [key]: ["lake/fine/*", path] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "error", code, path: ["iam", key, 1] });
    expect(finding?.message).toContain(advice);
  });

  test("s3:// is accepted with a warning that gives the path without it", () => {
    expect(codes({ [key]: ["s3://lake/input/*"] })).toEqual([["warning", "s3-scheme", `iam.${key}.0`]]);
    expect(findings({ [key]: ["s3://lake/input/*"] })[0]?.message).toContain(": lake/input/*");
  });

  test.each(["lake", "lake/"])("%s, a bucket alone, is accepted with a warning", (path) => {
    expect(codes({ [key]: [path] })).toEqual([["warning", "s3-whole-bucket", `iam.${key}.0`]]);
    expect(findings({ [key]: [path] })[0]?.message).toContain("lake/*");
  });

  test("a whole bucket written as bucket/* has no warning", () => {
    expect(codes({ [key]: ["lake/*"] })).toEqual([]);
  });
});

test("a path in both read-only and read-write is a warning, however it is spelt", () => {
  expect(codes({ s3_read_only: ["lake/a/*", "lake/b/*"], s3_read_write: ["lake/b/"] })).toEqual([
    ["warning", "s3-read-only-and-read-write", "iam.s3_read_only.1"],
  ]);
  expect(codes({ s3_read_only: ["lake/a/*"], s3_read_write: ["lake/a/b/*", "pond/a/*"] })).toEqual([]);
});

describe("a path of another environment", () => {
  const warned = [["warning", "s3-other-environment"]];
  const environmentCodes = (key: string, path: string, environment: string) =>
    findings({ [key]: [path] }, environment).map(({ severity, code }) => [severity, code]);

  test.each([
    ["production", "s3_read_only", "lake/dev/models/*"],
    ["production", "s3_read_write", "lake-dev/input/*"],
    ["production", "s3_read_write", "results/*airflow-development-courts-daily/*"],
    ["production", "s3_write_only", "lake-preprod/input/*"],
    ["test", "s3_read_write", "lake/prod/models/*"],
    ["development", "s3_write_only", "lake-production/input/*"],
  ])("in %s, %s of %s is a warning", (environment, key, path) => {
    expect(environmentCodes(key, path, environment)).toEqual(warned);
  });

  test.each([
    ["development", "s3_read_only", "lake/prod/models/*", "development reads production's data by design"],
    ["test", "s3_read_write", "lake-dev/input/*", "test and development share buckets"],
    ["production", "s3_read_write", "lake/prod/dev/*", "a path with words of both is ambiguous"],
    ["production", "s3_read_only", "lake/device/testing/*", "parts of words do not count"],
    ["production", "s3_read_only", "lake/dev*/*", "a wildcard is not a word"],
    ["production", "s3_deny", "lake/dev/*", "a denial needs no warning"],
    ["sandbox", "s3_read_only", "lake/prod/*", "reading is not checked outside production"],
  ])("in %s, %s of %s gives no warning: %s", (environment, key, path) => {
    expect(environmentCodes(key, path, environment)).toEqual([]);
  });
});

describe("textract", () => {
  test("needs documents to read", () => {
    expect(codes({ textract: true })).toEqual([["error", "textract-without-s3", "iam.textract"]]);
    expect(codes({ textract: true, s3_write_only: ["lake/drop/*"] })).toHaveLength(1);
  });

  test.each(["s3_read_only", "s3_read_write"])("has no finding with %s", (key) => {
    expect(codes({ textract: true, [key]: ["lake/scans/*"] })).toEqual([]);
  });

  test("has no finding if it is false", () => {
    expect(codes({ textract: false })).toEqual([]);
  });
});

describe("update_secrets", () => {
  test("names secrets of the manifest", () => {
    expect(codes({ update_secrets: ["token", "tokne"] }, "development", ["token", "key"])).toEqual([
      ["error", "unknown-secret", "iam.update_secrets.1"],
    ]);
    expect(findings({ update_secrets: ["tokne"] }, "development", ["token", "key"])[0]?.message).toContain(
      "(token, key)",
    );
  });

  test("true needs secrets to update", () => {
    expect(codes({ update_secrets: true }, "development", ["token"])).toEqual([]);
    expect(codes({ update_secrets: true })).toEqual([["error", "unknown-secret", "iam.update_secrets"]]);
    expect(codes({ update_secrets: false })).toEqual([]);
  });
});

describe("ARNs", () => {
  const KEY = "arn:aws:kms:eu-west-2:123456789012:key/";

  test.each([`${KEY}mrk-12345678909876543212345678909876`, `${KEY}9ab6c1c5-4617-4f95-9fe7-2f2d7c1b53a2`])(
    "%s is a key",
    (arn) => {
      expect(codes({ kms: [arn] })).toEqual([]);
    },
  );

  test.each([
    `${KEY}*`,
    `${KEY}mrk-1`,
    "9ab6c1c5-4617-4f95-9fe7-2f2d7c1b53a2",
    "arn:aws:kms:*:123456789012:key/9ab6c1c5-4617-4f95-9fe7-2f2d7c1b53a2",
    "arn:aws:kms:eu-west-2:*:key/9ab6c1c5-4617-4f95-9fe7-2f2d7c1b53a2",
    "*",
  ])("%s is not one key", (arn) => {
    expect(codes({ kms: [arn] })).toEqual([["error", "bad-key-arn", "iam.kms.0"]]);
  });

  test("an alias has its own message, because it would grant nothing", () => {
    expect(findings({ kms: ["arn:aws:kms:eu-west-2:123456789012:alias/mine"] })[0]?.message).toContain("is an alias");
  });

  const GROUP = "arn:aws:logs:eu-west-2:123456789012:log-group:";

  test.each([`${GROUP}audit`, `${GROUP}audit:*`, `${GROUP}/aws/lambda/x`, `${GROUP}/team/*`, `${GROUP}/team/*:*`])(
    "%s is a log group",
    (arn) => {
      expect(codes({ cloudwatch_logs_read_only: [arn] })).toEqual([]);
    },
  );

  test.each([
    `${GROUP}*`,
    `${GROUP}a*b`,
    GROUP,
    "audit",
    "arn:aws:logs:*:*:log-group:audit",
    `${GROUP}audit:log-stream:one`,
  ])("%s is not a log group", (arn) => {
    expect(codes({ cloudwatch_logs_read_only: [arn] })).toEqual([
      ["error", "bad-log-group-arn", "iam.cloudwatch_logs_read_only.0"],
    ]);
  });
});

describe("a finding gives the reason and the correction", () => {
  const ROLE = "arn:aws:iam::123456789012:role/example";
  const beyondTen = Array.from({ length: 11 }, (_, index) => `id-${index}`);

  test.each<[string, IamKeys, string]>([
    [
      "external-role-alone",
      { external_role: ROLE, glue: true },
      "iam.glue has no effect beside iam.external_role, which the platform cannot extend; grant it to that role in its own account, and remove glue",
    ],
    [
      "textract-without-s3",
      { textract: true },
      "Textract reads documents from S3 as the workflow; add the documents' path to iam.s3_read_only or iam.s3_read_write",
    ],
    [
      "unknown-secret, of none",
      { update_secrets: true },
      "the manifest has no secrets to update; list them under `secrets`",
    ],
    [
      "unknown-secret, by name",
      { update_secrets: ["key"] },
      '"key" is not among the workflow\'s secrets; add it to `secrets`, or write one of them',
    ],
    [
      "bad-key-arn, an alias",
      { kms: ["arn:aws:kms:eu-west-2:123456789012:alias/mine"] },
      '"arn:aws:kms:eu-west-2:123456789012:alias/mine" is an alias, which grants nothing on the key behind it; write the key\'s own ARN: arn:aws:kms:<region>:<account>:key/<id>',
    ],
    [
      "bad-key-arn",
      { kms: ["*"] },
      '"*" is not the ARN of one key; write arn:aws:kms:<region>:<account>:key/<id>, the id being a UUID or mrk-…',
    ],
    [
      "bad-log-group-arn",
      { cloudwatch_logs_read_only: ["audit"] },
      '"audit" is not the ARN of a log group; write arn:aws:logs:<region>:<account>:log-group:<name>, with * only at the end of the name',
    ],
    [
      "s3-other-environment, writing",
      { s3_write_only: ["lake/production/*"] },
      '"lake/production/*" contains "production", but this is a development workflow; check that it should write there',
    ],
    [
      "s3-read-only-and-read-write",
      { s3_read_only: ["lake/a/"], s3_read_write: ["lake/a/*"] },
      '"lake/a/" is also in iam.s3_read_write, which includes reading; remove it from one of the two lists',
    ],
    [
      "s3-whole-bucket",
      { s3_read_only: ["lake"] },
      '"lake" covers every object in the bucket; write lake/* if you mean that, or name a prefix: lake/prefix/*',
    ],
    ["s3-scheme", { s3_read_only: ["S3://lake/a/*"] }, "write the path without s3://: lake/a/*"],
    [
      "s3-arn",
      { s3_deny: ["arn:aws:s3:::lake/a/*"] },
      '"arn:aws:s3:::lake/a/*" is an ARN; write the path alone: lake/a/*',
    ],
    [
      "s3-arn with region and account",
      { s3_deny: ["ARN:aws-cn:s3:eu-west-1:123456789012:lake/a/*"] },
      '"ARN:aws-cn:s3:eu-west-1:123456789012:lake/a/*" is an ARN; write the path alone: lake/a/*',
    ],
    [
      "s3-arn of another service",
      { s3_deny: ["arn:aws:sqs:eu-west-1:123456789012:arn:aws:s3:::lake"] },
      '"arn:aws:sqs:eu-west-1:123456789012:arn:aws:s3:::lake" is an ARN; write the path alone: bucket/prefix/*',
    ],
    [
      "s3-bucket-wildcard",
      { s3_deny: ["l*/a"] },
      '"l*/a" has a wildcard in the bucket, which would match buckets of other teams; name one bucket on each line: bucket/prefix/*',
    ],
    ["s3-bucket-name", { s3_deny: ["L/a"] }, '"L" in "L/a" is not a valid name of a bucket; write bucket/prefix/*'],
    [
      "s3-path-characters",
      { s3_deny: ["lake/日本"] },
      '"lake/日本" has a character that an IAM policy cannot contain (beyond Latin-1, or a control character); write ? in its place',
    ],
    [
      "s3-path-dots",
      { s3_deny: ["lake/a/../b"] },
      '"lake/a/../b" has . or .. as a folder, which S3 reads as a plain name; write the path without it',
    ],
    [
      "s3-path-variable",
      { s3_deny: ["lake/${a}"] },
      '"lake/${a}" has a policy variable, which a path may not use; write the prefix itself',
    ],
  ])("%s", (_name, iam, message) => {
    expect(findings(iam).map((finding) => finding.message)).toEqual([message]);
  });

  test("s3-other-environment, reading", () => {
    expect(findings({ s3_read_only: ["lake-test/a/*"] }, "production").map(({ message }) => message)).toEqual([
      '"lake-test/a/*" contains "test", but this is a production workflow; check that it should read there',
    ]);
  });

  test("unknown-secret names at most ten of the secrets", () => {
    expect(findings({ update_secrets: ["x"] }, "development", beyondTen)[0]?.message).toBe(
      `"x" is not among the workflow's secrets (${beyondTen.slice(0, 10).join(", ")}); add it to \`secrets\`, or write one of them`,
    );
  });

  test("a bucket's name has 3 to 63 characters", () => {
    const of = (length: number) => codes({ s3_read_only: [`${"b".repeat(length)}/a/*`] }).map(([, code]) => code);
    expect([2, 3, 63, 64].map(of)).toEqual([["s3-bucket-name"], [], [], ["s3-bucket-name"]]);
  });

  test("only the start of a path can be a scheme, and any punctuation separates words", () => {
    expect(codes({ s3_read_only: ["lake/s3://x/*", "lake/arn:aws:s3:::x/*"] })).toEqual([]);
    expect(codes({ s3_write_only: ["lake/a--prod__b/*"] })).toHaveLength(1);
    expect(codes({ s3_write_only: ["lake/nonprod/*"] })).toEqual([]);
  });

  test("dots in the name of a folder or an object are allowed", () => {
    expect(codes({ s3_read_only: ["lake/v1.0/..a/b../.hidden/*", "lake/..."] })).toEqual([]);
  });

  test("a path that differs before a closing * is another path", () => {
    expect(codes({ s3_read_only: ["lake/a/*/b"], s3_read_write: ["lake/a//b"] })).toEqual([]);
  });
});
