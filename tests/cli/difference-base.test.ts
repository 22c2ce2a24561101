import type * as child_process from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../cli/preview";
import * as root from "../../platform/root";
import type { Difference } from "../../preview/difference/model";
import type { startPreview } from "../../preview/difference/program";
import { writePreview } from "../../preview/write";
import { call, type CommandResult, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";
import { previewOf } from "../support/preview";
import { TemporaryRepository } from "../support/temporary-repository";

// The command runs in this process, on a temporary repository. One recorded preview of the stack test takes the place of each
// program's. tests/cli/difference-command.test.ts runs the programs.
const mockNpmCalls: (readonly string[])[] = [];
const mockRoot = root.ROOT;
const mockRecorded = temporaryFolder();
const mockStarted: { folder: string; others: boolean; packages: boolean }[] = [];

// A copy that this test can change.
jest.mock("../../platform/root", () => ({ __esModule: true, ...jest.requireActual<object>("../../platform/root") }));

// npm is the only program that is faked: it makes links instead of installing.
jest.mock("node:child_process", () => {
  const actual = jest.requireActual<typeof child_process>("node:child_process");
  return {
    ...actual,
    spawnSync: (file: string, args: readonly string[], options: child_process.SpawnSyncOptions) => {
      if (file !== "npm") {
        return actual.spawnSync(file, args, options);
      }
      mockNpmCalls.push(args);
      symlinkSync(join(mockRoot, "node_modules"), join(String(options.cwd), "node_modules"));
      return { status: 0, stderr: "" };
    },
  };
});

jest.mock("../../preview/difference/program", () => ({
  ...jest.requireActual<object>("../../preview/difference/program"),
  startPreview: ({ folder, args }: Parameters<typeof startPreview>[0]) => {
    mockStarted.push({
      folder,
      others: existsSync(join(folder, OTHERS)),
      packages: existsSync(join(folder, "node_modules/tsx")),
    });
    cpSync(mockRecorded, args[args.indexOf("--out") + 1] ?? "", { recursive: true });
    return { process: { kill: () => true }, ended: Promise.resolve({ status: 0, stderr: "" }) };
  },
}));

const OTHERS = "manifests/test/examples/others/workflow.yml";

let repository: TemporaryRepository;

beforeAll(async () => {
  repository = new TemporaryRepository();
  writePreview(await previewOf("test"), mockRecorded);
  Object.assign(root, { ROOT: repository.folder });
});

afterEach(() => {
  repository.reset();
  mockStarted.length = 0;
  mockNpmCalls.length = 0;
});

function preview(...words: string[]): Promise<CommandResult> {
  return call(main, words, repository.environment);
}

async function difference(base: string, ...words: string[]): Promise<Difference> {
  const state = (): string[] =>
    ["status", "worktree list", "rev-parse HEAD"].map((command) => repository.git(...command.split(" ")));
  const before = state();
  const manifests = join(repository.folder, "manifests");
  const { stdout, stderr, status } = await preview(
    "test",
    "--base",
    base,
    "--manifests",
    manifests,
    "--format",
    "json",
    ...words,
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(state()).toEqual(before);
  return JSON.parse(stdout) as Difference;
}

async function refused(status: number, ...words: string[]): Promise<string> {
  const result = await preview(...words);
  expect(result).toMatchObject({ status, stdout: "" });
  expect(result.stderr).not.toMatch(/\n {4}at /);
  return result.stderr;
}

describe("the base", () => {
  test("is the commit at which the branch began, without later merges", async () => {
    const began = repository.git("rev-parse", "HEAD").trim();
    repository.git("checkout", "--quiet", "-b", "other");
    repository.edit(OTHERS, () => manifest());
    repository.commit("others");
    repository.git("checkout", "--quiet", "-b", "feature", began);
    expect(await difference("other")).toMatchObject({ workflows: [], base: { commit: began, isMergeBase: true } });
    expect(mockStarted.map(({ others }) => others)).toEqual([false, false]);
  });

  test("is the commit itself in another history, and a note says so", async () => {
    repository.git("checkout", "--quiet", "--orphan", "another");
    repository.edit(OTHERS, () => manifest());
    const other = repository.commit("another history");
    repository.git("checkout", "--quiet", "main");
    const { notes, base } = await difference(other);
    expect(base).toMatchObject({ commit: other, isMergeBase: false });
    expect(notes).toContainEqual(expect.stringMatching(/is unknown here \(a shallow clone, or another history\)/));
    expect(mockStarted.map(({ others }) => others)).toEqual([false, true]);
  });

  test("gets its own packages if the command may install them", async () => {
    repository.edit("package-lock.json", (text) => `${text}\n`);
    expect(await difference("main", "--install-base")).toMatchObject({
      summary: "Nothing changes in test.",
      workflows: [],
      layers: [],
    });
    expect(mockNpmCalls).toEqual([["ci", "--ignore-scripts", "--no-audit", "--no-fund"]]);
    expect(mockStarted.map(({ packages }) => packages)).toEqual([true, true]);
  });

  test("without the stack file makes the whole stack new", async () => {
    repository.remove("Pulumi.test.yaml");
    const without = repository.commit("no test yet");
    repository.git("checkout", "HEAD~1", "--", "Pulumi.test.yaml");
    const { notes, totals, summary } = await difference(without);
    expect(notes).toEqual(["The base has no `Pulumi.test.yaml`: all of test is new."]);
    expect(totals).toMatchObject({ changed: 0, deleted: 0, unchanged: 0 });
    expect(summary).toMatch(/workflows .* are added, and what all workflows share .* changes as well\*\* in test/);
  });

  test("with other packages says how to install them", async () => {
    repository.edit("package-lock.json", (text) => `${text}\n`);
    expect(await refused(1, "test", "--base", "main")).toMatch(
      /another package-lock\.json[^]*--install-base[^]*git worktree add --detach[^]*npm ci[^]*--base-node-modules/,
    );
  });

  test("without an offline preview asks for a later commit", async () => {
    repository.remove("cli/preview.ts");
    const old = repository.commit("old");
    repository.git("checkout", "HEAD~1", "--", "cli/preview.ts");
    expect(await refused(1, "test", "--base", old)).toMatch(/has no offline preview; compare with a later commit/);
  });
});

test.each([
  ["a base that does not exist", ["test", "--base", "mian"], /--base mian is not a branch, tag or commit here/],
  ["a base that is an option of git", ["test", "--base=--help"], /--base --help is not a branch/],
  ["a format that does not exist", ["test", "--base", "main", "--format", "html"], /text, json, markdown/],
  ["a format without a base", ["test", "--format", "json"], /belong to --base/],
  ["packages of a base without one", ["test", "--install-base"], /belong to --base/],
  ["a folder to write to", ["test", "--base", "main", "--out", "cli"], /--out cli is a folder.*cli\/comment\.md/],
  ["a stack that does not exist", ["tets", "--base", "main"], /did you mean test\?/],
])("%s is a usage error", async (_name, words, message) => {
  expect(await refused(2, ...words)).toMatch(message);
  expect(mockStarted).toEqual([]);
});
