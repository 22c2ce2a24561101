import { loadYaml } from "../../diagnostics/load-yaml";
import { codesOf, compiled, manifest, problemsOf } from "../support/manifests";

describe("aliases and merge keys of YAML", () => {
  const MERGED = `
a: &a {x: 1.10, y: 0x1F}
b: {<<: *a, y: 2}
c: {<<: [{x: True}, *a]}
d: *a
e: {y: 3, <<: *a}
`;

  test("give a map what it merges, its own entries and earlier maps first", () => {
    expect(loadYaml(MERGED).data).toEqual({
      a: { x: 1.1, y: 31 },
      b: { x: 1.1, y: 2 },
      c: { x: true, y: 31 },
      d: { x: 1.1, y: 31 },
      e: { x: 1.1, y: 3 },
    });
  });

  test.each([
    ["b", "x", "1.10", 2, 11],
    ["b", "y", "2", 3, 16],
    ["c", "x", "True", 4, 14],
    ["c", "y", "0x1F", 2, 20],
    ["d", "x", "1.10", 2, 11],
    ["e", "y", "3", 6, 8],
  ])("keep for %s.%s the text %s and its place, where it was written", (map, key, source, line, column) => {
    const { sourceOf, positionOf } = loadYaml(MERGED);
    expect(sourceOf([map, key])).toBe(source);
    expect(positionOf([map, key])).toEqual({ line, column });
  });

  test("merged variables arrive as written, as those beside them do", () => {
    const { dag } = compiled(
      manifest("env_vars: &shared {A: 1.10, B: 0x1F}\ntasks:\n  t:\n    env_vars: {<<: *shared, B: yes}"),
    );
    expect(dag.env_vars).toMatchObject({ A: "1.10", B: "0x1F" });
    expect(dag.tasks["t"]?.env_vars).toEqual({ A: "1.10", B: "yes" });
  });

  test("an anchor may be set again; an alias refers to the last one before it", () => {
    expect(loadYaml("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").data).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  test("several merges in one map are not duplicate keys; a key through an alias can be a duplicate", () => {
    expect(codesOf(manifest("params: &p {a: 1}\nenv_vars: {<<: *p, <<: {b: 2}}"))).toEqual([]);
    expect(codesOf(manifest("params: {a: &k x}\nenv_vars: {x: a, *k : b}"))).toEqual(["duplicate-key@5:20"]);
    expect(codesOf(manifest("env_vars: {A: a, 'A': b}"))).toEqual(["duplicate-key@4:20"]);
  });

  test.each([
    ["a list that merges a text", "env_vars: {<<: [{A: 1}, x]}", "bad-merge@4:14", /an alias of a map/],
    ["a merge of nothing", "env_vars: {<<: }", "bad-merge@4:14", /an alias of a map/],
    ["a map for a key", "env_vars: {{a: b}: c}", "bad-key@4:14", /write a text/],
    ["an alias of a list for a key", "inlets: &l ['a:b']\nenv_vars: {*l : c}", "bad-key@5:14", /write a text/],
    ["an unquoted text that begins with *", "env_vars: {A: *.csv}", "unknown-alias@4:17", /quotes around a text/],
    ["an alias before its anchor", "env_vars: {A: *x, B: &x y}", "unknown-alias@4:17", /no anchor &x before it/],
  ])("%s is refused with what to write", (_name, lines, code, message) => {
    const text = manifest(lines);
    expect(codesOf(text)).toEqual([code]);
    expect(problemsOf(text)[0]?.message).toMatch(message);
  });

  test("lists and maps may be nested 100 deep, and no deeper", () => {
    const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(loadYaml(nested(100)).problems).toEqual([]);
    expect(loadYaml(nested(101)).problems).toMatchObject([{ code: "too-deep", line: 1, column: 101 }]);
    const maps = (depth: number): string => `${"{a: ".repeat(depth)}x${"}".repeat(depth)}`;
    expect(loadYaml(maps(100)).problems).toEqual([]);
    expect(loadYaml(maps(101)).problems).toMatchObject([{ code: "too-deep", line: 1, column: 401 }]);
  });

  test("aliases may unfold to 10,000 values in all, and no more", () => {
    const list = (count: number): string => `a: &a [${"x, ".repeat(98)}x]\nb: [${"*a, ".repeat(count)}]\n`;
    expect(loadYaml(list(100)).problems).toEqual([]);
    expect(loadYaml(list(101)).problems).toMatchObject([{ code: "too-many-aliases", line: 2, column: 405 }]);
    // A map counts itself, its keys and its values: 101 here.
    const entries = Array.from({ length: 50 }, (_, index) => `k${index}: x`).join(", ");
    const map = (count: number): string => `a: &a {${entries}}\nb: [${"*a, ".repeat(count)}]\n`;
    expect(loadYaml(map(99)).problems).toEqual([]);
    expect(loadYaml(map(100)).problems).toMatchObject([{ code: "too-many-aliases", line: 2 }]);
  });
});

describe("the place of a value", () => {
  const { positionOf, sourceOf } = loadYaml("a:\n  b: [x, {c: 1}]\n  d:\n? \n: e\n");

  test.each([
    [[], 1, 1],
    [["a"], 1, 1],
    [["a", "b"], 2, 6],
    [["a", "b", 0], 2, 7],
    [["a", "b", 1, "c"], 2, 14],
    [["a", "d"], 3, 3],
    [[""], 5, 3],
    [["a", "missing"], 1, 1],
    [["a", "b", 7], 2, 6],
    [["a", "b", 1, "missing", "below"], 2, 10],
  ])("%j", (path, line, column) => {
    expect(positionOf(path)).toEqual({ line, column });
  });

  test.each([
    ["a: ~\n", 1, 4, "the value's, where one was written"],
    ["a: ''\n", 1, 4, "the value's, even for an empty text"],
    ["a:\n", 1, 1, "the key's, where nothing was written"],
    ["a: {}\n", 1, 4, "the value's, for a map on the line"],
    ["a:\n  b: 1\n", 1, 1, "the key's, for a map below it"],
    ["a:\n  - b\n", 2, 3, "the value's, for a list below it"],
    ["a: 1\na: 2\n", 1, 4, "the first one's, for a duplicate key"],
  ])("of %j is line %i, column %i: %s", (text, line, column) => {
    expect(loadYaml(text).positionOf(["a"])).toEqual({ line, column });
  });

  test("is the key's if the caller asks for the key", () => {
    expect(positionOf(["a", "b"], true)).toEqual({ line: 2, column: 3 });
    expect(positionOf(["a", "b", 1, "c"], true)).toEqual({ line: 2, column: 11 });
  });

  test("has a text only for a scalar", () => {
    expect(sourceOf(["a", "b", 0])).toBe("x");
    expect(sourceOf(["a", "b"])).toBeUndefined();
    expect(sourceOf(["a", "b", 7])).toBeUndefined();
    expect(sourceOf(["missing", "below"])).toBeUndefined();
  });

  test("an empty key is a key, and can be a duplicate", () => {
    expect(loadYaml(": 1\n: 2\n").problems).toMatchObject([{ code: "duplicate-key", line: 2, column: 1 }]);
  });
});

describe("a file that cannot be read gets the reason", () => {
  test.each([
    ["", "empty-file", "the file is empty; write at least `dag`, `maintainers` and `tags`"],
    ["# nothing\n", "empty-file", "the file is empty; write at least `dag`, `maintainers` and `tags`"],
    [
      "a: 1\n---\nb: 2\n",
      "several-documents",
      "the file holds several YAML documents; write one manifest a file, without `---` between",
    ],
    ["[".repeat(20_000), "broken-yaml", "lists and maps are nested too deeply here for a manifest"],
    [
      "a: *b",
      "unknown-alias",
      "the alias *b has no anchor &b before it; write the anchor, or quotes around a text that begins with *",
    ],
    [
      "a: &a [*a]",
      "alias-cycle",
      "the alias *a is inside its own anchor, so the value would contain itself; write the value out",
    ],
    [`${"[".repeat(101)}${"]".repeat(101)}`, "too-deep", "more than 100 levels of nested lists and maps here"],
    ["a: 1\na: 2", "duplicate-key", "duplicate key a (first on line 1); remove one of the two"],
    ["<<: 1", "bad-merge", "<< merges maps; write an alias of a map, or a list of such aliases, after it"],
    ["[a]: 1", "bad-key", 'a list or a map cannot be a key; write a text, and a template in quotes: "{{ … }}"'],
  ])("%j", (text, code, message) => {
    const [problem, ...others] = loadYaml(text).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: "error", code, path: [] });
    expect(problem?.message).toContain(message);
  });

  test("a message stays on one line", () => {
    expect(loadYaml("a: [b\nc: d\n").problems[0]?.message).not.toContain("\n");
  });

  test("the message for a file that is too large gives its size and the limit", () => {
    expect(loadYaml("#".repeat(262_145)).problems).toMatchObject([
      {
        code: "file-too-large",
        message: "the file has 262145 characters, more than the 262144 that a manifest may have; split the workflow",
      },
    ]);
  });
});

describe("the text of a manifest", () => {
  test("may be exactly 256 K characters long", () => {
    const text = manifest().padEnd(256 * 1024, "#");
    expect(codesOf(text.replace("##", "\n#"))).toEqual([]);
    expect(codesOf(`${text}#`)).toEqual(["file-too-large@1:1"]);
  });

  test.each(["", "\n", "# only a comment\n", "---\n", "null\n", "~\n"])(
    "%j is an empty file or says nothing",
    (text) => {
      expect(problemsOf(text)[0]?.line).toBe(1);
      expect(problemsOf(text).some(({ severity }) => severity === "error")).toBe(true);
    },
  );

  test("may begin with a byte order mark or a directive, and have Windows line ends", () => {
    expect(codesOf(`\ufeff${manifest()}`)).toEqual([]);
    expect(codesOf(`%YAML 1.2\n---\n${manifest()}`)).toEqual([]);
    expect(codesOf(manifest("retrys: 1").replaceAll("\n", "\r\n"))).toEqual(["unknown-key@4:3"]);
  });

  test("explicit core types are understood; any other is refused at its place", () => {
    expect(compiled(manifest("params: {a: !!str 1.0, b: !!int 3}")).dag.params).toEqual({ a: "1.0", b: 3 });
    expect(codesOf(manifest("params: {a: !python/object x}"))).toEqual(["broken-yaml@4:15"]);
  });
});

describe("a merge conflict that was left in a file", () => {
  test("is the only problem reported, at the line of each", () => {
    const conflict = "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\n";
    expect(loadYaml(`${conflict}b: 1\n${conflict}`).problems).toMatchObject([
      { code: "merge-conflict", line: 1, column: 1, message: expect.stringContaining("with HEAD") as string },
      { code: "merge-conflict", line: 7, column: 1 },
    ]);
  });

  test("is not seen in a text that only looks like one", () => {
    expect(loadYaml("a: |\n  <<<<<<< HEAD\n  =======\n").problems).toEqual([]);
  });
});
