import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { type CommandResult, temporaryFolder } from "./command";

/** The files of the repository that commands and git need. */
const LEFT_OUT = new Set([
  ".git",
  "node_modules",
  "build",
  ".venvs",
  ".venv",
  ".cache",
  "tests",
  "docs",
  "coverage",
  "reports",
  ".stryker-tmp",
]);

/** A git repository with the files of this working tree, on a branch `main`. */
export class TemporaryRepository {
  readonly folder = join(temporaryFolder(), "repository");
  /** Variables that commands get besides this process's environment, until the next reset. */
  environment: NodeJS.ProcessEnv = {};
  private readonly first: string;

  /** Copies the folders in `also` too, which it otherwise leaves out: `docs`, `tests/needs`. */
  constructor(also: readonly string[] = []) {
    mkdirSync(this.folder);
    [...readdirSync(ROOT).filter((entry) => !LEFT_OUT.has(entry)), ...also].forEach((entry) => {
      cpSync(resolve(ROOT, entry), join(this.folder, entry), { recursive: true });
    });
    symlinkSync(resolve(ROOT, "node_modules"), join(this.folder, "node_modules"), "junction");
    this.git("init", "--quiet", "--initial-branch=main");
    this.first = this.commit("base");
  }

  /** Changes a file; the function gets its text, or "" for a new one. */
  edit(path: string, change: (text: string) => string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    let text = "";
    try {
      text = readFileSync(file, "utf8");
    } catch {
      // A new file has no text yet.
    }
    const changed = change(text);
    if (changed === text) {
      throw new Error(`${path} no longer contains the text that this test changes`);
    }
    writeFileSync(file, changed);
  }

  /** Removes a file or a folder. */
  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  commit(message: string): string {
    this.git("add", "--all");
    this.git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", message);
    return this.git("rev-parse", "HEAD").trim();
  }

  /** Resets everything to the first commit of `main`. */
  reset(): void {
    this.git("checkout", "--quiet", "--force", "main");
    this.git("reset", "--quiet", "--hard", this.first);
    this.git("clean", "-fdq");
    this.environment = {};
  }

  git(...args: string[]): string {
    return execFileSync("git", args, {
      cwd: this.folder,
      encoding: "utf8",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    });
  }

  /** Runs `npm run preview` with these arguments in it. */
  preview(...args: string[]): CommandResult {
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", "tsx", "cli/preview.ts", ...args], {
      cwd: this.folder,
      // Jest's process.env is a copy, so a child process would not get a variable that a test sets.
      env: { ...process.env, ...this.environment },
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    return { stdout, stderr, status };
  }
}
