import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Difference } from "../../preview/difference/model";
import { ENVIRONMENTS } from "../../platform/environments";
import { type CommandResult, temporaryFolder } from "../support/command";
import { DAILY_REPORT, exampleFile, withoutCounts } from "../support/example-comments";
import { manifest } from "../support/manifests";
import { TemporaryRepository } from "../support/temporary-repository";

const repository = new TemporaryRepository();

afterEach(() => {
  repository.reset();
});

/** The difference; it must not change the user's branch, index or worktrees. */
function difference(stack: string, base = "main", ...args: string[]): Difference {
  const state = (): string[] => [
    repository.git("status", "--porcelain"),
    repository.git("worktree", "list"),
    repository.git("rev-parse", "HEAD"),
  ];
  const before = state();
  const { stdout, stderr, status } = repository.preview(stack, "--base", base, "--format", "json", ...args);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(state()).toEqual(before);
  return JSON.parse(stdout) as Difference;
}

// The programs of both sides run here. tests/cli/difference-base.test.ts tests the choice of the base, and
// tests/preview/difference/examples.test.ts the other comments, both without starting a program.
test("the comment in the file is the one in the documentation", () => {
  repository.edit(DAILY_REPORT.path, () => DAILY_REPORT.text);
  const out = join(temporaryFolder(), "comment.md");
  const { status, stderr } = repository.preview("production", "--base", "main", "--format", "markdown", "--out", out);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(withoutCounts(readFileSync(out, "utf8"))).toBe(readFileSync(exampleFile("adding-a-workflow"), "utf8"));
});

test.each(["build", "coverage", "reports", "dist"])("git sees the manifests of a project called %s", (project) => {
  repository.edit(`manifests/test/${project}/a/workflow.yml`, () => manifest());
  expect(repository.git("status", "--porcelain", "--untracked-files=all")).toBe(
    `?? manifests/test/${project}/a/workflow.yml\n`,
  );
});

describe("the difference from a base with other code, configuration and policies", () => {
  const RULE = "policies/pulumi/rules/protection.ts";
  const scratch = temporaryFolder();
  let refusals: readonly CommandResult[];
  let found: Difference;

  // Each comparison runs two programs, so one comparison has all that tells the sides apart.
  beforeAll(() => {
    repository.edit(RULE, (text) => text.replace("if (protect) {", "if (!protect) {"));
    const base = repository.commit("breaks its own policy");
    const breach = repository.preview("test");
    repository.git("checkout", "HEAD~1", "--", RULE);

    repository.edit("platform/config/stack.schema.json", (text) =>
      text
        .replace('"required": [', '"required": [\n    "newKey",')
        .replace('"properties": {', '"properties": {\n "newKey": {"type": "string"},'),
    );
    const keyIsMissing = repository.preview("test");
    // The roles of one environment are denied the others' data, so every stack file must be without errors.
    for (const stack of ENVIRONMENTS) {
      repository.edit(`Pulumi.${stack}.yaml`, (text) =>
        text.replace("config:", 'config:\n  analytical-platform-airflow:newKey: "on"'),
      );
    }
    refusals = [breach, keyIsMissing];

    repository.edit("workflow/data/default-environment.json", (text) => text.replace("{", '{\n  "NEW_DEFAULT": "on",'));
    const [ofHead, ofBase] = [temporaryFolder(), temporaryFolder()];
    const write = (folder: string, id: string, text: string): void => {
      mkdirSync(join(folder, "test/project", id), { recursive: true });
      writeFileSync(join(folder, "test/project", id, "workflow.yml"), text);
    };
    write(ofBase, "a", manifest("retries: 1"));
    write(ofHead, "a", manifest("retries: 2"));
    write(ofBase, "b", manifest().replace("dag:", "dga:"));
    write(ofHead, "b", manifest());
    write(ofBase, "c", manifest());
    write(ofHead, "c", manifest());
    repository.environment = { TMPDIR: scratch };
    found = difference("test", base, "--manifests", ofHead, "--base-manifests", ofBase);
    repository.reset();
  }, 300_000);

  test("shows the effect of a change of the program's own code on every workflow that it affects", () => {
    const sentence = "`dag.env_vars.NEW_DEFAULT`: none → on";
    expect(found.workflows.find(({ id }) => id === "project/c")?.sentences).toEqual([sentence]);
    expect(found.workflows.find(({ id }) => id === "project/a")?.sentences).toContain(sentence);
  });

  test("works with a base that lacks a configuration key that is now required, and shows nothing of it", () => {
    expect(refusals[1]?.stderr).toMatch(/newKey is missing/);
    expect(found.layers).toEqual([]);
  });

  test("works with a base that breaks a policy, and says so; a breach by head stays an error", () => {
    expect(refusals[0]?.status).toBe(1);
    expect(refusals[0]?.stderr).toMatch(/\[protection\][^]*violations? of the policies/);
    expect(found.notes).toContainEqual(
      expect.stringMatching(/^The base breaks its own policies.*\[protection\] \(and \d+ more\)$/),
    );
  });

  test("compares with the base's manifests if they are named; their errors do not hide the repair, and no temporary folder stays", () => {
    expect(found.workflows).toMatchObject([
      { id: "project/a", kind: "changed" },
      { id: "project/b", kind: "added" },
      { id: "project/c", kind: "changed" },
    ]);
    expect(found.workflows[0]?.sentences).toContain("`dag.retries`: 1 → 2");
    expect(found.notes).toContainEqual(expect.stringContaining("The manifest of `project/b` had errors in the base"));
    expect(found.notes).toHaveLength(2);
    expect(readdirSync(scratch).filter((entry) => entry.startsWith("preview-base-"))).toEqual([]);
  });
});

describe("bad input", () => {
  test("a mistake in another environment's stack file is located, without a stack trace", () => {
    repository.edit("Pulumi.production.yaml", (text) => text.replace("cidrBlock:", "cidrBlok:"));
    const { stderr, status } = repository.preview("test");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Pulumi\.production\.yaml:\d+:\d+: .*cidrBlok/m);
    expect(stderr).not.toContain("    at ");
  });

  const refused = (status: number, ...args: string[]): CommandResult => {
    const result = repository.preview(...args);
    expect(result.status).toBe(status);
    expect(result.stderr).not.toMatch(/\n {4}at /);
    expect(result.stdout).toBe("");
    return result;
  };

  test("conflicts left in the stack file and in a manifest are each reported with their line", () => {
    const conflict = (text: string): string => `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> feature\n`;
    const out = join(temporaryFolder(), "comment.md");
    writeFileSync(out, "of an earlier push");
    repository.edit("Pulumi.test.yaml", conflict);
    const comment = ["--format", "markdown", "--out", out];
    expect(refused(1, "test", "--base", "main", ...comment).stderr).toMatch(
      /^Pulumi\.test\.yaml:1:1: a merge conflict with HEAD/,
    );
    expect(readFileSync(out, "utf8")).toMatch(
      /preview:test -->\n[^]*cannot be shown[^]*the log of this check names each/,
    );
    repository.reset();
    repository.edit("manifests/test/examples/publish/workflow.yml", conflict);
    expect(refused(1, "test", "--base", "main").stderr).toMatch(
      /^manifests\/test\/examples\/publish\/workflow\.yml:1:1: a merge conflict with HEAD/,
    );
  });

  test("for a base that does not build, the errors of its preview are shown", () => {
    repository.edit("Pulumi.test.yaml", (text) => text.replace("kubernetesVersion", "kubernetesVersoin"));
    const broken = repository.commit("broken");
    repository.git("revert", "--no-commit", "HEAD");
    const out = join(temporaryFolder(), "comment.md");
    const { stderr } = refused(1, "test", "--base", broken, "--format", "markdown", "--out", out);
    expect(stderr).toMatch(
      /does not build, so nothing can be compared with it:\n\n {2}Pulumi\.test\.yaml:\d+:\d+: [^]*unknown key kubernetesVersoin/,
    );
    expect(readFileSync(out, "utf8")).toContain("cannot be shown.**\n\n```text\n" + stderr.trimEnd());
  });

  test("a missing stack file is reported, even if the base has it", () => {
    repository.remove("Pulumi.test.yaml");
    expect(refused(1, "test", "--base", "main").stderr).toMatch(/^Pulumi\.test\.yaml:1:1: there is no such file/);
  });
});
