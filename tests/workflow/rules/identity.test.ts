import { codesOf, manifest } from "../../support/manifests";

const paths = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `lake/${"p".repeat(60)}${index}/*`);
const iam = (keys: object): string => manifest("", `iam: ${JSON.stringify(keys)}\n`);

describe("what iam asks for is checked as a whole only where each part can be granted", () => {
  test("a warning does not keep policies that are too large from being told, at the key", () => {
    expect(codesOf(iam({ s3_read_only: ["s3://pond/a/*", ...paths(800)] }))).toEqual([
      "policy-too-large@4:1",
      "s3-scheme@4:23",
    ]);
  });

  test("a part that cannot be granted is told alone", () => {
    expect(codesOf(iam({ s3_read_only: ["*/a", ...paths(800)] }))).toEqual(["s3-bucket-wildcard@4:23"]);
  });

  test("its secrets and its environment are the manifest's", () => {
    const update = (secret: string): string[] =>
      codesOf(manifest("", `secrets: [token]\niam: {update_secrets: [${secret}]}\n`));
    expect(update("token")).toEqual([]);
    expect(update("key")).toEqual(["unknown-secret@5:24"]);
    expect(codesOf(iam({ s3_read_write: ["lake/production/a/*"] }))).toEqual(["s3-other-environment@4:24"]);
  });

  test("beside an external role nothing is compiled, so nothing can be too large", () => {
    const external_role = "arn:aws:iam::123456789012:role/example";
    expect(codesOf(iam({ external_role, s3_read_only: paths(800) })).map((code) => code.split("@")[0])).toEqual([
      "external-role-alone",
    ]);
  });
});
