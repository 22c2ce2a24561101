import fc from "fast-check";

import { roleFindings } from "../../../workflow/iam/identity";
import {
  INLINE_LIMIT,
  MANAGED_LIMIT,
  policyText,
  splitPolicies,
  type SplitPolicies,
} from "../../../platform/iam/split";
import { allow, type IdentityStatement } from "../../../platform/iam/statement";
import { mergeStatements } from "../../../platform/iam/merge-statements";
import { documentsOf, may, roleInput, roleWith, settingsWith } from "../../workflow/iam/support";

function split(statements: readonly IdentityStatement[], attachable = 10): SplitPolicies {
  const policies = splitPolicies(statements, attachable);
  if ("code" in policies) {
    throw new Error(policies.message);
  }
  return policies;
}

const sizes = ({ inline, managed }: SplitPolicies) =>
  [inline, ...managed].map((document) => policyText(document).length);
const statementsOf = ({ inline, managed }: SplitPolicies) =>
  [inline, ...managed].flatMap(({ Statement }) => Statement as readonly IdentityStatement[]);

/** A statement of two resources that makes a document of so many characters. */
function statementOf(length: number): IdentityStatement {
  const empty = policyText({ Version: "2012-10-17", Statement: [allow(["s3:GetObject"], ["", "b"])] }).length;
  return allow(["s3:GetObject"], ["a".repeat(length - empty), "b"]);
}

const paths = (count: number, letter = "p") =>
  Array.from({ length: count }, (_, index) => `lake/${letter}${String(index).padStart(5, "0")}/*`);

describe("splitting over policies", () => {
  test("a document of exactly the inline limit stays one; one character more makes a second", () => {
    const exact = split([statementOf(INLINE_LIMIT)]);
    expect(sizes(exact)).toEqual([INLINE_LIMIT]);
    const [first, second] = split([statementOf(INLINE_LIMIT), allow(["s3:PutObject"], ["c"])]).managed;
    expect(first?.Statement).toEqual([allow(["s3:PutObject"], ["c"])]);
    expect(second).toBeUndefined();
    const longer = statementOf(INLINE_LIMIT + 1);
    expect(split([longer]).managed[0]?.Statement).toEqual([{ ...longer, Resource: ["b"] }]);
  });

  test("a managed policy is filled to its limit exactly, and no further", () => {
    const filler = statementOf(INLINE_LIMIT);
    expect(sizes(split([filler, statementOf(MANAGED_LIMIT)]))).toEqual([INLINE_LIMIT, MANAGED_LIMIT]);
    expect(split([filler, statementOf(MANAGED_LIMIT + 1)]).managed).toHaveLength(2);
  });

  test("one statement with thousands of resources is cut into several, none lost, none twice", () => {
    const resources = Array.from({ length: 1500 }, (_, index) => `arn:aws:s3:::lake/${index}/*`);
    const policies = split([allow(["s3:GetObject", "s3:PutObject"], resources)]);
    expect(statementsOf(policies).flatMap(({ Resource }) => Resource)).toEqual(resources);
    for (const statement of statementsOf(policies)) {
      expect(statement.Action).toEqual(["s3:GetObject", "s3:PutObject"]);
    }
  });

  test("a listing with thousands of prefixes is cut by its prefixes, and never loses its condition", () => {
    const prefixes = Array.from({ length: 2000 }, (_, index) => `folder-${index}/*`);
    const listing = allow(["s3:ListBucket"], ["arn:aws:s3:::lake"], { StringLike: { "s3:prefix": prefixes } });
    const policies = split([listing]);
    expect(policies.managed.length).toBeGreaterThan(1);
    expect(statementsOf(policies).flatMap(({ Condition }) => Condition?.StringLike?.["s3:prefix"] ?? [])).toEqual(
      prefixes,
    );
  });

  test("the prefixes of several buckets are cut for all of them, their resources staying together", () => {
    const prefixes = Array.from({ length: 1200 }, (_, index) => `folder-${index}/*`);
    const buckets = ["arn:aws:s3:::lake", "arn:aws:s3:::pond"];
    const policies = split([allow(["s3:ListBucket"], buckets, { StringLike: { "s3:prefix": prefixes } })]);
    expect(statementsOf(policies).every(({ Resource }) => Resource.length === 2)).toBe(true);
    expect(statementsOf(policies).flatMap(({ Condition }) => Condition?.StringLike?.["s3:prefix"] ?? [])).toEqual(
      prefixes,
    );
  });

  test("the same few prefixes of many buckets are cut by the buckets", () => {
    const buckets = Array.from({ length: 800 }, (_, index) => `arn:aws:s3:::lake-${index}`);
    const condition = { StringLike: { "s3:prefix": ["a", "a/*"] } };
    const policies = split([allow(["s3:ListBucket"], buckets, condition)]);
    expect(policies.managed.length).toBeGreaterThan(0);
    expect(statementsOf(policies).flatMap(({ Resource }) => Resource)).toEqual(buckets);
    expect(statementsOf(policies).every(({ Condition }) => Condition === condition)).toBe(true);
  });

  test("two long prefixes of one bucket go into a policy each", () => {
    const prefixes = ["a", "b"].map((letter) => letter.repeat(5100));
    const policies = split([
      allow(["s3:ListBucket"], ["arn:aws:s3:::lake"], { StringLike: { "s3:prefix": prefixes } }),
    ]);
    expect(statementsOf(policies).map(({ Condition }) => Condition?.StringLike?.["s3:prefix"])).toEqual([
      [prefixes[0]],
      [prefixes[1]],
    ]);
  });

  test("what no policy can hold is refused, at the key, with the figures and what to do", () => {
    const tooLong = allow(["s3:GetObject"], ["a".repeat(INLINE_LIMIT)]);
    expect(splitPolicies([tooLong], 2)).toEqual({
      severity: "error",
      code: "policy-too-large",
      path: ["iam"],
      atKey: true,
      message:
        `the role's policies would need at least ${policyText({ Version: "2012-10-17", Statement: [tooLong] }).length} characters, and AWS allows 22528 ` +
        "(one inline policy of 10240 and 2 managed ones of 6144); name common prefixes (bucket/folder/*) instead of their parts",
    });
    expect(splitPolicies([tooLong], -1)).toMatchObject({
      message: expect.stringContaining("0 managed ones") as string,
    });
  });

  test("no document is ever over its limit, and nothing is lost, whatever the sizes", () => {
    const statement = fc
      .tuple(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 120 }),
        fc.constantFrom("s3:A", "s3:B", "s3:C"),
      )
      .map(([count, length, action]) =>
        allow(
          [action],
          Array.from({ length: count }, (_, index) => `${index}${"x".repeat(length)}`),
        ),
      );
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), fc.integer({ min: 0, max: 10 }), (statements, attachable) => {
        const policies = splitPolicies(statements, attachable);
        if ("code" in policies) {
          expect(policyText({ Version: "2012-10-17", Statement: statements }).length).toBeGreaterThan(INLINE_LIMIT);
          return;
        }
        const [inline, ...managed] = sizes(policies);
        expect(inline).toBeLessThanOrEqual(INLINE_LIMIT);
        expect(managed.length).toBeLessThanOrEqual(attachable);
        managed.forEach((size) => {
          expect(size).toBeLessThanOrEqual(MANAGED_LIMIT);
        });
        const pairs = (list: readonly IdentityStatement[]) =>
          list.flatMap(({ Action, Resource }) => Resource.map((resource) => `${Action.join()} ${resource}`));
        expect(pairs(statementsOf(policies))).toEqual(pairs(statements));
      }),
    );
  });
});

describe("a role at AWS's limits", () => {
  test("keeps to one inline policy as long as that holds it, then goes on in managed ones named after the role", () => {
    expect(Object.keys(roleWith({ s3_read_write: paths(20) }).managedPolicies)).toEqual([]);
    const role = roleWith({ s3_read_write: paths(400) });
    expect(Object.keys(role.managedPolicies).slice(0, 2)).toEqual([
      "airflow-development-courts-daily-2",
      "airflow-development-courts-daily-3",
    ]);
    documentsOf(role).forEach((document, index) => {
      expect(policyText(document).length).toBeLessThanOrEqual(index === 0 ? INLINE_LIMIT : MANAGED_LIMIT);
    });
  });

  test("means the same when split: first and last path, their neighbours, and denials", async () => {
    const role = roleWith({ s3_read_write: paths(400), s3_deny: paths(60, "p0010") });
    expect(Object.keys(role.managedPolicies).length).toBeGreaterThan(1);
    expect(await may(role, "s3:PutObject", "arn:aws:s3:::lake/p00000/file")).toBe(true);
    expect(await may(role, "s3:PutObject", "arn:aws:s3:::lake/p00399/file")).toBe(true);
    expect(await may(role, "s3:PutObject", "arn:aws:s3:::lake/p00400/file")).toBe(false);
    expect(await may(role, "s3:ListBucket", "arn:aws:s3:::lake", { "s3:prefix": "p00399/" })).toBe(true);
    expect(await may(role, "s3:ListBucket", "arn:aws:s3:::lake", { "s3:prefix": "p00400/" })).toBe(false);
    const denied = roleWith({ s3_read_write: paths(400), s3_deny: ["lake/p00399/*"] });
    expect(await may(denied, "s3:PutObject", "arn:aws:s3:::lake/p00399/file")).toBe(false);
  });

  test("is refused beyond them, at one more path than fits, with what to do", () => {
    const fits = (count: number) => roleFindings(roleInput({ s3_read_only: paths(count) })).length === 0;
    let [low, high] = [1, 10_000];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      [low, high] = fits(middle) ? [middle, high] : [low, middle];
    }
    // Ten managed policies of 6,144 and one inline of 10,240 characters, with some 70 a path: over a thousand paths.
    expect(low).toBeGreaterThan(1000);
    const [finding, ...others] = roleFindings(roleInput({ s3_read_only: paths(low + 1) }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "error", code: "policy-too-large", path: ["iam"] });
    expect(finding?.message).toMatch(/71680.*name common prefixes/s);
    expect(() => roleWith({ s3_read_only: paths(low + 1) })).toThrow(/policies would need/);
    const used = documentsOf(roleWith({ s3_read_only: paths(low) })).map((document) => policyText(document).length);
    expect(used).toHaveLength(11);
  });

  test("policies that configuration attaches count towards the ten", () => {
    const namedPolicies = Array.from({ length: 10 }, (_, index) => ({
      policyArn: `arn:aws:iam::444444444444:policy/platform-${index}`,
      workflows: ["courts/daily"] as [string],
      actions: [],
    }));
    const settings = settingsWith({ namedPolicies });
    expect(roleFindings(roleInput({ s3_read_only: paths(20) }, { settings }))).toEqual([]);
    expect(roleFindings(roleInput({ s3_read_only: paths(400) }, { settings }))).toHaveLength(1);
    expect(roleFindings(roleInput({ s3_read_only: paths(400) }))).toEqual([]);
  });

  test("a prefix in common takes the place of its parts", () => {
    expect(roleWith({ s3_read_only: ["lake/*", ...paths(400)] })).toEqual(roleWith({ s3_read_only: ["lake/*"] }));
  });

  test("a list of many thousands of paths, far beyond any limit, is refused in one finding", () => {
    expect(roleFindings(roleInput({ s3_read_write: paths(3_000), s3_deny: paths(3_000, "d") }))).toHaveLength(1);
  });
});

test("merging then splitting keeps to the order of merging, so that a new path moves little", () => {
  const statements = mergeStatements([allow(["s3:B"], ["y"]), allow(["s3:A"], ["x"])]);
  expect(split(statements).inline.Statement).toEqual(statements);
});
