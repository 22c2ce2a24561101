import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

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
