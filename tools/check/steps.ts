import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";

/** One program that `make check` runs. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

/** Endings of the files that each tool reads. */
const TYPESCRIPT = /\.m?ts$/;
/** The makefile that lists the folders with Python of ours. */
const MAKEFILE = "tests/dags/venvs.mk";
const IN_TYPES = /\.(?:m?ts|json)$/;

/** Most related test files that run. More would take minutes, so then only those beside the changed files run. */
export const MOST_RELATED_TESTS = 12;

/** The checks of the changed files that take seconds: format, lint, types, English, then Python's. */
export function lintSteps(changed: readonly string[], python: string): Step[] {
  const typescript = changed.filter((path) => TYPESCRIPT.test(path));
  const folders = pythonFolders();
  const pythonFiles = changed.filter(
    (path) => path.endsWith(".py") && folders.some((folder) => path.startsWith(`${folder}/`)),
  );
  return [
    { name: "format", command: ["npx", "prettier", "--check", "--ignore-unknown", "--log-level=warn"], files: changed },
    { name: "lint", command: ["npx", "eslint", "--no-warn-ignored"], files: typescript },
    { name: "English", command: ["npm", "run", "--silent", "lint:style", "--"], files: changed },
    { name: "Python lint", command: [`${python}/ruff`, "check", "--quiet"], files: pythonFiles },
    { name: "Python format", command: [`${python}/ruff`, "format", "--check", "--quiet"], files: pythonFiles },
    { name: "Python types", command: [`${python}/mypy`], files: pythonFiles },
  ]
    .filter(({ files }) => files.length > 0)
    .map(({ name, command, files }) => ({ name, command: [...command, ...files] }))
    .concat(
      changed.some((path) => IN_TYPES.test(path))
        ? [{ name: "types", command: ["npx", "tsc", "--incremental", "--tsBuildInfoFile", "build/check.tsbuildinfo"] }]
        : [],
    );
}

/** The folders whose Python `make lint` reads. */
function pythonFolders(): string[] {
  const [, folders = ""] = /^PYTHON_SOURCES := (.+)$/m.exec(readFileSync(resolve(ROOT, MAKEFILE), "utf8")) ?? [];
  if (folders === "") {
    throw new Error(`${MAKEFILE} has no line "PYTHON_SOURCES := <folders>"`);
  }
  return folders.split(" ");
}

/** The test files to run: all that import a changed file, or the nearest ones if there are too many. */
export function nearestTests(related: readonly string[], changed: readonly string[]): string[] {
  if (related.length <= MOST_RELATED_TESTS) {
    return [...related];
  }
  return related.filter((test) => changed.some((path) => path === test || isBeside(test, path)));
}

/** Whether a test file mirrors a file, or is in the mirror's folder: `tests/a/b/c.test.ts` for `a/b/c.ts`. */
function isBeside(test: string, path: string): boolean {
  const withoutEnding = path.replace(/\.\w+$/, "");
  return test.startsWith(`tests/${withoutEnding}`);
}

/** The Python tests for changed files: the changed tests, and those with the name of a changed module. */
export function pythonTests(changed: readonly string[], tests: readonly string[]): string[] {
  const names = new Set(
    changed
      .filter((path) => path.startsWith("dags/") && path.endsWith(".py"))
      .map((path) => `tests/dags/test_${path.replace(/^.*\//, "")}`),
  );
  return tests.filter((test) => changed.includes(test) || names.has(test));
}
