import fc from "fast-check";

import type { IamKeys } from "../../../workflow/iam/keys";

const bucket = fc.constantFrom("lake", "pond", "query-results", "other-lake");
const segment = fc.constantFrom(
  "a",
  "b",
  "ab",
  "a-b",
  "prod",
  "Lookup Files",
  "x=1",
  "*",
  "a*",
  "?",
  "*-airflow*",
  "é",
  "",
);
const closing = fc.constantFrom("", "/", "/*", "*");

/** S3 paths that the rules accept, from few words, so that paths often overlap. */
export const s3Path: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("", "s3://"), bucket, fc.array(segment, { maxLength: 4 }), closing)
  .map(([scheme, name, segments, end]) => [scheme + name, ...segments].join("/") + end)
  .filter((path) => !/^(s3:\/\/)?[a-z-]+\*$/.test(path));

const s3Paths = fc.uniqueArray(s3Path, { minLength: 1, maxLength: 12 });
const hex = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length })
    .map((digits) => digits.map((digit) => digit.toString(16)).join(""));
const keyArn = hex(32).map((id) => `arn:aws:kms:eu-west-2:123456789012:key/mrk-${id}`);
const logGroupArn = fc
  .tuple(fc.constantFrom("audit", "/aws/lambda/x", "/team/*"), fc.constantFrom("", ":*"))
  .map(([name, end]) => `arn:aws:logs:eu-west-2:123456789012:log-group:${name}${end}`);

/** Ids that a manifest with `update_secrets` lists. */
export const SECRET_IDS = ["token", "token-old", "key"];

/** Valid `iam` sections without `external_role`. */
export const iamKeys: fc.Arbitrary<IamKeys> = fc.record(
  {
    athena: fc.constantFrom("read", "write"),
    bedrock: fc.boolean(),
    glue: fc.boolean(),
    kms: fc.uniqueArray(keyArn, { minLength: 1, maxLength: 3 }),
    s3_read_only: s3Paths,
    s3_read_write: s3Paths,
    s3_write_only: s3Paths,
    s3_deny: s3Paths,
    lake_formation: fc.boolean(),
    textract: fc.boolean(),
    cloudwatch_logs_read_only: fc.uniqueArray(logGroupArn, { minLength: 1, maxLength: 3 }),
    update_secrets: fc.oneof(fc.boolean(), fc.uniqueArray(fc.constantFrom(...SECRET_IDS), { minLength: 1 })),
  },
  { requiredKeys: [] },
);
