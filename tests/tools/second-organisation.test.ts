import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { ENVIRONMENTS } from "../../platform/config/check";
import { ROOT } from "../../platform/root";
import { hasAirflow } from "../support/airflow";
import type { CommandResult } from "../support/command";
import { withOwnValues } from "../support/own-values";
import { TemporaryRepository } from "../support/temporary-repository";

const ORGANISATION = {
  name: "Observatory",
  businessUnits: ["Weather", "Tides"],
  ownerDomains: ["observatory.example", "tides.example"],
  labelDomain: "data.observatory.example",
  example: {
    repository: "observatory/forecast",
    tag: "1.0.0",
    maintainers: ["ada"],
    businessUnit: "Weather",
    owner: "data-platform@observatory.example",
  },
};

const MANIFEST = `dag:
  repository: observatory/forecast
  tag: 1.0.0
maintainers: [ada]
tags:
  business_unit: Tides
  owner: team@tides.example
`;

/** Words of the department whose values are shipped. */
const SHIPPED_DEPARTMENT = /justice\.gov|ministryofjustice|moj-|mojap|ministry of justice/i;

const MANIFEST_PATH = "manifests/test/forecast/daily/workflow.yml";

const repository = new TemporaryRepository();

beforeAll(() => {
  repository.edit("platform/organisation.json", () => JSON.stringify(ORGANISATION));
  expect(run("tools/generate.ts", "--organisation")).toMatchObject({ stderr: "", status: 0 });
  for (const stack of ENVIRONMENTS) {
    repository.edit(`Pulumi.${stack}.yaml`, withOwnValues);
    repository.remove(`manifests/${stack}`);
  }
  repository.edit(MANIFEST_PATH, () => MANIFEST);
});

function run(program: string, ...args: readonly string[]): CommandResult {
  return spawnSync(process.execPath, ["--import", "tsx", program, ...args], {
    cwd: repository.folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

describe("a second organisation, whose values are in platform/organisation.json and the stack files", () => {
  const build = join(repository.folder, "build/preview/test");

  test("previews its stack, and nothing is left to replace", () => {
    const { stdout, stderr, status } = run("cli/preview.ts", "test");
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toContain("No value of the stack file is a shipped example: nothing is left to replace.");
    expect(stdout).toContain("forecast/daily");
  });

  test("has nothing of the shipped department in what it would deploy", () => {
    const found = filesBelow(build).filter((path) => SHIPPED_DEPARTMENT.test(readFileSync(path, "utf8")));
    expect(found.map((path) => path.slice(build.length + 1))).toEqual([]);
    expect(readFileSync(join(build, "workflows.json"), "utf8")).toContain("airflow.data.observatory.example");
  });

  test("reads its own units and domains in messages, and none of the shipped ones", () => {
    repository.edit(MANIFEST_PATH, (text) => text.replace("Tides", "HMPPS").replace("tides.example", "justice.gov.uk"));
    const { stdout } = run("cli/validate.ts", MANIFEST_PATH);
    repository.edit(MANIFEST_PATH, () => MANIFEST);
    expect(stdout).toContain("ending @observatory.example or @tides.example");
    expect(stdout).toMatch(/tags\.business_unit cannot be "HMPPS"; .*Weather.*Tides/);
  });

  test.each(["2.10.3", "3.0.6"].filter(hasAirflow))("loads its DAG objects in Airflow %s", (version) => {
    const python = resolve(ROOT, ".venvs", `airflow-${version}`, "bin/python");
    const output = execFileSync(python, [resolve(ROOT, "tests/dags/read_dags.py"), join(build, "dags")], {
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { importErrors, dags } = JSON.parse(output) as { importErrors: object; dags: object };
    expect(importErrors).toEqual({});
    expect(Object.keys(dags)).toEqual(["forecast.daily", "orphaned-pods"]);
    expect(output).not.toMatch(SHIPPED_DEPARTMENT);
  });
});
