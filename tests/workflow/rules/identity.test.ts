import { codesOf, manifest } from "../../support/manifests";

const paths = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `lake/${"p".repeat(60)}${index}/*`);
const iam = (keys: object): string => manifest("", `iam: ${JSON.stringify(keys)}\n`);

describe("the size of all policies is checked only if each part of iam can be granted", () => {
  test("policies that are too large are reported at the key, even beside a warning", () => {
    expect(codesOf(iam({ s3_read_only: ["s3://pond/a/*", ...paths(800)] }))).toEqual([
      "policy-too-large@4:1",
      "s3-scheme@4:23",
    ]);
  });

  test("a part that cannot be granted is the only error", () => {
    expect(codesOf(iam({ s3_read_only: ["*/a", ...paths(800)] }))).toEqual(["s3-bucket-wildcard@4:23"]);
  });

  test("the policies cover the manifest's secrets in its environment", () => {
    const update = (secret: string): string[] =>
      codesOf(manifest("", `secrets: [token]\niam: {update_secrets: [${secret}]}\n`));
    expect(update("token")).toEqual([]);
    expect(update("key")).toEqual(["unknown-secret@5:24"]);
    expect(codesOf(iam({ s3_read_write: ["lake/production/a/*"] }))).toEqual(["s3-other-environment@4:24"]);
  });

  test("with an external role no policies are compiled, so none can be too large", () => {
    const external_role = "arn:aws:iam::123456789012:role/example";
    expect(codesOf(iam({ external_role, s3_read_only: paths(800) })).map((code) => code.split("@")[0])).toEqual([
      "external-role-alone",
    ]);
  });
});
