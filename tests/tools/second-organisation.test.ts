import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { ENVIRONMENTS } from "../../platform/config/check";
import { ROOT } from "../../platform/root";
import { hasAirflow } from "../support/airflow";
import type { CommandResult } from "../support/command";
import { withOwnExamples } from "../support/own-values";
import { TemporaryRepository } from "../support/temporary-repository";

const ORGANISATION = {
  name: "Observatory",
  businessUnits: ["Weather", "Tides"],
  githubOrganisations: ["observatory"],
  ownerDomains: ["observatory.example", "tides.example"],
  labelDomain: "data.observatory.example",
  supportChannel: "#ask-the-observatory",
  containerEnvironment: { AWS_DEFAULT_REGION: "eu-central-1", OBSERVATORY: "on" },
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

const repository = new TemporaryRepository(["docs"]);

/** Exit code and problems of the shipped example manifests, with the organisation's values. */
let examples: CommandResult;

beforeAll(() => {
  repository.edit("platform/organisation.json", () => JSON.stringify(ORGANISATION));
  for (const stack of ENVIRONMENTS) {
    repository.edit(`Pulumi.${stack}.yaml`, withOwnExamples);
  }
  expect(run("tools/generate.ts", "--organisation")).toMatchObject({ stderr: "", status: 0 });
  examples = run("cli/validate.ts", "manifests");
  for (const stack of ENVIRONMENTS) {
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

  test("has the environment variables of its own in every container, and the platform's templates", () => {
    const [{ dag }] = JSON.parse(readFileSync(join(build, "workflows.json"), "utf8")) as [
      { dag: { env_vars: Record<string, unknown> } },
    ];
    expect(dag.env_vars).toMatchObject({ AWS_DEFAULT_REGION: "eu-central-1", OBSERVATORY: "on" });
    expect(Object.keys(dag.env_vars)).toContain("AIRFLOW_RUN_ID");
    expect(Object.keys(dag.env_vars)).not.toContain("AWS_DEFAULT_EXTRACT_REGION");
  });

  test("keeps the shipped examples of manifests, which name its repositories, units and domains", () => {
    expect(examples.stdout).not.toMatch(/justice|HMCTS/);
    expect(examples).toMatchObject({ status: 0 });
  });

  test("has its support channel, repository and images in the pages, and none of the shipped ones", () => {
    const pages = filesBelow(join(repository.folder, "docs/authors"));
    const help = readFileSync(join(repository.folder, "docs/authors/getting-help.md"), "utf8");
    expect(help).toContain("**#ask-the-observatory**");
    expect(help).toContain("https://github.com/observatory/airflow/issues/new?");
    expect(readFileSync(join(repository.folder, "docs/authors/your-code.md"), "utf8")).toContain(
      "ghcr.io/observatory/airflow-python-base",
    );
    const left = pages.flatMap((path) => {
      const found = /[\w./@-]*(justice\.gov|ministryofjustice|moj-analytical)[\w./@-]*/i.exec(
        readFileSync(path, "utf8"),
      );
      return found === null ? [] : [`${path.slice(repository.folder.length)}: ${found[0]}`];
    });
    expect(left).toEqual([]);
  });

  test("is generated once: a second time changes nothing", () => {
    expect(run("tools/generate.ts", "--organisation")).toMatchObject({ stdout: "", stderr: "", status: 0 });
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
