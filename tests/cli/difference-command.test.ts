import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { MAXIMUM_COMMENT } from "../../preview/difference/markdown";
import type { Difference } from "../../preview/difference/model";
import eksVersions from "../../platform/cluster/data/eks-versions.json";
import { ENVIRONMENTS } from "../../platform/environments";
import { ROOT } from "../../platform/root";
import { type CommandResult, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";
import { TemporaryRepository } from "../support/temporary-repository";

const repository = new TemporaryRepository();

afterEach(() => {
  repository.reset();
});

const PIPELINE = "manifests/production/examples/pipeline/workflow.yml";
const PRODUCTION = "Pulumi.production.yaml";

/** The difference, which leaves the user's branch, index and worktrees as they were. */
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

/** A stack file as it was before Kubernetes was upgraded to what it says. */
function oneMinorOlder(text: string): string {
  const current = /kubernetesVersion: "1\.(\d+)"/.exec(text)?.[1];
  const older = `1.${Number(current) - 1}` as keyof typeof eksVersions.minors;
  const kubeProxy = eksVersions.minors[older].addOns["kube-proxy"].at(-1) ?? "";
  return text
    .replace(/kubernetesVersion: .*/, `kubernetesVersion: "${older}"`)
    .replace(/kube-proxy: .*/, `kube-proxy: ${kubeProxy}`);
}

/** The comments that docs/how-to/read-a-pull-request-preview.md shows. UPDATE_EXAMPLES=1 writes them anew. */
describe("the comment in docs/examples/pull-request-comments for", () => {
  const EXAMPLES: readonly [name: string, change: () => void, says: RegExp][] = [
    [
      "adding-a-workflow",
      () => {
        repository.edit("manifests/production/examples/daily-report/workflow.yml", () =>
          manifest(
            'schedule: "0 6 * * *"',
            "iam:\n  athena: read\n  s3_read_only: [mojap-compute-production-dummy/input/*]\n  s3_write_only: [mojap-compute-production-dummy/reports/*]\nsecrets: [mail-password]\n",
          ),
        );
      },
      /\*\*Only the workflow `examples\/daily-report` is added\*\*; nothing else changes in production\./,
    ],
    [
      "widening-an-s3-path",
      () => {
        repository.edit(PIPELINE, (text) =>
          text.replace("mojap-compute-production-dummy/input/*", "mojap-compute-production-dummy/*"),
        );
      },
      /may now read and list `s3:\/\/mojap-compute-production-dummy\/\*`, until now only `s3:\/\/mojap-compute-production-dummy\/input\/\*`/,
    ],
    [
      "moving-a-workflow-to-another-project",
      () => {
        repository.git("mv", "manifests/production/examples/pipeline", "manifests/production/pipelines");
        repository.edit("manifests/production/reports/pipeline/workflow.yml", () =>
          readFileSync(join(repository.folder, "manifests/production/pipelines/workflow.yml"), "utf8"),
        );
        repository.remove("manifests/production/pipelines");
      },
      /\*\*`examples\/pipeline` moves to `reports\/pipeline`, and loses its role, the values of 2 secrets and its DAG\*\*/,
    ],
    [
      "upgrading-kubernetes",
      () => {
        repository.edit(PRODUCTION, oneMinorOlder);
        repository.commit("the minor before");
        repository.git("checkout", "HEAD~1", "--", PRODUCTION);
      },
      /\*\*Kubernetes is upgraded: 1\.\d+ → 1\.\d+\.\*\*[^]*30 node groups \([^)]*\): nodes are replaced in turn/,
    ],
    [
      "raising-a-node-groups-maximum",
      () => {
        repository.edit(PRODUCTION, (text) => text.replace("maxSize: 20", "maxSize: 30"));
      },
      /node group `standard`: may grow to 30 nodes, until now 20/,
    ],
  ];

  test.each(EXAMPLES)("%s is what the command writes", (name, change, says) => {
    change();
    const out = join(temporaryFolder(), "comment.md");
    const { status, stderr } = repository.preview("production", "--base", "main", "--format", "markdown", "--out", out);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const text = readFileSync(out, "utf8");
    expect(text).toMatch(says);
    expect(Buffer.byteLength(text)).toBeLessThan(MAXIMUM_COMMENT);
    // What changes with every commit of this repository, and says nothing here.
    const stable = text.replace(/main \([0-9a-f]{10}\)/, "main").replace(/\d+ as before/, "all others as before");
    const example = resolve(ROOT, "docs/examples/pull-request-comments", `${name}.md`);
    if (process.env["UPDATE_EXAMPLES"] !== undefined) {
      mkdirSync(dirname(example), { recursive: true });
      writeFileSync(example, stable);
    }
    expect(stable).toBe(existsSync(example) ? readFileSync(example, "utf8") : "");
  });
});

test.each(["build", "coverage", "reports", "dist"])("git sees the manifests of a project called %s", (project) => {
  repository.edit(`manifests/test/${project}/a/workflow.yml`, () => manifest());
  expect(repository.git("status", "--porcelain", "--untracked-files=all")).toBe(
    `?? manifests/test/${project}/a/workflow.yml\n`,
  );
});

describe("the difference", () => {
  test("holds what a change of the program's own code does, on every workflow that it reaches", () => {
    repository.edit("workflow/data/default-environment.json", (text) => text.replace("{", '{\n  "NEW_DEFAULT": "on",'));
    const { workflows, layers } = difference("test");
    expect(workflows.length).toBeGreaterThan(1);
    workflows.forEach(({ sentences }) => {
      expect(sentences).toEqual(["`dag.env_vars.NEW_DEFAULT`: none → on"]);
    });
    expect(layers).toEqual([]);
  });

  test("is one with a base from before a configuration key was required", () => {
    repository.edit("platform/config/stack.schema.json", (text) =>
      text
        .replace('"required": [', '"required": [\n    "newKey",')
        .replace('"properties": {', '"properties": {\n "newKey": {"type": "string"},'),
    );
    expect(repository.preview("test", "--base", "main").stderr).toMatch(/newKey is missing/);
    // The roles that deploy one environment are kept from the others' data, so every stack file has to be sound.
    for (const stack of ENVIRONMENTS) {
      repository.edit(`Pulumi.${stack}.yaml`, (text) =>
        text.replace("config:", 'config:\n  analytical-platform-airflow:newKey: "on"'),
      );
    }
    expect(difference("test")).toMatchObject(NOTHING);
  });

  test("a mistake in another environment's stack file is located, and without a stack dump", () => {
    repository.edit("Pulumi.production.yaml", (text) => text.replace("cidrBlock:", "cidrBlok:"));
    const { stderr, status } = repository.preview("test");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Pulumi\.production\.yaml:\d+:\d+: .*cidrBlok/m);
    expect(stderr).not.toContain("    at ");
  });

  test("is one with a base that broke a policy, and says so; what head breaks stays an error", () => {
    const RULE = "policies/pulumi/rules/protection.ts";
    const strict = (text: string): string => text.replace("if (protect) {", "if (!protect) {");
    repository.edit(RULE, strict);
    const broken = repository.commit("breaks its own policy");
    const refusal = repository.preview("test", "--base", "main");
    expect(refusal.status).toBe(1);
    expect(refusal.stderr).toMatch(/\[protection\][^]*violations? of the policies/);
    repository.git("checkout", "HEAD~1", "--", RULE);
    const { notes, summary } = difference("test", broken);
    expect(notes).toEqual([
      expect.stringMatching(/^The base broke the policies of its day.*\[protection\] \(and \d+ more\)$/),
    ]);
    expect(summary).toBe(NOTHING.summary);
  });

  test("with a base that has no such stack is a stack that is all new", () => {
    repository.remove("Pulumi.test.yaml");
    const without = repository.commit("no test yet");
    repository.git("checkout", "HEAD~1", "--", "Pulumi.test.yaml");
    const { notes, totals, summary } = difference("test", without);
    expect(notes).toEqual(["The base has no `Pulumi.test.yaml`: all of test is new."]);
    expect(totals).toMatchObject({ changed: 0, deleted: 0, unchanged: 0 });
    expect(summary).toMatch(/workflows .* are added, and what all workflows share .* changes as well\*\* in test/);
  });

  test("with a base of another history is one with the base itself, and says so", () => {
    repository.git("checkout", "--quiet", "--orphan", "another");
    const other = repository.commit("another history");
    repository.git("checkout", "--quiet", "main");
    const { notes, base } = difference("test", other);
    expect(base).toMatchObject({ commit: other, isMergeBase: false });
    expect(notes).toEqual([expect.stringMatching(/is not known here \(a shallow clone, or another history\)/)]);
  });

  test("installs the base's own packages where it is asked to", () => {
    const tools = temporaryFolder();
    const npm = `#!/bin/sh\necho "$@" > "${tools}/called"\nln -s "${resolve(ROOT, "node_modules")}" node_modules\n`;
    writeFileSync(join(tools, "npm"), npm, { mode: 0o755 });
    repository.edit("package-lock.json", (text) => `${text}\n`);
    repository.environment = { PATH: `${tools}:${process.env["PATH"] ?? ""}` };
    expect(difference("test", "main", "--install-base")).toMatchObject(NOTHING);
    expect(readFileSync(join(tools, "called"), "utf8")).toBe("ci --ignore-scripts --no-audit --no-fund\n");
  });

  test("is one of other manifests where those of the base are named; its errors do not hide their repair, and no temporary folder stays", () => {
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

  test("is one with where the branch began, not with what others merged since", () => {
    const began = repository.git("rev-parse", "HEAD").trim();
    repository.git("checkout", "--quiet", "-b", "other");
    repository.edit("manifests/test/examples/others/workflow.yml", () => manifest());
    repository.commit("others");
    repository.git("checkout", "--quiet", "-b", "feature", began);
    expect(difference("test", "other")).toMatchObject({ workflows: [], base: { commit: began, isMergeBase: true } });
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

  test.each([
    ["a base that does not exist", ["test", "--base", "mian"], /--base mian is not a branch, tag or commit here/],
    ["a base that is an option of git", ["test", "--base=--help"], /--base --help is not a branch/],
    ["a format that does not exist", ["test", "--base", "main", "--format", "html"], /text, json, markdown/],
    ["a format without a base", ["test", "--format", "json"], /belong to --base/],
    ["packages of a base without one", ["test", "--install-base"], /belong to --base/],
    ["a folder to write to", ["test", "--base", "main", "--out", "cli"], /--out cli is a folder.*cli\/comment\.md/],
    ["a stack that does not exist", ["tets", "--base", "main"], /did you mean test\?/],
  ])("%s is a usage error", (_name, args, message) => {
    expect(refused(2, ...args).stderr).toMatch(message);
  });

  test("conflicts left in the stack file and in a manifest are each told with their line", () => {
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

  test("a base that does not build says what its preview said", () => {
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

  test("a base with other packages says how to install them", () => {
    repository.edit("package-lock.json", (text) => `${text}\n`);
    expect(refused(1, "test", "--base", "main").stderr).toMatch(
      /another package-lock\.json[^]*--install-base[^]*git worktree add --detach[^]*npm ci[^]*--base-node-modules/,
    );
  });

  test("a stack without its file is told, and no base makes up for it", () => {
    repository.remove("Pulumi.test.yaml");
    expect(refused(1, "test", "--base", "main").stderr).toMatch(/^Pulumi\.test\.yaml:1:1: there is no such file/);
  });

  test("a base without an offline preview asks for a later one", () => {
    repository.remove("cli/preview.ts");
    const old = repository.commit("old");
    repository.git("checkout", "HEAD~1", "--", "cli/preview.ts");
    expect(refused(1, "test", "--base", old).stderr).toMatch(/has no offline preview; compare with a later commit/);
  });
});
