import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { ENVIRONMENTS } from "../../infra/config/check";
import { readStackFile } from "../../infra/config/stack-file";
import { ROOT } from "../../infra/root";
import { temporaryFolder } from "../support/command";

const FILE = "Pulumi.test.yaml";

/** Problems of the test stack's file after an edit. */
function problemsAfter(...edits: (readonly [string | RegExp, string])[]): string[] {
  const text = readFileSync(resolve(ROOT, FILE), "utf8");
  const edited = edits.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    return after;
  }, text);
  const path = join(temporaryFolder(), FILE);
  writeFileSync(path, edited);
  return readStackFile(path, FILE, "test").problems.map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
}

test.each(ENVIRONMENTS)("Pulumi.%s.yaml has no problem", (environment) => {
  const file = `Pulumi.${environment}.yaml`;
  expect(readStackFile(resolve(ROOT, file), file, environment).problems).toEqual([]);
});

describe("a stack file with a mistake", () => {
  test("a wrong type is told with its key, its place and what to write", () => {
    const [problem, ...others] = problemsAfter([/minWorkers: \d+/, "minWorkers: two"]);
    expect(problem).toMatch(/^Pulumi\.test\.yaml:\d+:17: airflow\.minWorkers must be a whole number, not "two"/);
    expect(others).toEqual([]);
  });

  test("an unknown key gets the nearest known one", () => {
    expect(problemsAfter([/maxWorkers/, "maxWorker"])).toEqual([
      expect.stringMatching(/airflow\.maxWorkers is missing/),
      expect.stringMatching(/unknown key maxWorker in airflow; did you mean maxWorkers\?/),
    ]);
  });

  test("an unknown top-level key is told too", () => {
    expect(problemsAfter([/analytical-platform-airflow:tags/, "analytical-platform-airflow:tag"])).toEqual(
      expect.arrayContaining([expect.stringMatching(/unknown key tag at the top level; did you mean tags\?/)]),
    );
  });

  test("subnets that do not fit the VPC are refused with the block and the sizes", () => {
    const [problem] = problemsAfter([/private: 21/, "private: 19"]);
    expect(problem).toMatch(/network\.subnetPrefixLengths|10\.200\.64\.0\/18/);
  });

  test("a Transit Gateway destination inside the VPC is refused", () => {
    const [problem] = problemsAfter([/194\.33\.255\.0\/24/, "10.200.64.0/24"]);
    expect(problem).toMatch(/10\.200\.64\.0\/24/);
  });

  test("all problems of the file come at once, in its order", () => {
    const problems = problemsAfter(
      [/schedulers: 2/, "schedulers: 9"],
      [/isProduction: false/, "isProduction: maybe"],
      [/fleet: general/, "fleet: fast"],
    );
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain("tags.isProduction");
    expect(problems[1]).toContain("fleet");
    expect(problems[2]).toContain("airflow.schedulers");
  });

  test("broken YAML is told with its line", () => {
    expect(problemsAfter([/config:/, "config: ["])[0]).toMatch(/^Pulumi\.test\.yaml:\d+:\d+: this is not YAML/);
  });
});
