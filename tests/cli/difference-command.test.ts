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

const NOTHING = { summary: "Nothing changes in test.", workflows: [], layers: [] };

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

describe("the difference", () => {
  test("shows the effect of a change of the program's own code on every workflow that it affects", () => {
    repository.edit("workflow/data/default-environment.json", (text) => text.replace("{", '{\n  "NEW_DEFAULT": "on",'));
    const { workflows, layers } = difference("test");
    expect(workflows.length).toBeGreaterThan(1);
    workflows.forEach(({ sentences }) => {
      expect(sentences).toEqual(["`dag.env_vars.NEW_DEFAULT`: none → on"]);
    });
    expect(layers).toEqual([]);
  });

  test("works with a base that lacks a configuration key that is now required", () => {
    repository.edit("platform/config/stack.schema.json", (text) =>
      text
        .replace('"required": [', '"required": [\n    "newKey",')
        .replace('"properties": {', '"properties": {\n "newKey": {"type": "string"},'),
    );
    expect(repository.preview("test").stderr).toMatch(/newKey is missing/);
    // The roles of one environment are denied the others' data, so every stack file must be without errors.
    for (const stack of ENVIRONMENTS) {
      repository.edit(`Pulumi.${stack}.yaml`, (text) =>
        text.replace("config:", 'config:\n  analytical-platform-airflow:newKey: "on"'),
      );
    }
    expect(difference("test")).toMatchObject(NOTHING);
  });

  test("a mistake in another environment's stack file is located, without a stack trace", () => {
    repository.edit("Pulumi.production.yaml", (text) => text.replace("cidrBlock:", "cidrBlok:"));
    const { stderr, status } = repository.preview("test");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Pulumi\.production\.yaml:\d+:\d+: .*cidrBlok/m);
    expect(stderr).not.toContain("    at ");
  });

  test("works with a base that breaks a policy, and says so; a breach by head stays an error", () => {
    const RULE = "policies/pulumi/rules/protection.ts";
    const strict = (text: string): string => text.replace("if (protect) {", "if (!protect) {");
    repository.edit(RULE, strict);
    const broken = repository.commit("breaks its own policy");
    const refusal = repository.preview("test");
    expect(refusal.status).toBe(1);
    expect(refusal.stderr).toMatch(/\[protection\][^]*violations? of the policies/);
    repository.git("checkout", "HEAD~1", "--", RULE);
    const { notes, summary } = difference("test", broken);
    expect(notes).toEqual([
      expect.stringMatching(/^The base breaks its own policies.*\[protection\] \(and \d+ more\)$/),
    ]);
    expect(summary).toBe(NOTHING.summary);
  });

  test("compares with the base's manifests if they are named; their errors do not hide the repair, and no temporary folder stays", () => {
    const scratch = temporaryFolder();
    repository.environment = { TMPDIR: scratch };
    const [head, base] = [temporaryFolder(), temporaryFolder()];
    const write = (folder: string, id: string, text: string): void => {
      mkdirSync(join(folder, "test/project", id), { recursive: true });
      writeFileSync(join(folder, "test/project", id, "workflow.yml"), text);
    };
    write(base, "a", manifest("retries: 1"));
    write(head, "a", manifest("retries: 2"));
    write(base, "b", manifest().replace("dag:", "dga:"));
    write(head, "b", manifest());
    const { workflows, notes } = difference("test", "main", "--manifests", head, "--base-manifests", base);
    expect(workflows).toMatchObject([
      { id: "project/a", kind: "changed", sentences: ["`dag.retries`: 1 → 2"] },
      { id: "project/b", kind: "added" },
    ]);
    expect(notes).toEqual([expect.stringContaining("The manifest of `project/b` had errors in the base")]);
    expect(readdirSync(scratch).filter((entry) => entry.startsWith("preview-base-"))).toEqual([]);
  });
});

describe("bad input", () => {
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
