import { parse, stringify } from "yaml";

import { isMap } from "../../diagnostics/is-map";
import { compileViolations } from "../../diagnostics/schema-violations";
import { fillPlaceholders } from "../../workflow/placeholders";
import { codesOf, manifest, problemsOf } from "../support/manifests";
import { MAXIMAL } from "../support/hostile";

type Path = readonly (string | number)[];

/** Every path of the manifest that uses every key. */
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

  test("a task whose name is a number does not depend on the placeholder", () => {
    expect(codesOf(manifest("tasks: {1: {}, 2: {dependencies: [1]}}"))).toEqual(["wrong-type@4:37"]);
  });

  test("a missing key hides no other mistake either", () => {
    expect(codesOf('dag: {tag: v1, schedule: "@dayly"}\nsecrets: [a]\n')).toEqual([
      "missing-key@1:1",
      "missing-key@1:1",
      "missing-key@1:6",
      "unknown-preset@1:26",
    ]);
  });
});

describe("the placeholder for a mistake causes no error", () => {
  test.each(pathsOf(parse(MAXIMAL, { merge: true })).map((path) => [path.join("."), path] as const))(
    "%s",
    (_name, path) => {
      const told = problemsOf(maximalWith(path, [[]]));
      expect(told).not.toEqual([]);
      expect(told.filter((problem) => !path.every((step, index) => problem.path[index] === step))).toEqual([]);
    },
  );

  test("even if the placeholder breaks a rule", () => {
    expect(codesOf(manifest("tasks: {a: {dependencies: [1, b]}}"))).toEqual([
      "wrong-type@4:30",
      "unknown-dependency@4:33",
    ]);
  });

  test("a file that is not a map is not checked further", () => {
    expect(codesOf("- dag\n")).toEqual(["wrong-type@1:1"]);
  });
});

describe("a mistake is replaced by", () => {
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
    ["examples of the required keys", {}, { list: [5], map: { a: 3 } }, [["list"], ["map"]]],
    ["the default", { list: [], map: { a: 1 }, flag: 1 }, { list: [], map: { a: 1 }, flag: false }, [["flag"]]],
    [
      "one of the allowed words",
      { list: [], map: { a: 1 }, choice: 1 },
      { list: [], map: { a: 1 }, choice: "x" },
      [["choice"]],
    ],
    ["an item's example", { list: [1, "b"], map: { a: 1 } }, { list: [1, 5], map: { a: 1 } }, [["list", 1]]],
    ["the required keys of a map", { list: [], map: {} }, { list: [], map: { a: 3 } }, [["map", "a"]]],
  ])("%s", (_name, given, data, replaced) => {
    const before = structuredClone(given);
    expect(filled(given)).toEqual({ data, replaced });
    expect(given).toEqual(before);
  });

  test("nothing, if rules accept an absent value", () => {
    const data = { list: [1, 1], map: { a: 1 }, other: 1 };
    expect(filled(data)).toEqual({ data, replaced: [] });
  });
});
