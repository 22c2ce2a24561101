import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parse } from "yaml";

import { main } from "../../cli/new";
import { LANGUAGES } from "../../cli/new/code";
import { ROOT } from "../../platform/root";
import { call, type CommandResult, temporaryFolder } from "../support/command";

interface Called {
  readonly on: {
    readonly workflow_call: null | { readonly inputs?: Readonly<Record<string, { readonly required?: boolean }>> };
  };
}

interface Caller {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly uses: string; readonly with?: Readonly<Record<string, string>> }>>;
}

const REPOSITORY = "moj-analytical-services/My_Code";

let folder = "";
let manifests = "";
beforeEach(() => {
  folder = join(temporaryFolder(), "my-code");
  manifests = temporaryFolder();
});

const create = (...args: string[]): Promise<CommandResult> =>
  call(main, ["development/courts/daily", "--manifests", manifests, "--with-code", folder, ...args]);
const created = (...args: string[]): Promise<CommandResult> => create("--repository", REPOSITORY, ...args);
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe.each(LANGUAGES)("the repository of a workflow in %s", (language) => {
  beforeEach(async () => {
    const { status, stderr, stdout } = await created("--language", language);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`docker build --tag daily ${folder}\n`);
    expect(stdout).toContain(`npm run local -- ${join(manifests, "development/courts/daily")} --image daily\n`);
  });

  test("has every value filled in, and names its manifest", () => {
    files().forEach((file) => {
      expect(readFileSync(file, "utf8")).not.toMatch(/\$[A-Z]+\$/);
    });
    expect(read("README.md")).toContain(`# ${REPOSITORY}\n`);
    expect(read("README.md")).toContain("`courts.daily`");
    expect(readFileSync(join(manifests, "development/courts/daily/workflow.yml"), "utf8")).toContain(REPOSITORY);
  });

  test("calls workflows of this repository at a commit, with the inputs that they want", () => {
    const commit = spawnSync("git", ["rev-parse", "HEAD"], { cwd: ROOT, encoding: "utf8" }).stdout.trim();
    const jobs = ["checks.yml", "release.yml"].flatMap((name) => {
      const workflow = parse(read(`.github/workflows/${name}`)) as Caller;
      expect(workflow.permissions).toEqual({});
      return Object.values(workflow.jobs);
    });
    expect(jobs).toHaveLength(3);
    jobs.forEach(({ uses, with: given = {} }) => {
      const [path = "", ref] = uses.replace("ministryofjustice/analytical-platform-airflow/", "").split("@");
      expect(ref).toBe(commit);
      const called = parse(readFileSync(join(ROOT, path), "utf8")) as Called;
      expect(Object.keys(given).sort()).toEqual(Object.keys(called.on.workflow_call?.inputs ?? {}).sort());
    });
    expect(jobs[2]?.with).toMatchObject({
      image: "moj-analytical-services/my-code",
      registry: "555555555555.dkr.ecr.eu-west-2.amazonaws.com",
      region: "eu-west-2",
    });
  });

  test("pins its base image by digest, and ends as a user by number", () => {
    const lines = read("Dockerfile").split("\n");
    expect(lines[0]).toMatch(/^FROM ghcr\.io\/ministryofjustice\/[a-z-]+:[0-9.]+@sha256:[0-9a-f]{64}$/);
    expect(lines.filter((line) => line.startsWith("USER ")).at(-1)).toBe("USER ${CONTAINER_UID}");
  });

  test("gets proposals for its base image and its actions", () => {
    const { updates } = parse(read(".github/dependabot.yml")) as { updates: { "package-ecosystem": string }[] };
    const ecosystems = updates.map((update) => update["package-ecosystem"]);
    expect(ecosystems).toEqual(expect.arrayContaining(["docker", "github-actions"]));
  });
});

test("the sample in Python passes its test, and prints no value of a secret", async () => {
  await created();
  const environment = { ...process.env, PYTHONPATH: "src" };
  const tests = spawnSync("python3", ["-m", "unittest", "discover", "tests"], { cwd: folder, env: environment });
  expect(tests.stderr.toString()).toMatch(/^OK$/m);
  const run = spawnSync("python3", ["src/main.py"], { cwd: folder, env: { ...environment, SECRET_KEY: "s3cret" } });
  expect(run.stdout.toString()).toContain("SECRET_KEY\n");
  expect(run.stdout.toString()).not.toContain("s3cret");
});

test("needs the repository's name, because the image has it", async () => {
  const { status, stderr } = await create();
  expect(status).toBe(2);
  expect(stderr).toContain("--with-code needs --repository");
  expect(readdirSync(manifests)).toEqual([]);
});

test("leaves a folder alone that has files, and writes no manifest then", async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "mine"), "mine");
  const { status, stderr } = await created();
  expect(status).toBe(2);
  expect(stderr).toContain("is not empty: name a new folder for the code");
  expect(readdirSync(folder)).toEqual(["mine"]);
  expect(readdirSync(manifests)).toEqual([]);
});

test("writes no code for a manifest with errors, and leaves no part of it", async () => {
  const { status } = await created("--owner", "me@example.com");
  expect(status).toBe(1);
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(dirname(folder))).toEqual([]);
});
