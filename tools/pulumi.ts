import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { ROOT } from "../platform/root";

/** Exit code and output of a command of the Pulumi CLI. */
export interface PulumiRun {
  /** Exit code; null for a process that a signal ended. */
  readonly status: number | null;
  readonly stdout: string;
}

/** Largest output that we read; a stack of thousands of resources prints tens of megabytes. */
const MAXIMUM_BYTES = 2 ** 30;

/**
 * Runs the CLI that the repository pins. Its standard error goes to the log.
 *
 * @throws Error if it cannot start.
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
