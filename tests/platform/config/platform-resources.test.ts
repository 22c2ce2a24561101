import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ENVIRONMENTS } from "../../../platform/environments";
import { platformResources, readStackPlatforms } from "../../../platform/config/platform-resources";

const platform = (account: string, bucket: string) => ({
  accounts: { compute: { id: account, region: "eu-west-2" } },
  delivery: { state: { bucket, keyArn: `arn:aws:kms:eu-west-2:${account}:key/1` } },
});

test("every stack's state, and the buckets of all environments in each account, belong to the platform, each once", () => {
  const stacks = [platform("222222222222", "two"), platform("111111111111", "one"), platform("111111111111", "one")];
  expect(platformResources(stacks)).toEqual({
    buckets: [
      ...["development", "production", "test"].flatMap((name) => [
        `airflow-${name}-111111111111`,
        `airflow-${name}-222222222222`,
      ]),
      "one",
      "two",
    ],
    keyArns: ["arn:aws:kms:eu-west-2:111111111111:key/1", "arn:aws:kms:eu-west-2:222222222222:key/1"],
  });
});

test("the stack files of the repository all name their platform", () => {
  expect(readStackPlatforms().map(({ delivery }) => delivery.state.bucket)).toEqual(
    ["1", "2", "3"].map((digit) => `analytical-platform-airflow-state-${digit.repeat(12)}`),
  );
  expect(ENVIRONMENTS).toHaveLength(3);
});

test("a stack file that is missing, broken or without accounts is left out, and the others still count", () => {
  const folder = mkdtempSync(join(tmpdir(), "stacks-"));
  try {
    const { accounts, delivery } = platform("111111111111", "one");
    const config = {
      "analytical-platform-airflow:accounts": accounts,
      "analytical-platform-airflow:delivery": delivery,
    };
    writeFileSync(join(folder, "Pulumi.development.yaml"), JSON.stringify({ config }));
    writeFileSync(join(folder, "Pulumi.test.yaml"), "config: [\n");
    expect(readStackPlatforms(folder)).toEqual([platform("111111111111", "one")]);
    writeFileSync(
      join(folder, "Pulumi.production.yaml"),
      JSON.stringify({ config: { ...config, "analytical-platform-airflow:accounts": {} } }),
    );
    expect(readStackPlatforms(folder)).toEqual([platform("111111111111", "one")]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
