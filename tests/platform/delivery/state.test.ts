import { ACCESSES } from "../../../platform/names/delivery";
import type { Scope } from "../../../platform/delivery/scope";
import { stackConfig } from "../../support/mocks";
import { may } from "./simulate";

const scope: Scope = { environment: "test", account: "compute", config: stackConfig("test") };
const { bucket, keyArn } = scope.config.delivery.state;
const object = (key: string): string => `arn:aws:s3:::${bucket}/.pulumi/${key}`;
const STATE = object("stacks/analytical-platform-airflow/test.json");
const LOCK = object("locks/organization/analytical-platform-airflow/test/1.json");

test.each(ACCESSES)("%s reads the environment's own state and decrypts it", async (access) => {
  expect(await may(scope, access, "s3:GetObject", STATE)).toBe(true);
  expect(await may(scope, access, "s3:GetObject", object("meta.yaml"))).toBe(true);
  expect(await may(scope, access, "s3:ListBucket", `arn:aws:s3:::${bucket}`, { "s3:prefix": ".pulumi/stacks/" })).toBe(
    true,
  );
  expect(await may(scope, access, "kms:Decrypt", keyArn)).toBe(true);
});

test("only apply writes it, with its lock, history and backups", async () => {
  const written = [
    STATE,
    LOCK,
    object("history/analytical-platform-airflow/test/test-1.history.json"),
    object("backups/analytical-platform-airflow/test/test.1.json"),
  ];
  for (const arn of written) {
    expect(await may(scope, "apply", "s3:PutObject", arn)).toBe(true);
    expect(await may(scope, "plan", "s3:PutObject", arn)).toBe(false);
    expect(await may(scope, "plan", "s3:DeleteObject", arn)).toBe(false);
  }
  expect(await may(scope, "apply", "s3:DeleteObject", LOCK)).toBe(true);
  expect(await may(scope, "plan", "kms:GenerateDataKey", keyArn, {})).toBe(false);
});

test.each([
  ["another environment's", "stacks/analytical-platform-airflow/production.json"],
  ["that of the roles themselves", "stacks/analytical-platform-airflow-delivery/test.json"],
])("neither reads nor writes %s", async (_, key) => {
  for (const access of ACCESSES) {
    expect(await may(scope, access, "s3:GetObject", object(key))).toBe(false);
    expect(await may(scope, access, "s3:PutObject", object(key))).toBe(false);
  }
});

test("nobody takes away what protects the bucket and its key", async () => {
  for (const action of ["s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"]) {
    expect(await may(scope, "apply", action, `arn:aws:s3:::${bucket}`)).toBe(false);
  }
  expect(await may(scope, "apply", "s3:DeleteObjectVersion", STATE)).toBe(false);
  expect(
    await may(scope, "apply", "kms:PutKeyPolicy", keyArn, {
      "kms:ResourceAliases": ["alias/analytical-platform-airflow-state"],
    }),
  ).toBe(false);
});
