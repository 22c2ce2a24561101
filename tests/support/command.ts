import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { scripts } from "../../package.json";
import { ROOT } from "../../platform/root";

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs one of the repository's commands from the repository's root, as a user would; `variables` join the environment. */
export function runCli(
  command: "aws-profile" | "explain" | "new" | "plan-file" | "preview" | "upgrade" | "validate",
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): CommandResult {
  // As package.json has it: node --import tsx FILE.
  const [, ...script] = scripts[command].split(" ");
  const { stdout, stderr, status } = spawnSync(process.execPath, [...script, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { stdout, stderr, status };
}

/** A new folder of its own for a test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "test-"));
}
