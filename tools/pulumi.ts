import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { ROOT } from "../platform/root";

/** How a command of the Pulumi CLI ended, and what it printed. */
export interface PulumiRun {
  /** Exit code; null for a process that was ended from outside. */
  readonly status: number | null;
  readonly stdout: string;
}

/** Largest output that is read: that of a stack of thousands of resources has some tens of megabytes. */
const MAXIMUM_BYTES = 2 ** 30;

/**
 * Runs the CLI that the repository pins. What it says on standard error goes to the log.
 *
 * @throws Error where it cannot be started.
 */
export function runPulumi(words: readonly string[], environment: NodeJS.ProcessEnv = process.env): PulumiRun {
  const { status, stdout, error } = spawnSync(process.execPath, [join(ROOT, "node_modules/pulumi/run.js"), ...words], {
    cwd: ROOT,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: MAXIMUM_BYTES,
  });
  if (error !== undefined) {
    throw error;
  }
  return { status, stdout };
}
