import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import table from "../../../platform/airflow/data/airflow-versions.json";
import {
  AIRFLOW_VERSIONS,
  airflowStepProblem,
  nextAirflowVersions,
  pythonOf,
  raisesMajor,
  UNTESTED_VERSIONS,
} from "../../../platform/airflow/versions";
import stackSchema from "../../../platform/config/stack.schema.json";
import { ROOT } from "../../../platform/root";

const read = (path: string): string => readFileSync(resolve(ROOT, path), "utf8");

test("the configuration accepts the versions that tests run, and no other", () => {
  expect(stackSchema.$defs.Airflow.properties.version.enum).toEqual(AIRFLOW_VERSIONS);
  expect(AIRFLOW_VERSIONS.filter((version) => UNTESTED_VERSIONS.includes(version))).toEqual([]);
});

test.each(AIRFLOW_VERSIONS)("Airflow %s has locked requirements, and an environment that make builds", (version) => {
  expect(existsSync(resolve(ROOT, `tests/dags/requirements/airflow-${version}.txt`))).toBe(true);
  const lists = [...read("tests/dags/venvs.mk").matchAll(/^(?:OTHER_)?AIRFLOW_VERSIONS := (.*)$/gm)];
  expect(lists.flatMap(([, names = ""]) => names.split(" "))).toContain(version);
  expect(pythonOf(version)).toMatch(/^3\.\d+$/);
});

test("the table is in order, and every day or month in it is one", () => {
  const versions = table.versions.map(({ version }) => version);
  expect(versions).toEqual([...AIRFLOW_VERSIONS, ...UNTESTED_VERSIONS].sort(byNumbers));
  expect(new Set(versions).size).toBe(versions.length);
  for (const day of [table.date, ...table.versions.map(({ offeredFrom }) => offeredFrom ?? table.date)]) {
    expect(day).toMatch(/^\d{4}-\d{2}(-\d{2})?$/);
  }
});

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

test.each([
  ["2.10.3", "2.11.0"],
  ["2.11.0", "2.10.3"],
  ["2.11.0", "3.0.6"],
  ["2.11.2", "3.3.1"],
  ["3.0.6", "2.11.0"],
  ["3.0.6", "3.3.1"],
  ["3.0.6", "3.0.6"],
])("MWAA may go from Airflow %s to %s in one step", (from, to) => {
  expect(airflowStepProblem(from, to)).toBeUndefined();
});

test.each([
  ["2.10.3", "3.0.6"],
  ["3.0.6", "2.10.3"],
])("MWAA goes from Airflow %s to %s only through 2.11, and the message says so", (from, to) => {
  expect(airflowStepProblem(from, to)).toEqual({
    code: "skipped-airflow",
    message: `Airflow ${from}, and MWAA goes to ${to} only through 2.11: write 2.11.0 and deploy, then ${to}`,
  });
});

test("the next versions are later ones that one step reaches", () => {
  expect(nextAirflowVersions("2.10.3")).toEqual(["2.11.0"]);
  expect(nextAirflowVersions("2.11.0")[0]).toBe("3.0.6");
  expect(nextAirflowVersions("99.0.0")).toEqual([]);
});

test("only a step to a later major is one that the provider may replace", () => {
  expect([raisesMajor("2.11.0", "3.0.6"), raisesMajor("3.0.6", "2.11.0"), raisesMajor("2.10.3", "2.11.0")]).toEqual([
    true,
    false,
    false,
  ]);
});
