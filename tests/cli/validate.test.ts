import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../cli/validate";
import { call, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";

function write(environment: string, name: string, text: string): string {
  const folder = join(temporaryFolder(), environment, "project", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "workflow.yml"), text);
  return join(folder, "workflow.yml");
}

describe("npm run validate", () => {
  test("accepts the repository's manifests", async () => {
    const { status, stdout } = await call(main, ["manifests"]);
    expect(stdout).toMatch(/manifests: 0 errors/);
    expect(status).toBe(0);
  });

  test("as text, gives file, line, column and the correction", async () => {
    const file = write("development", "bad", manifest("retrys: 1"));
    const { status, stdout } = await call(main, [file]);
    expect(stdout).toContain(`${file}:4:3: unknown key retrys in dag; did you mean retries?`);
    expect(status).toBe(1);
  });

  test("as JSON, gives one entry for each file, valid ones too", async () => {
    const good = write("test", "good", manifest());
    const bad = write("development", "bad", manifest("max_active_runs: 0"));
    const { status, stdout } = await call(main, [good, bad, "--format", "json"]);
    expect(JSON.parse(stdout)).toEqual([
      { file: good, valid: true, problems: [] },
      {
        file: bad,
        valid: false,
        problems: [
          {
            severity: "error",
            code: "out-of-bounds",
            message: expect.stringContaining("dag.max_active_runs is 0, but must be at least 1") as string,
            line: 4,
            column: 20,
            path: ["dag", "max_active_runs"],
          },
        ],
      },
    ]);
    expect(status).toBe(1);
  });

  test("as GitHub annotations, escapes text that could be another command", async () => {
    const file = write("development", "bad", manifest('schedule: "a\\n::set-output name=x::y"'));
    const { stdout } = await call(main, [file, "--format", "github"]);
    expect(stdout).toMatch(/^::error file=.*,line=4,col=13,title=bad-cron::/);
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  test("refuses a folder that names no environment", async () => {
    const file = write("develpment", "x", manifest());
    const { stdout } = await call(main, [file]);
    expect(stdout).toMatch(/did you mean development\?/);
  });

  test("says how to write a path that is too short to name an environment", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "workflow.yml"), manifest());
    expect((await call(main, [join(folder, "workflow.yml")])).stdout).toContain(
      "put the manifest at <environment>/<project>/<workflow>/workflow.yml; the environments are ",
    );
  });

  test.each([
    ["nothing to check", []],
    ["a path that does not exist", ["nowhere"]],
    ["an unknown format", ["manifests", "--format", "xml"]],
  ])("%s is a usage error", async (_name, args) => {
    const { status, stderr } = await call(main, args);
    expect(status).toBe(2);
    expect(stderr).not.toContain("    at ");
  });
});
