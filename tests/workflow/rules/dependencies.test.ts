import { manifest, problemsOf } from "../../support/manifests";

const told = (lines: string): string[] =>
  problemsOf(manifest(lines)).map(({ code, line, column, message }) => `${code}@${line}:${column} ${message}`);

/** A manifest's tasks, each with its dependencies. */
const tasks = (graph: Readonly<Record<string, readonly string[]>>): string =>
  `tasks:\n${Object.entries(graph)
    .map(([name, dependencies]) => `  ${name}: {dependencies: [${dependencies.join(", ")}]}`)
    .join("\n")}`;

const circle = (cycle: string): string =>
  `tasks wait for each other in a circle (${cycle}), so none can start; remove one of these dependencies`;

describe("dependencies name tasks of the same workflow", () => {
  test("each unknown name is reported, with the nearest name", () => {
    expect(told(tasks({ extract: [], load: ["extract", "extrakt", "laod"] }))).toEqual([
      "unknown-dependency@6:36 task load depends on extrakt, which does not exist; did you mean extract?",
      "unknown-dependency@6:45 task load depends on laod, which does not exist; did you mean load?",
    ]);
  });

  test("if no name is near, the first ten are listed", () => {
    const names = Array.from({ length: 12 }, (_, index) => `task-number-${index}`);
    const [problem] = told(tasks({ ...Object.fromEntries(names.map((name) => [name, []])), last: ["zzz"] }));
    expect(problem).toContain(
      `task last depends on zzz, which does not exist; the tasks are ${names.slice(0, 10).join(", ")}`,
    );
    expect(problem).not.toContain("task-number-10");
  });
});

describe("dependencies form no cycle", () => {
  test.each([
    ["a chain", { a: [], b: ["a"], c: ["b"] }],
    ["a diamond", { a: [], b: ["a"], c: ["a"], d: ["b", "c"] }],
    ["a task at the end of two paths of different length", { d: ["a", "b"], b: ["a"], a: ["e"], e: [] }],
    ["tasks that are used before they are described", { c: ["b"], b: ["a"], a: [] }],
  ])("%s has none", (_name, graph) => {
    expect(told(tasks(graph))).toEqual([]);
  });

  test.each([
    ["a task that waits for itself", { a: ["a"] }, "5:24", "a → a"],
    ["two tasks", { a: ["b"], b: ["a"] }, "5:24", "a → b → a"],
    ["a cycle behind a task that is not part of it", { x: ["a"], a: ["b"], b: ["a"] }, "6:24", "a → b → a"],
    ["a cycle beside finished tasks", { x: [], a: ["x", "b"], b: ["x", "a"] }, "6:27", "a → b → a"],
    ["a cycle that a later branch closes", { a: ["b", "c"], b: [], c: ["d"], d: ["a"] }, "5:27", "a → c → d → a"],
    [
      "a cycle that the search enters only after it has left a path through it",
      { a: ["b"], b: ["c"], c: [], d: ["b", "e"], e: ["d"] },
      "8:27",
      "d → e → d",
    ],
  ])("%s is printed, at its first dependency", (_name, graph, place, cycle) => {
    expect(told(tasks(graph))).toEqual([`dependency-cycle@${place} ${circle(cycle)}`]);
  });

  test("a graph with a billion paths is searched once, not path by path", () => {
    const levels = Array.from({ length: 30 }, (_, level) => level);
    const before = (level: number): string[] => (level === 0 ? [] : [`a${level - 1}`, `b${level - 1}`]);
    const graph = levels.flatMap((level) => ["a", "b"].map((name) => [`${name}${level}`, before(level)] as const));
    expect(told(tasks(Object.fromEntries([...graph].reverse())))).toEqual([]);
  });

  test("a task that does not exist is reported once, and closes no cycle", () => {
    expect(told(tasks({ alpha: ["beta"] }))).toEqual([
      "unknown-dependency@5:28 task alpha depends on beta, which does not exist; the tasks are alpha",
    ]);
  });
});
