import { parse, stringify } from "yaml";

import { isMap } from "../../workflow/normalise";
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

  test("nor is the file looked at further where it is no map", () => {
    expect(codesOf("- dag\n")).toEqual(["wrong-type@1:1"]);
  });
});
