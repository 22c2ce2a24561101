import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { UsageError } from "../../diagnostics/usage-error";
import type { BaseDescription, Sentence } from "./model";

/** The reason why a difference cannot be shown although the call was right: exit code 1. */
export class Refusal extends Error {}

/**
 * Finds the base commit of a change: the commit at which the branch left `ref`, so that later merges of other people do not
 * appear as part of this change. Without the history (in a shallow clone), the base is `ref` itself, with a note.
 */
export function findBase(ref: string): { base: BaseDescription; notes: readonly Sentence[] } {
  if (git(["rev-parse", "--git-dir"]).status !== 0) {
    throw new UsageError(`--base ${ref} needs git, and a clone of the repository; ${ROOT} is not a clone`);
  }
  const found = git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (found.status !== 0) {
    throw new UsageError(
      `--base ${ref} is not a branch, tag or commit here; ${
        isShallow()
          ? "this clone is shallow: run git fetch --unshallow; or fetch one branch or commit with git fetch --depth=1 origin <it>, and write --base FETCH_HEAD"
          : "run git fetch, or write for example --base origin/main"
      }`,
    );
  }
  const commit = found.stdout.trim();
  const mergeBase = git(["merge-base", commit, "HEAD"]);
  if (mergeBase.status !== 0) {
    const note = `The commit at which this branch left \`${ref}\` is unknown here (a shallow clone, or another history). Changes that others have merged since then appear here in reverse.`;
    return { base: { ref, commit, isMergeBase: false }, notes: [note] };
  }
  const left = mergeBase.stdout.trim();
  return { base: { ref, commit: left, isMergeBase: left !== commit }, notes: [] };
}

/** Writes a commit's files into a new folder. It does not read or change the user's files, index or worktrees. */
export function checkOut({ ref, commit }: BaseDescription, folder: string): void {
  mkdirSync(folder, { recursive: true });
  // This project may be a folder of a larger repository.
  const prefix = git(["rev-parse", "--show-prefix"]).stdout.trim();
  const index = { GIT_INDEX_FILE: join(folder, "..", "index") };
  const read = git(["read-tree", `${commit}:${prefix}`], index);
  const written = git(["checkout-index", "--all", "--quiet", `--prefix=${folder}/`], index);
  if (read.status !== 0 || written.status !== 0) {
    throw new Refusal(`${ref} could not be written to ${folder}: ${read.stderr}${written.stderr}`);
  }
}

/** Gives the base's program its packages: the folder that the user named, or head's if both have the same lock file. */
export function providePackages(
  { ref, commit }: BaseDescription,
  folder: string,
  { baseNodeModules, installBase }: { readonly baseNodeModules: string | undefined; readonly installBase: boolean },
): void {
  const [theirs, ours] = [folder, ROOT].map((root) => {
    const path = join(root, LOCK);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  });
  if (baseNodeModules !== undefined) {
    linkPackages(resolve(baseNodeModules), folder);
  } else if (theirs === ours) {
    linkPackages(resolve(ROOT, "node_modules"), folder);
  } else if (installBase) {
    installPackages(ref, folder);
  } else {
    throw new Refusal(
      [
        `${ref} has another ${LOCK}, so its program needs its own packages. Install them for this run with`,
        "--install-base, or install them once and name them:",
        "",
        `  git worktree add --detach ../base ${commit.slice(0, 10)} && npm ci --prefix ../base`,
        "  npm run preview -- … --base-node-modules ../base/node_modules",
      ].join("\n"),
    );
  }
}

const LOCK = "package-lock.json";

function linkPackages(packages: string, folder: string): void {
  if (!existsSync(join(packages, "tsx"))) {
    throw new UsageError(`${packages} holds no packages; run npm ci where it belongs`);
  }
  symlinkSync(packages, join(folder, "node_modules"), "junction");
}

/** No package of a preview needs its install script. */
function installPackages(ref: string, folder: string): void {
  const { status, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Refusal(`npm ci could not install the packages of ${ref}:\n\n${stderr.trimEnd()}`);
  }
}

function isShallow(): boolean {
  return git(["rev-parse", "--is-shallow-repository"]).stdout.trim() === "true";
}

function git(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync("git", args, { cwd: ROOT, encoding: "utf8", env: { ...process.env, ...environment } });
}
