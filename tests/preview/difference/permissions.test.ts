import { allPermissions, covers, permissionSentences } from "../../../preview/difference/permissions";
import { compareStatements, grantsOf } from "../../../preview/difference/policy";
import { compiled, manifest } from "../../support/manifests";
import type { PolicyStatement } from "../../../platform/iam/policy-document";

function statement(more: Partial<PolicyStatement>): PolicyStatement {
  return { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/a/*", ...more };
}

function statementsOf(iam: string): readonly PolicyStatement[] {
  return compiled(manifest("", `iam:\n  ${iam}\n`)).role?.inlinePolicy.Statement ?? [];
}

function sentences(before: string, after: string): string[] {
  return permissionSentences(grantsOf(statementsOf(before)), grantsOf(statementsOf(after)));
}

describe("statements of a policy", () => {
  test("are the same whatever their order and labels, and whether a single value is in a list", () => {
    const other = statement({ Action: ["s3:PutObject", "s3:GetObject"], Sid: "One" });
    expect(
      compareStatements(
        [statement({}), other],
        [{ ...other, Action: ["s3:GetObject", "s3:PutObject"], Sid: "Two" }, statement({ Action: ["s3:GetObject"] })],
      ),
    ).toEqual({ added: [], removed: [] });
  });

  test("differ by actions, resources, principals and conditions", () => {
    const condition = { StringEquals: { "aws:SourceAccount": "1" } };
    for (const change of [
      { Effect: "Deny" as const },
      { Resource: "*" },
      { Principal: "*" as const },
      { Condition: condition },
    ]) {
      const changed = statement(change);
      expect(compareStatements([statement({})], [changed])).toEqual({ added: [changed], removed: [statement({})] });
    }
  });
});

describe("changes in the rights of a workflow", () => {
  test.each([
    [
      "a new path to read",
      "s3_read_only: [bucket/a/*]",
      "s3_read_only: [bucket/a/*, other/b/*]",
      ["may now read and list `s3://other/b/*`"],
    ],
    [
      "a new path to write",
      "s3_read_only: [bucket/a/*]",
      "{ s3_read_only: [bucket/a/*], s3_write_only: [bucket/out/*] }",
      ["may now write to and delete from `s3://bucket/out/*`"],
    ],
    [
      "a path that is widened names the former one",
      "s3_read_only: [bucket/a/*]",
      "s3_read_only: [bucket/*]",
      ["may now read and list `s3://bucket/*`, until now only `s3://bucket/a/*`"],
    ],
    [
      "a path that is narrowed names the remaining one",
      "s3_read_only: [bucket/*]",
      "s3_read_only: [bucket/a/*]",
      ["may no longer read and list `s3://bucket/*`, only `s3://bucket/a/*`"],
    ],
    [
      "a path that may be read as before and now written too",
      "s3_read_only: [bucket/a/*]",
      "s3_read_write: [bucket/a/*]",
      ["may now write to, delete from and restore archived objects of `s3://bucket/a/*`"],
    ],
    [
      "a path below one that may be read already",
      "s3_read_only: [bucket/*]",
      "s3_read_only: [bucket/*, bucket/a/*]",
      [],
    ],
  ])("%s", (_name, before, after, expected) => {
    expect(sentences(before, after)).toEqual(expected);
  });

  test("a refusal is reported as a refusal, not as a right", () => {
    const [added, ...rest] = sentences(
      "s3_read_only: [bucket/*]",
      "{ s3_read_only: [bucket/*], s3_deny: [bucket/a/*] }",
    );
    expect(added).toMatch(/^is now refused to read, .*`s3:\/\/bucket\/a\/\*`$/);
    expect(rest).toEqual([]);
  });

  test("an action outside all families keeps its own name", () => {
    const unknown = grantsOf([statement({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:1:queue" })]);
    expect(permissionSentences([], unknown)).toEqual(["may now use sqs:SendMessage on `sqs queue`"]);
  });

  test("a condition is part of the sentence", () => {
    const limited = grantsOf([
      statement({ Condition: { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-west-2"] } } }),
    ]);
    expect(permissionSentences([], limited)).toEqual([
      "may now read `s3://bucket/a/*`, if the region is `eu-west-1` or `eu-west-2`",
    ]);
  });

  test("principals that may take a role are reported by name", () => {
    const trust: PolicyStatement = {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "glue.amazonaws.com" },
    };
    expect(permissionSentences([], grantsOf([trust]))).toEqual(["`glue.amazonaws.com` may now take the role"]);
  });

  test("everything that a workflow may do names every path", () => {
    const all = allPermissions(grantsOf(statementsOf("{ athena: write, glue: true, s3_read_write: [bucket/a/*] }")));
    expect(all.join("\n")).toContain("`s3://bucket/a/*`");
    expect(all.join("\n")).toContain("run queries in `athena workgroup/");
    expect(all.every((sentence) => sentence.startsWith("may "))).toBe(true);
  });
});

test.each([
  ["a/*", "a/b/*", true],
  ["a/*", "a/*", true],
  ["a/b/*", "a/*", false],
  ["a.b", "axb", false],
  ["a?c", "abc", true],
])("the pattern %s covers %s: %s", (pattern, other, expected) => {
  expect(covers(pattern, other)).toBe(expected);
});
