import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { main } from "../../cli/new";
import { EXAMPLE, leastManifest } from "../../cli/new/manifest";
import { main as validate } from "../../cli/validate";
import { ROOT } from "../../platform/root";
import { fencesOf } from "../docs/support/pages";
import { call, type CommandResult, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";
import { MINIMUM } from "../support/user-guide";

describe("npm run new", () => {
  let manifests = "";
  beforeEach(() => {
    manifests = temporaryFolder();
  });

  const create = (...args: string[]): Promise<CommandResult> => call(main, [...args, "--manifests", manifests]);
  const pathOf = (id: string): string => join(manifests, id, "workflow.yml");

  test("writes the shortest manifest, which validate accepts, and lists the next steps", async () => {
    const { status, stdout, stderr } = await create("development/courts/daily");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const file = pathOf("development/courts/daily");
    expect(readFileSync(file, "utf8").replace(/^# yaml-language-server: .*\n/, "")).toBe(MINIMUM);
    expect((await call(validate, [file])).stdout).toBe("1 manifest: 0 errors, 0 warnings\n");
    expect(stdout).toContain("dag.repository, dag.tag, maintainers, tags.business_unit, tags.owner");
    expect(stdout).toContain(`npm run validate -- ${dirname(file)}`);
    expect(stdout).toContain(`npm run preview -- development --base main --manifests ${manifests}\n`);
  });

  test("writes the manifest of the page for beginners", () => {
    const shown = fencesOf("docs/authors/getting-started.md").find(({ language }) => language === "yaml")?.text;
    const file = "manifests/development/my-project/my-first-workflow/workflow.yml";
    expect(leastManifest(join(ROOT, file), EXAMPLE)).toBe(`${shown}\n`);
  });

  test("its first line names the schema for editors", async () => {
    await create("development/courts/daily");
    const file = pathOf("development/courts/daily");
    const schema = /^# yaml-language-server: \$schema=(.+)\n/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
    expect(existsSync(join(dirname(file), schema))).toBe(true);
  });

  test("writes the given values, quoted if YAML would misread them, and asks to change only the rest", async () => {
    const { stdout } = await create("test/courts/daily", "--tag", "1.10", "--maintainer", "ann", "--maintainer", "bob");
    const text = readFileSync(pathOf("test/courts/daily"), "utf8");
    expect(text).toContain('tag: "1.10"');
    expect(text).toContain("maintainers:\n  - ann\n  - bob\n");
    expect(stdout).toContain("Replace the example's values of dag.repository, tags.business_unit, tags.owner.");
  });

  test("does not change an existing manifest", async () => {
    await create("development/courts/daily");
    writeFileSync(pathOf("development/courts/daily"), "mine");
    const { status, stderr } = await create("development/courts/daily");
    expect({ status, text: readFileSync(pathOf("development/courts/daily"), "utf8") }).toEqual({
      status: 1,
      text: "mine",
    });
    expect(stderr).toContain("exists already and stays unchanged");
  });

  test.each([
    ["development/Courts/daily", [], /folder Courts may contain only lower-case .* for example to courts/],
    [`development/courts/${"d".repeat(60)}`, [], /the role would be .* and IAM allows 64; shorten/],
    ["development/courts/daily", ["--owner", "me@example.com"], /tags\.owner cannot be "me@example\.com"/],
    ["development/courts/daily", ["--business-unit", "Central"], /tags\.business_unit cannot be "Central"/],
  ])("refuses a manifest that validate would refuse, and writes nothing: %s %j", async (id, args, message) => {
    const { status, stderr } = await create(id, ...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(existsSync(pathOf(id))).toBe(false);
  });

  test("refuses a name whose role another workflow has", async () => {
    mkdirSync(join(manifests, "development/courts-daily/run"), { recursive: true });
    writeFileSync(pathOf("development/courts-daily/run"), manifest());
    const { status, stderr } = await create("development/courts/daily-run");
    expect(status).toBe(1);
    expect(stderr).toMatch(/would share the name/);
  });

  test.each([
    ["developmnt/courts/daily", "did you mean development?"],
    ["development/courts", "name one workflow, as <environment>/<project>/<workflow>"],
    ["development/courts/../daily", "name one workflow"],
    ["development/../daily", "name one workflow"],
    ["", "name one workflow"],
  ])("shows its usage: %s", async (id, message) => {
    const { status, stderr } = await create(id);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
