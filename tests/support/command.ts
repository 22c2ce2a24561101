import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";

import type { Program } from "../../cli/command";
import { scripts } from "../../package.json";
import { ROOT } from "../../platform/root";

/** Output and exit code of a command. */
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
  // The script in package.json: node --import tsx FILE.
  const [, ...script] = scripts[command].split(" ");
  const { stdout, stderr, status } = spawnSync(process.execPath, [...script, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { stdout, stderr, status };
}

/**
 * Runs a command of the repository in this process, as `npm run` would with these words; `variables` join the environment. The
 * start of a process takes most of a short command's time, so only few tests use `runCli`.
 */
export async function call(
  main: Program,
  words: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const printed = { stdout: "", stderr: "" };
  const spies = [
    jest.spyOn(console, "log").mockImplementation((...values) => {
      printed.stdout += `${format(...values)}\n`;
    }),
    jest.spyOn(console, "error").mockImplementation((...values) => {
      printed.stderr += `${format(...values)}\n`;
    }),
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed.stdout += String(text);
      return true;
    }),
  ];
  const environment = process.env;
  process.env = { ...environment, npm_lifecycle_event: undefined, ...variables };
  try {
    return { status: await main(words), ...printed };
  } finally {
    process.env = environment;
    spies.forEach((spy) => {
      spy.mockRestore();
    });
  }
}

/** A new temporary folder for a test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "test-"));
}
