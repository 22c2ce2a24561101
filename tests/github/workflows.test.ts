import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { devDependencies, scripts } from "../../package.json";
import { ROOT } from "../../platform/root";
import { FOLDER, type Step, WORKFLOWS } from "./read-workflows";

const STEPS = WORKFLOWS.flatMap(([file, { jobs }]) =>
  Object.values(jobs).flatMap(({ steps = [] }) => steps.map((step): [string, Step] => [file, step])),
);
const MAKE_TARGETS = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "Makefile", "*.mk"],
  { cwd: ROOT, encoding: "utf8" },
)
  .trim()
  .split("\n")
  .flatMap((path) =>
    [...readFileSync(join(ROOT, path), "utf8").matchAll(/^([a-z][a-z-]*):/gm)].map(([, target]) => target),
  );

test.each(WORKFLOWS)("%s grants nothing by default", (_file, { permissions }) => {
  expect(permissions).toEqual({});
});

const RUNS = STEPS.flatMap(([file, { run }]) => (run === undefined ? [] : [[file, run]]));

test.each(RUNS)("%s holds no logic of its own: %s", (_file, run = "") => {
  expect(run.split("\n")).toHaveLength(1);
  expect(run).toMatch(/^(make|npm run --silent|npx pulumi|gh workflow run|cat|container-structure-test) /);
});

test("every command of a workflow exists", () => {
  const npmScripts = RUNS.flatMap(([, run = ""]) => /^npm run --silent ([a-z-]+)/.exec(run)?.[1] ?? []);
  expect(npmScripts.length).toBeGreaterThan(3);
  expect(npmScripts.filter((script) => !(script in scripts))).toEqual([]);
  const targets = (
    parse(readFileSync(join(FOLDER, "checks.yml"), "utf8")) as {
      jobs: { tests: { strategy: { matrix: { target: string[] } } } };
    }
  ).jobs.tests.strategy.matrix.target;
  expect(targets.filter((target) => !MAKE_TARGETS.includes(target))).toEqual([]);
});

test("the CLI of deployments is the one that the repository pins", () => {
  const versions = STEPS.filter(([, { uses = "" }]) => uses.startsWith("pulumi/actions@")).map(
    ([, step]) => step.with?.["pulumi-version"],
  );
  expect(new Set(versions)).toEqual(new Set([devDependencies.pulumi]));
});
