import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { loadYaml } from "../../diagnostics/load-yaml";
import type { Scalar } from "../../workflow/compiled";
import { pythonText } from "../../workflow/python-values";
import { codesOf, compiled, DEVELOPMENT, manifest, problemsOf } from "../support/manifests";
import { NO_COMPATIBILITY } from "../../platform/config/no-compatibility";

const LISTED = {
  ...DEVELOPMENT,
  settings: {
    ...DEVELOPMENT.settings,
    workflows: {
      ...DEVELOPMENT.settings.workflows,
      compatibility: { ...NO_COMPATIBILITY, pythonValues: ["examples/hello"] },
    },
  },
};

/** Plain values of YAML, and `str()` of PyYAML's value. */
const VALUES: readonly (readonly [written: string, python: string])[] = [
  ["true", "True"],
  ["FALSE", "False"],
  ["False", "False"],
  ["null", "None"],
  ["0", "0"],
  ["-7", "-7"],
  ["+7", "7"],
  ["017", "15"],
  ["-017", "-15"],
  ["0x1F", "31"],
  ["0o17", "0o17"],
  ["089", "089"],
  ["5.0", "5.0"],
  ["1.50", "1.5"],
  ["-0.0", "-0.0"],
  [".5", "0.5"],
  ["5.", "5.0"],
  ["1.0e+3", "1000.0"],
  ["1e3", "1e3"],
  ["1.5e3", "1.5e3"],
  ["1.0e+16", "1e+16"],
  ["123456789012345.5", "123456789012345.5"],
  ["1.25e-5", "1.25e-05"],
  ["0.0001", "0.0001"],
  [".inf", "inf"],
  ["-.Inf", "-inf"],
  [".NaN", "nan"],
  ["1.1.2", "1.1.2"],
  ["text", "text"],
  ["yes", "True"],
  ["No", "False"],
  ["on", "True"],
  ["OFF", "False"],
  ["y", "y"],
  ["tRue", "tRue"],
  ["1_000", "1000"],
  ["0b101", "5"],
  ["-0x1F", "-31"],
  ["123456789012345678901", "123456789012345678901"],
  ["1:30", "90"],
  ["1:30.5", "90.5"],
  ["1_0.5", "10.5"],
  ["2025-01-02", "2025-01-02"],
  ["2025-01-02T03:04:05Z", "2025-01-02 03:04:05+00:00"],
  ["2025-1-2 3:04:05.25", "2025-01-02 03:04:05.250000"],
  ["2025-01-02T03:04:05+01", "2025-01-02 03:04:05+01:00"],
];

describe("a plain value in Python's spelling", () => {
  test.each(VALUES)("%s is %s", (written, python) => {
    const { data, sourceOf } = loadYaml(`a: ${written}\n`);
    expect(pythonText((data as { a: Scalar }).a, sourceOf(["a"]) ?? "")).toBe(python);
  });
});

const PYTHON = resolve(ROOT, ".venvs", "airflow-3.0.6", "bin", "python");

(existsSync(PYTHON) ? test : test.skip)("the spellings are those of PyYAML", () => {
  const script = "import json, sys, yaml\nprint(json.dumps([str(yaml.safe_load(v)) for v in json.loads(sys.argv[1])]))";
  const written = JSON.stringify(VALUES.map(([value]) => value));
  const spelt = JSON.parse(execFileSync(PYTHON, ["-c", script, written], { encoding: "utf8" })) as string[];
  expect(spelt).toEqual(VALUES.map(([, python]) => python));
});

describe("a value that arrives differently from the previous platform is a warning with both spellings", () => {
  test.each([
    ["A: true", "unquoted-boolean", "A arrives as true, but the previous platform passed True", '"true" or "True"'],
    [
      "A: FALSE",
      "unquoted-boolean",
      "A arrives as FALSE, but the previous platform passed False",
      '"FALSE" or "False"',
    ],
    ["A: 1.50", "unquoted-number", "A arrives as 1.50, but the previous platform passed 1.5", '"1.50" or "1.5"'],
    ["A: 017", "unquoted-number", "A arrives as 017, but the previous platform passed 15", '"017" or "15"'],
  ])("%s", (variable, code, says, advice) => {
    const expected = {
      severity: "warning",
      code,
      message: `${says}; write ${advice}, in quotes, as your code expects`,
    };
    expect(problemsOf(manifest(`env_vars: {${variable}}`))).toEqual([
      expect.objectContaining({ ...expected, line: 4, column: 16 + 1 }),
    ]);
    expect(problemsOf(manifest(`tasks: {t: {env_vars: {${variable}}}}`))).toEqual([expect.objectContaining(expected)]);
  });

  test.each(["A: True", "A: 5.0", "A: 60", 'A: "true"', "A: text", "A: 1.1.2"])("%s arrives unchanged", (variable) => {
    expect(codesOf(manifest(`env_vars: {${variable}}`))).toEqual([]);
  });
});

describe("a workflow that compatibility.pythonValues lists", () => {
  const text = manifest(
    'params: {p: true, n: null, s: "true", f: 1.50}\nenv_vars: {A: true, B: 5.0, C: "true", D: 1.50}\ntasks: {t: {env_vars: {E: false}}, u: {}}',
  );

  test("gets its values in Python's spelling, and no warning", () => {
    const { dag, settingsUsed } = compiled(text, LISTED);
    expect(dag.env_vars).toMatchObject({ A: "True", B: "5.0", C: "true", D: "1.5" });
    expect(dag.tasks["t"]?.env_vars).toEqual({ E: "False" });
    expect(dag.tasks["u"]?.env_vars).toEqual({});
    expect(dag.params).toEqual({ p: "True", n: "None", s: "true", f: "1.5" });
    expect(settingsUsed).toContainEqual({
      setting: "compatibility.pythonValues",
      names: ["A", "D", "E", "f", "n", "p"],
    });
    expect(codesOf(text, LISTED).filter((code) => code.startsWith("unquoted"))).toEqual([]);
  });

  test("gets no error or warning of numbers as parameters, because they are text", () => {
    const numbers = manifest("params: {rate: 1.50, id: 123456789012345678901}");
    expect(compiled(numbers, LISTED).dag.params).toEqual({ rate: "1.5", id: "123456789012345678901" });
    expect(codesOf(numbers, LISTED)).toEqual([]);
    expect(codesOf(numbers)).toEqual(["rewritten-number@4:18", "inexact-number@4:28"]);
  });

  test("uses the setting only where it changes a value", () => {
    expect(compiled(manifest("env_vars: {A: 5.0}"), LISTED).settingsUsed).toEqual([]);
  });

  test("others keep their values as written", () => {
    const { dag, settingsUsed } = compiled(text, LISTED, "manifests/development/examples/other/workflow.yml");
    expect(dag.env_vars).toMatchObject({ A: "true", B: "5.0", D: "1.50" });
    expect(dag.params).toEqual({ p: true, n: null, s: "true", f: 1.5 });
    expect(settingsUsed).toEqual([]);
  });
});
