import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { VIOLATIONS_FILE } from "../violations-file";

/** A run of `cli/preview.ts` of one side, in a process of its own: each side's program runs with its own code. */
export interface ProgramRun {
  readonly process: ChildProcess;
  readonly ended: Promise<ProgramResult>;
}

/** How a run ended. */
export interface ProgramResult {
  /** Exit code; 1 for a process that was ended from outside. */
  readonly status: number;
  /** What it said on standard error, unless the user saw that. */
  readonly stderr: string;
}

/** Starts a preview of `stack` by the program in `folder`; `cwd` is what its messages name files from. */
export function startPreview(options: {
  readonly folder: string;
  readonly cwd: string;
  readonly args: readonly string[];
  /** Whether the user sees its progress and its errors as they come. */
  readonly visible: boolean;
  /** File for what the policies have against it, which then does not end it; where absent it does. */
  readonly violations?: string;
}): ProgramRun {
  const { folder, cwd, args, visible, violations } = options;
  const child = spawn(process.execPath, ["--import", "tsx", join(folder, "cli/preview.ts"), ...args], {
    cwd,
    stdio: ["ignore", "ignore", visible ? "inherit" : "pipe"],
    // No option of the command: an older program refuses those that it does not know.
    env: { ...process.env, [VIOLATIONS_FILE]: violations },
  });
  const said: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const ended = new Promise<ProgramResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      resolve({ status: status ?? 1, stderr: said.join("") });
    });
  });
  return { process: child, ended };
}

/** Text of each manifest of a stack by `<project>/<workflow>`. */
export function manifestTexts(manifests: string, stack: string): Map<string, string> {
  const root = join(manifests, stack);
  if (!existsSync(root)) {
    return new Map();
  }
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /^[^/]+\/[^/]+\/workflow\.ya?ml$/.test(path));
  return new Map(
    files.sort().map((path) => [path.slice(0, path.lastIndexOf("/")), readFileSync(join(root, path), "utf8")]),
  );
}
