import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";

import { UsageError } from "../diagnostics/usage-error";
import { npmCommand, program, startIfMain } from "../cli/command";
import { ROOT } from "../platform/root";
import { lintSteps, MOST_RELATED_TESTS, nearestTests, pythonTests, type Step } from "./check/steps";

const command = npmCommand(
  "check",
  "Checks what you changed since the branch left <ref>, committed or not: format, lint, types, English, and the tests that " +
    "import a changed file. make test and make lint check everything.",
)
  .option("--base <ref>", "the branch that you will merge into", "main")
  .option("--staged", "check only what git would commit now")
  .option("--no-tests", "leave the tests out");

/** The newest Airflow's virtual environment also holds ruff and mypy. */
const PYTHON = ".venvs/airflow-3.0.6/bin";

function git(...args: string[]): string[] {
  const output = execFileSync("git", args, { cwd: ROOT, encoding: "utf8" });
  return output.split("\n").filter((line) => line !== "");
}

/** Paths that differ from the branch's base, with new files; deleted ones cannot be checked. */
function changedFiles(base: string, staged: boolean): string[] {
  if (staged) {
    return git("diff", "--cached", "--name-only", "--diff-filter=d");
  }
  let start: string | undefined;
  try {
    [start] = git("merge-base", base, "HEAD");
  } catch {
    throw new UsageError(`there is no branch or commit ${base} here; name one with --base`);
  }
  const changed = git("diff", "--name-only", "--diff-filter=d", start ?? base);
  return [...new Set([...changed, ...git("ls-files", "--others", "--exclude-standard")])].sort();
}

function run({ name, command: [program = "", ...args] }: Step): boolean {
  console.log(`${name} …`);
  return spawnSync(program, args, { cwd: ROOT, stdio: "inherit" }).status === 0;
}

function testSteps(changed: readonly string[]): Step[] {
  const code = changed.filter((path) => /\.(?:m?ts|json)$/.test(path));
  const list = ["jest", "--listTests", "--findRelatedTests", ...code];
  const related =
    code.length === 0 ? [] : execFileSync("npx", list, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  const paths = related.filter((path) => path !== "").map((path) => relative(ROOT, path));
  const tests = nearestTests(paths, changed);
  if (tests.length < paths.length) {
    console.log(
      `${paths.length} test files import a changed file, more than ${MOST_RELATED_TESTS}: make check runs only the ${tests.length} nearest; make test runs all`,
    );
  }
  const python = pythonTests(changed, git("ls-files", "--cached", "--others", "--exclude-standard", "tests/dags"));
  return [
    ...(tests.length === 0 ? [] : [{ name: "tests", command: ["npx", "jest", ...tests] }]),
    ...(python.length === 0
      ? []
      : [{ name: "Python tests", command: [`${PYTHON}/python`, "-m", "pytest", ...python] }]),
  ];
}

export const main = program(command, ({ base, staged = false, tests }) => {
  const changed = changedFiles(base, staged);
  if (changed.some((path) => path.endsWith(".py")) && !existsSync(resolve(ROOT, PYTHON))) {
    throw new UsageError(`a Python file changed, but ${PYTHON} does not exist: run make venvs first`);
  }
  const steps = [...lintSteps(changed, PYTHON), ...(tests ? testSteps(changed) : [])];
  const failed = steps.filter((step) => !run(step)).map(({ name }) => name);
  console.log(
    failed.length === 0
      ? `${changed.length} changed ${changed.length === 1 ? "file is" : "files are"} fine`
      : `failed: ${failed.join(", ")}`,
  );
  return failed.length === 0 ? 0 : 1;
});

startIfMain(module, main);
