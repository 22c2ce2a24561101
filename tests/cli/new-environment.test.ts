import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { CommandResult } from "../support/command";
import { TemporaryRepository } from "../support/temporary-repository";

const repository = new TemporaryRepository();

function newEnvironment(...args: readonly string[]): CommandResult {
  return spawnSync(process.execPath, ["--import", "tsx", "cli/new-environment.ts", ...args], {
    cwd: repository.folder,
    encoding: "utf8",
  });
}

const read = (path: string): string => readFileSync(join(repository.folder, path), "utf8");

test("a name that exists, an unknown form or a taken block is refused, and nothing is written", () => {
  const exists = newEnvironment("test", "--account", "123456789012", "--cidr", "10.202.0.0/18");
  expect(exists).toMatchObject({ status: 2, stderr: expect.stringContaining("exists already") as string });
  const form = newEnvironment("Staging", "--account", "12", "--cidr", "10.202.0.0/18");
  expect(form).toMatchObject({ status: 2, stderr: expect.stringContaining("lower-case") as string });
  const taken = newEnvironment("staging", "--account", "123456789012", "--cidr", "10.200.0.0/18");
  expect(taken).toMatchObject({ status: 1, stderr: expect.stringContaining("overlaps 10.200.0.0/18") as string });
  expect(existsSync(join(repository.folder, "Pulumi.staging.yaml"))).toBe(false);
  expect(read("platform/environments.ts")).not.toContain("staging");
});

test("a state's bucket without an account in its name gets the environment's name, so that no two share it", () => {
  const shared = new TemporaryRepository();
  shared.edit("Pulumi.test.yaml", (text) =>
    text.replace("analytical-platform-airflow-state-222222222222", "our-state"),
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "cli/new-environment.ts", "staging", "--account", "123456789012", "--cidr", "10.202.0.0/18"],
    { cwd: shared.folder, encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(readFileSync(join(shared.folder, "Pulumi.staging.yaml"), "utf8")).toContain("bucket: our-state-staging\n");
});

/** The environments after the new one has its place. */
const LIST = ["development", "test", "staging", "production"];

describe("a new environment", () => {
  let result: CommandResult;

  beforeAll(() => {
    result = newEnvironment("staging", "--account", "123456789012", "--cidr", "10.202.0.0/18");
  });

  test("gets its files, a place in the list, and a place among the peers of the others", () => {
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 0, stderr: "" });
    expect(read("platform/environments.ts")).toContain('"test", "staging", "production"]');
    expect(read("Pulumi.staging.yaml")).toContain("# The staging environment.");
    expect(read("Pulumi.staging.yaml")).not.toContain("222222222222");
    expect(read("Pulumi.production.yaml")).toContain("peers: {staging: 10.202.0.0/18, ");
    expect(existsSync(join(repository.folder, "infra/delivery/Pulumi.staging.yaml"))).toBe(true);
  });

  test("gets its jobs: previews and checks beside the others, and a deployment between the last two", () => {
    for (const path of [".github/workflows/plan.yml", ".github/workflows/drift.yml", ".github/workflows/checks.yml"]) {
      expect(read(path)).toContain(`[${LIST.join(", ")}]`);
    }
    expect(read(".ci/run")).toContain(`for stack in ${LIST.join(" ")};`);
    expect(read(".github/workflows/deploy-stack.yml")).toContain(`${LIST.slice(0, -1).join(", ")} or production`);
    const { jobs } = parse(read(".github/workflows/deploy.yml")) as {
      jobs: Record<string, { needs?: string; with?: { stack: string }; permissions?: object }>;
    };
    expect(Object.entries(jobs).map(([name, { needs, with: values }]) => [name, needs, values?.stack])).toEqual([
      ["checks", undefined, undefined],
      ["development", "checks", "development"],
      ["test", "development", "test"],
      ["staging", "test", "staging"],
      ["production", "staging", "production"],
    ]);
    expect(jobs["staging"]?.permissions).toEqual(jobs["production"]?.permissions);
  });

  test("has a key that the check calls an example, because another account's key cannot be its own", () => {
    expect(read("Pulumi.staging.yaml")).toContain(
      "kms:eu-west-2:123456789012:key/00000000-0000-0000-0000-000000000000",
    );
    expect(result.stdout).toMatch(/delivery\.state\.keyArn is still the example/);
  });

  test("ends with the open decisions: the examples that are left, and the steps for people", () => {
    expect(result.stdout).toMatch(
      /Still to decide \(\d+\)\n {2}Pulumi\.staging\.yaml:\d+:\d+: warning: tags\.businessUnit is still/,
    );
    expect(result.stdout).toContain("npm run new -- staging/<project>/<workflow>");
  });

  test("is previewed at once", () => {
    const { status, stderr } = repository.preview("staging");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
