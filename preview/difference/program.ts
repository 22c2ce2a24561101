import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { VIOLATIONS_FILE } from "../violations-file";

/** A run of `cli/preview.ts` of one side, in a process of its own: each side's program runs with its own code. */
export interface ProgramRun {
  readonly process: ChildProcess;
  readonly ended: Promise<ProgramResult>;
}

/** The result of a run. */
export interface ProgramResult {
  /** Exit code; 1 for a process that a signal ended. */
  readonly status: number;
  /** Its standard error, unless the user saw it. */
  readonly stderr: string;
}

/** Starts a preview of `stack` by the program in `folder`; its messages name files relative to `cwd`. */
export function startPreview(options: {
  readonly folder: string;
  readonly cwd: string;
  readonly args: readonly string[];
  /** Whether the user sees its progress and its errors at once. */
  readonly visible: boolean;
  /** File for violations of the policies. With it, violations do not end the run; without it, they do. */
  readonly violations?: string;
}): ProgramRun {
  const { folder, cwd, args, visible, violations } = options;
  const child = spawn(process.execPath, ["--import", "tsx", join(folder, "cli/preview.ts"), ...args], {
    cwd,
    stdio: ["ignore", "ignore", visible ? "inherit" : "pipe"],
    // A variable, not an option: an older program refuses options that it does not know.
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
