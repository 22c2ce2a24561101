import * as fc from "fast-check";

import { checkManifest, type ManifestFile } from "../../workflow/check";
import { compileWorkflow } from "../../workflow/compile";
import type { CompiledWorkflow, DagData } from "../../workflow/compiled";
import { COMPUTE_PROFILES } from "../../platform/compute-profiles";
import { FACTS } from "../../workflow/templates/facts";
import { STEPS } from "../../workflow/templates/steps";
import type { EnvironmentValue } from "../../workflow/templates/value";
import { EDITED, MAXIMAL, VALID } from "../support/hostile";
import { DEVELOPMENT, environmentOf, FILE, manifest, REST } from "../support/manifests";

const PROFILES = new Set(COMPUTE_PROFILES.map(({ name }) => name));
const FACT_NAMES = new Set(FACTS.map(({ name }) => name));
const STEP_NAMES = new Set(STEPS);
const ENVIRONMENTS = new Map(["development", "test", "production"].map((name) => [name, environmentOf(name)]));

/** Faults in a compiled value: not frozen, undefined, or not a finite number. */
function unsound(value: unknown, path = "workflow"): string[] {
  if (typeof value === "object" && value !== null) {
    return [
      ...(Object.isFrozen(value) ? [] : [`${path} can be changed`]),
      ...Object.entries(value).flatMap(([key, child]) => unsound(child, `${path}.${key}`)),
    ];
  }
  const isSound = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  return isSound ? [] : [`${path} is ${typeof value} ${JSON.stringify(value)}`];
}

/** Whether a value is text, or a template with only facts, parameters and results that the shared package knows. */
function isKnown(value: EnvironmentValue, { params, tasks }: DagData): boolean {
  return (
    typeof value === "string" ||
    value.pieces.every(
      (piece) =>
        typeof piece === "string" ||
        (("result" in piece
          ? Object.hasOwn(tasks, piece.result)
          : "param" in piece
            ? Object.hasOwn(params, piece.param)
            : FACT_NAMES.has(piece.fact)) &&
          (piece.steps ?? []).every(([name]) => STEP_NAMES.has(name))),
    )
  );
}

function brokenInvariants(workflow: CompiledWorkflow): string[] {
  const { dag, role } = workflow;
  const tasks = Object.entries(dag.tasks);
  const variables = [dag.env_vars, ...tasks.map(([, task]) => task.env_vars)].flatMap((map) => Object.entries(map));
  const policies = role === null ? [] : [role.inlinePolicy, ...Object.values(role.managedPolicies)];
  const actions = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  return [
    ...unsound(workflow),
    ...(tasks.length === 0 ? ["no task"] : []),
    ...variables.filter(([, value]) => !isKnown(value, dag)).map(([name]) => `${name} is neither text nor a template`),
    ...tasks.flatMap(([, { dependencies }]) => dependencies.filter((name) => !Object.hasOwn(dag.tasks, name))),
    ...tasks.map(([, task]) => task.compute_profile).filter((profile) => !PROFILES.has(profile)),
    ...actions.filter((action) => action === "*" || action.endsWith(":*")),
    ...(/[\r\0\u0085\u2028\u2029]/.test(workflow.dagObject) ? ["the DAG object holds a raw line end"] : []),
    ...(Object.keys(Object.prototype).length > 0 ? ["a prototype was changed"] : []),
  ];
}

/** Faults in the treatment of a manifest: none if it is accepted and sound, or refused at places inside it. */
function faults(manifest: ManifestFile): string[] {
  return faultsOf(
    manifest,
    checkManifest(manifest, ENVIRONMENTS.get(manifest.file.split("/")[1] ?? "") ?? DEVELOPMENT),
  );
}

/** The same for the result of a check. */
function faultsOf({ text }: ManifestFile, { valid, problems }: ReturnType<typeof checkManifest>): string[] {
  const lines = text.split("\n");
  const outside = problems
    .filter(
      ({ line, column }) =>
        line < 1 || line > lines.length + 1 || column < 1 || column > (lines[line - 1] ?? "").length + 1,
    )
    .map(({ code, line, column }) => `${code} at ${line}:${column} is outside the file`);
  const silent = problems.filter(({ message }) => message === "" || /undefined|\[object/.test(message)).map(String);
  if (valid === undefined) {
    const refused = problems.some(({ severity }) => severity === "error");
    return [...outside, ...silent, ...(refused ? [] : ["refused without an error"])];
  }
  return [...outside, ...silent, ...brokenInvariants(compileWorkflow(valid))];
}

describe("a manifest after random edits is accepted and sound, or refused at a place inside it", () => {
  test.each(VALID.map((file) => [file.file, file] as const))("%s is valid before it is edited", (_name, file) => {
    expect(faults(file)).toEqual([]);
  });

  test("the manifest with every key is accepted, so that its edits test every rule", () => {
    const { problems } = checkManifest({ file: FILE, text: MAXIMAL }, DEVELOPMENT);
    // 1.10 without quotes arrived as 1.1 on the previous platform.
    expect(problems.map(({ code, path }) => `${code}: ${path.join(".")}`)).toEqual([
      "unquoted-number: dag.env_vars.NUMBER",
      "unquoted-number: dag.tasks.transform.env_vars.NUMBER",
    ]);
  });

  // A failure prints the seed and the smallest manifest that fails.
  test("thousands of random edits of valid manifests", () => {
    fc.assert(
      fc.property(EDITED, (file) => {
        expect(faults(file)).toEqual([]);
      }),
      { numRuns: 4000, seed: 20_250_101, endOnFailure: false },
    );
  }, 900_000);
});

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");
const tasks = (text: string): string => manifest(`tasks:\n${text}`);
const chain = (count: number): string =>
  tasks(lines(count, (i) => `  t${i}:${i === 0 ? "" : ` {dependencies: [t${i - 1}]}`}`));

describe("a manifest that is made to exhaust the parser is refused, or compiled, without an exception", () => {
  test.each([
    ["1 MB", manifest(`env_vars: {A: ${"x".repeat(2 ** 20)}}`), ["file-too-large"]],
    ["256 KB of [", "[".repeat(2 ** 18), ["broken-yaml"]],
    ["256 KB of {", "{".repeat(2 ** 18), ["broken-yaml"]],
    ["256 KB of block lists", "- ".repeat(2 ** 17), ["broken-yaml"]],
    ["256 KB of complex keys", "? ".repeat(2 ** 17), ["broken-yaml"]],
    ["documents only", "---\n".repeat(60_000), ["several-documents"]],
    ["lists in lists", manifest(`params: {a: ${"[".repeat(200)}${"]".repeat(200)}}`), ["too-deep"]],
    ["maps in maps", lines(600, (i) => `${" ".repeat(i)}a:`), ["too-deep"]],
    ["10,000 tasks in a chain", chain(10_000), ["file-too-large"]],
    ["6,000 tasks in a chain", chain(6_000), []],
    ["6,000 tasks in a circle", chain(6_000).replace("t0:", "t0: {dependencies: [t5999]}"), ["dependency-cycle"]],
    [
      "an alias bomb",
      `a0: &a0 [x, x]\n${lines(40, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)}`,
      ["too-many-aliases"],
    ],
    [
      "a merge bomb",
      `a0: &a0 {x: 1}\n${lines(40, (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`)}`,
      ["too-many-aliases"],
    ],
    [
      "merges of merges",
      `a0: &a0 {x: 1}\n${lines(4000, (i) => `a${i + 1}: &a${i + 1} {<<: *a${i}, x${i}: 1}`)}`,
      ["too-many-aliases"],
    ],
    ["60,000 aliases of a text", `a: &a x\nb: [${"*a,".repeat(60_000)}]`, ["too-many-aliases"]],
    ["an alias of itself", "dag: &a {tasks: *a}", ["alias-cycle"]],
    ["an alias of itself through another", "dag: &a {tasks: &b [*a], params: *b}", ["alias-cycle"]],
    ["a map that merges itself", "dag: &a {<<: *a}", ["alias-cycle"]],
    ["an alias without an anchor", "dag: *a", ["unknown-alias"]],
    ["a merge of a number", manifest("<<: 1"), ["bad-merge"]],
    ["a list for a key", manifest("? [a]\n: b"), ["bad-key"]],
    ["a cron of 200 KB", manifest(`schedule: "${"1,".repeat(100_000)}1 * * * *"`), ["out-of-bounds"]],
    [
      "a user name made for backtracking",
      manifest().replace("octocat", `${"a-".repeat(50_000)}!`),
      ["out-of-bounds", "wrong-form"],
    ],
  ])("%s", (_name, text, codes) => {
    const result = checkManifest({ file: FILE, text }, DEVELOPMENT);
    expect(faultsOf({ file: FILE, text }, result)).toEqual([]);
    expect(result.problems.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    [
      "7,000 dependencies that do not exist",
      tasks(lines(7000, (i) => `  t${i}: {dependencies: [u${i}]}`)),
      "unknown-dependency",
      7000,
    ],
    ["20,000 unknown keys", manifest(lines(20_000, (i) => `k${i}: 1`)), "unknown-key", 20_000],
    [
      "9,000 parameters twice",
      manifest(`params:\n${lines(9000, (i) => `  k${i}: 1\n  K${i}: 1`)}`),
      "variable-clash",
      9000,
    ],
    [
      "unknown secrets to update",
      manifest("", `iam: {update_secrets: [${lines(20_000, (i) => `v${i}, `).replaceAll("\n", "")}]}\nsecrets: [a]\n`),
      "unknown-secret",
      20_000,
    ],
  ])("%s are all reported", (_name, text, code, count) => {
    const { problems } = checkManifest({ file: FILE, text }, DEVELOPMENT);
    expect(problems.filter((problem) => problem.code === code)).toHaveLength(count);
    expect(Math.max(...problems.map(({ message }) => message.length))).toBeLessThan(1000);
  });

  test("YAML directives and tags in a file change nothing", () => {
    const text = `%YAML 1.1\n---\n${manifest("start_date: 2025-02-01\nenv_vars: {A: yes, B: 2025-01-01}")}`;
    expect(faults({ file: FILE, text })).toEqual([]);
    const { valid } = checkManifest({ file: FILE, text }, DEVELOPMENT);
    expect(valid?.manifest.dag).toMatchObject({ start_date: "2025-02-01", env_vars: { A: "yes", B: "2025-01-01" } });
    for (const tag of ["!!timestamp 2025-01-01", "!!set {a}", "!!binary aGk=", "!x y"]) {
      expect(checkManifest({ file: FILE, text: `dag: ${tag}${REST}` }, DEVELOPMENT).problems).toMatchObject([
        { code: "broken-yaml", line: 1 },
      ]);
    }
  });
});
