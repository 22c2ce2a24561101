import fc from "fast-check";

import { allow, deny, type IdentityStatement } from "../../../platform/iam/statement";
import { mergeStatements } from "../../../platform/iam/merge-statements";
import { globMatches } from "../../../platform/iam/glob";
import { evaluate } from "../../workflow/iam/evaluate";

const text = (...letters: string[]) =>
  fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 4 }).map((list) => list.join(""));
const pattern = text("a", "b", "/", "*", "?");
const action = fc.constantFrom("s3:A", "s3:B", "s3:C");
const someOf = <T>(values: fc.Arbitrary<T>) => fc.array(values, { minLength: 1, maxLength: 3 });

const statement: fc.Arbitrary<IdentityStatement> = fc
  .tuple(fc.constantFrom(allow, deny), someOf(action), someOf(pattern), fc.option(someOf(pattern), { nil: undefined }))
  .map(([make, actions, resources, prefixes]) =>
    make(actions, resources, prefixes === undefined ? undefined : { StringLike: { "s3:prefix": prefixes } }),
  );

const request = fc.record({
  action,
  resource: text("a", "b", "/"),
  prefix: fc.option(text("a", "b", "/"), { nil: undefined }),
});

describe("merging statements", () => {
  test("never changes what is allowed and what is denied", () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 8 }),
        fc.array(request, { minLength: 20, maxLength: 40 }),
        (statements, requests) => {
          const merged = mergeStatements(statements);
          for (const each of requests) {
            expect(evaluate(merged, each)).toBe(evaluate(statements, each));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("gives the same bytes whatever the order, and nothing more to merge", () => {
    fc.assert(
      fc.property(
        fc
          .array(statement, { maxLength: 8 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([statements, shuffled]) => {
          const merged = mergeStatements(statements);
          expect(JSON.stringify(mergeStatements(shuffled))).toBe(JSON.stringify(merged));
          expect(mergeStatements(merged)).toEqual(merged);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("never takes more characters than it was given", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), (statements) => {
        const plain = statements.filter(({ Condition }) => Condition === undefined);
        expect(JSON.stringify(mergeStatements(plain)).length).toBeLessThanOrEqual(JSON.stringify(plain).length);
      }),
    );
  });

  test("leaves statements that overlap in part as they are where taking them apart would be longer", () => {
    const statements = [allow(["s3:A", "s3:B"], ["x", "y"]), allow(["s3:B", "s3:C"], ["y", "z"])];
    expect(mergeStatements(statements)).toEqual(statements);
  });

  test("takes overlapping statements apart by resource where that makes fewer, and leaves them by action where not", () => {
    const byAction = [allow(["s3:A"], ["x", "y"]), allow(["s3:B"], ["x"]), allow(["s3:C"], ["y"])];
    const byResource = [allow(["s3:A", "s3:B"], ["x"]), allow(["s3:A", "s3:C"], ["y"])];
    expect(mergeStatements(byAction)).toEqual(byResource);
    const fewByAction = [allow(["s3:A"], ["v", "x", "y", "z"]), allow(["s3:B"], ["w", "x", "y"])];
    expect(mergeStatements(fewByAction)).toEqual(fewByAction);
  });

  test("says a long name once where either way takes as many statements", () => {
    const name = "long".repeat(20);
    expect(mergeStatements([allow(["s3:A"], [name, "x"]), allow(["s3:B"], [name])])).toEqual([
      allow(["s3:A", "s3:B"], [name]),
      allow(["s3:A"], ["x"]),
    ]);
    const action = `s3:${name}`;
    expect(mergeStatements([allow([action, "s3:A"], ["x"]), allow([action], ["y"])])).toEqual([
      allow(["s3:A"], ["x"]),
      allow([action], ["x", "y"]),
    ]);
  });

  test("joins resources of equal actions", () => {
    expect(mergeStatements([allow(["s3:A"], ["b"]), allow(["s3:A"], ["a"])])).toEqual([allow(["s3:A"], ["a", "b"])]);
  });

  test("joins actions of equal resources", () => {
    expect(mergeStatements([allow(["s3:B"], ["a"]), allow(["s3:A"], ["a"])])).toEqual([allow(["s3:A", "s3:B"], ["a"])]);
  });

  test("joins the values of equal statements' only condition key, without those that a wider one covers", () => {
    const listing = (...prefixes: string[]) =>
      allow(["s3:ListBucket"], ["bucket"], { StringLike: { "s3:prefix": prefixes } });
    expect(mergeStatements([listing("b/*", "b"), listing("a/*"), listing("b/c/*")])).toEqual([
      listing("a/*", "b", "b/*"),
    ]);
  });

  test("keeps conditions apart that hold together only in part", () => {
    const both = (region: string, key: string) =>
      allow(["s3:A"], ["a"], { StringEquals: { "aws:RequestedRegion": [region], "aws:userid": [key] } });
    expect(mergeStatements([both("one", "x"), both("two", "y")])).toHaveLength(2);
  });

  test.each(["StringNotEquals", "StringNotLike", "ForAllValues:StringEquals"])(
    "never joins the values of %s, where a list is not one of",
    (operator) => {
      const other = (value: string) => allow(["s3:A"], ["a"], { [operator]: { "aws:userid": [value] } });
      expect(mergeStatements([other("x"), other("y")])).toEqual([other("x"), other("y")]);
    },
  );

  test("drops a condition's grant that another gives without condition", () => {
    const wide = allow(["s3:ListBucket"], ["bucket"]);
    expect(
      mergeStatements([allow(["s3:ListBucket"], ["bucket"], { StringLike: { "s3:prefix": ["a"] } }), wide]),
    ).toEqual([wide]);
  });

  test("keeps what is denied apart from what is allowed", () => {
    expect(mergeStatements([deny(["s3:A"], ["a"]), allow(["s3:A"], ["a"])])).toEqual([
      allow(["s3:A"], ["a"]),
      deny(["s3:A"], ["a"]),
    ]);
  });
});

test("the evaluation in these tests reads wildcards as IAM does", () => {
  expect(globMatches("a/*", "a/")).toBe(true);
  expect(globMatches("a/*", "a/b/c")).toBe(true);
  expect(globMatches("a?c", "abc")).toBe(true);
  expect(globMatches("a?c", "ac")).toBe(false);
  expect(globMatches("a.c", "abc")).toBe(false);
});
