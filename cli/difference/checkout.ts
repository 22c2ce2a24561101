import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

import { ROOT } from "../../infra/root";
import { UsageError } from "../arguments";
import type { BaseDescription } from "./model";

/** Why a difference cannot be shown, where the command itself was called well: exit code 1. */
export class Refusal extends Error {}

/**
 * Finds the commit that a change is compared with: the one where the branch left `ref`, so that what others merged since
 * is not taken for this change's doing. Where the history that would tell is missing (a shallow clone), `ref` itself.
 */
export function findBase(ref: string): BaseDescription {
  if (git(["rev-parse", "--git-dir"]).status !== 0) {
    throw new UsageError(`--base ${ref} needs git, and a clone of the repository; ${ROOT} is none`);
  }
  const found = git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (found.status !== 0) {
    throw new UsageError(
      `--base ${ref} is not a branch, tag or commit here; ${
        isShallow()
          ? `this clone is shallow: run git fetch --depth=1 origin ${ref}, then --base FETCH_HEAD`
          : "run git fetch, or write for example --base origin/main"
      }`,
    );
  }
  const commit = found.stdout.trim();
  const mergeBase = git(["merge-base", commit, "HEAD"]);
  const left = mergeBase.status === 0 ? mergeBase.stdout.trim() : commit;
  return { ref, commit: left, isMergeBase: left !== commit };
}

/** Writes a commit's files into a new folder, without a look at the user's files, index or worktrees. */
export function checkOut({ ref, commit }: BaseDescription, folder: string): void {
  mkdirSync(folder, { recursive: true });
  // The repository may be a folder of a larger one.
  const prefix = git(["rev-parse", "--show-prefix"]).stdout.trim();
  const index = { GIT_INDEX_FILE: join(folder, "..", "index") };
  const read = git(["read-tree", `${commit}:${prefix}`], index);
  const written = git(["checkout-index", "--all", "--quiet", `--prefix=${folder}/`], index);
  if (read.status !== 0 || written.status !== 0) {
    throw new Refusal(`${ref} could not be written to ${folder}: ${read.stderr}${written.stderr}`);
  }
}

/** Gives the base's program its packages: head's where both have the same lock file, else those in `own`. */
export function linkPackages({ ref }: BaseDescription, folder: string, own: string | undefined): void {
  const lock = "package-lock.json";
  const [theirs, ours] = [join(folder, lock), resolve(ROOT, lock)].map((path) =>
    existsSync(path) ? readFileSync(path, "utf8") : undefined,
  );
  if (own === undefined && theirs !== ours) {
    throw new Refusal(
      [
        `${ref} has another ${lock}, so its program needs packages of its own. Install them once, and name them:`,
        "",
        `  git worktree add ../base ${ref} && npm ci --prefix ../base`,
        "  npm run preview -- … --base-node-modules ../base/node_modules",
      ].join("\n"),
    );
  }
  const packages = own === undefined ? resolve(ROOT, "node_modules") : resolve(own);
  if (!existsSync(join(packages, "tsx"))) {
    throw new UsageError(`${packages} holds no packages; run npm ci where it belongs`);
  }
  symlinkSync(packages, join(folder, "node_modules"), "junction");
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
