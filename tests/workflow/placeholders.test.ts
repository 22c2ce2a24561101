import { parse, stringify } from "yaml";

import { isMap } from "../../diagnostics/is-map";
import { compileViolations } from "../../diagnostics/schema-violations";
import { fillPlaceholders } from "../../workflow/placeholders";
import { codesOf, manifest, problemsOf } from "../support/manifests";
import { MAXIMAL } from "../support/hostile";

type Path = readonly (string | number)[];

/** Every path at which something stands in the manifest that uses every key. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const children = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : isMap(value)
      ? Object.entries(value)
      : [];
  return [...(path.length === 0 ? [] : [path]), ...children.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

/** The manifest that uses every key, with another value at a path. */
function maximalWith(path: Path, value: unknown): string {
  const data: unknown = parse(MAXIMAL, { merge: true });
  const parent = path.slice(0, -1).reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], data);
  (parent as Record<string | number, unknown>)[path.at(-1) ?? ""] = value;
  return stringify(data, { aliasDuplicateObjects: false });
}

describe("a mistake of structure hides no other mistake", () => {
  test("rules look at the rest of the manifest", () => {
    const text = manifest(
      'retrys: 1\nretries: many\nschedule: "0 7 1 * * *"\nstart_date: 2025-02-30\ntasks: {a: {dependencies: [b]}}',
      "iam: {athena: all, s3_read_only: [arn:aws:s3:::bucket/x]}\n",
    );
    expect(codesOf(text)).toEqual([
      "unknown-key@4:3",
      "wrong-type@5:12",
      "bad-cron@6:13",
      "bad-date@7:15",
      "unknown-dependency@8:30",
      "not-offered@9:15",
      "s3-arn@9:35",
    ]);
  });

  test("what is missing hides nothing either", () => {
    expect(codesOf('dag: {tag: v1, schedule: "@dayly"}\nsecrets: [a]\n')).toEqual([
      "missing-key@1:1",
      "missing-key@1:1",
      "missing-key@1:6",
      "unknown-preset@1:26",
    ]);
  });
});

describe("what stands in for a mistake is not told as one", () => {
  test.each(pathsOf(parse(MAXIMAL, { merge: true })).map((path) => [path.join("."), path] as const))(
    "%s",
    (_name, path) => {
      const told = problemsOf(maximalWith(path, [[]]));
      expect(told).not.toEqual([]);
      expect(told.filter((problem) => !path.every((step, index) => problem.path[index] === step))).toEqual([]);
    },
  );

  test("not even where the example breaks a rule", () => {
    expect(codesOf(manifest("tasks: {a: {dependencies: [1, b]}}"))).toEqual([
      "wrong-type@4:30",
      "unknown-dependency@4:33",
    ]);
  });

  test("nor is the file looked at further where it is no map", () => {
    expect(codesOf("- dag\n")).toEqual(["wrong-type@1:1"]);
  });
});

describe("in place of a mistake stands", () => {
  const schema = {
    type: "object",
    additionalProperties: false,
    required: ["list", "map"],
    properties: {
      choice: { type: "string", enum: ["x", "y"] },
      flag: { type: "boolean", default: false },
      list: { type: "array", items: { type: "integer", examples: [5, 6] }, uniqueItems: true },
      map: { $ref: "#/$defs/Map" },
    },
    $defs: { Map: { type: "object", required: ["a"], properties: { a: { type: "integer", examples: [3] } } } },
  };
  const filled = (data: unknown): object => fillPlaceholders(data, compileViolations(schema)(data), schema);

  test.each([
    ["what is required, of examples", {}, { list: [5], map: { a: 3 } }, [["list"], ["map"]]],
    ["the default", { list: [], map: { a: 1 }, flag: 1 }, { list: [], map: { a: 1 }, flag: false }, [["flag"]]],
    [
      "a word that is offered",
      { list: [], map: { a: 1 }, choice: 1 },
      { list: [], map: { a: 1 }, choice: "x" },
      [["choice"]],
    ],
    ["an item's example", { list: [1, "b"], map: { a: 1 } }, { list: [1, 5], map: { a: 1 } }, [["list", 1]]],
    ["what a map must have", { list: [], map: {} }, { list: [], map: { a: 3 } }, [["map", "a"]]],
  ])("%s", (_name, given, data, replaced) => {
    const before = structuredClone(given);
    expect(filled(given)).toEqual({ data, replaced });
    expect(given).toEqual(before);
  });

  test("nothing, where rules do not mind", () => {
    const data = { list: [1, 1], map: { a: 1 }, other: 1 };
    expect(filled(data)).toEqual({ data, replaced: [] });
  });
});
