import { parseArgs, type ParseArgsConfig } from "node:util";

/** A mistake in how a command was called: what is wrong, then how it is called. */
export class UsageError extends Error {}

/** Parses a command line; `--help` and mistakes become a usage error. */
export function readArguments<T extends ParseArgsConfig>(config: T, usage: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (caught) {
    throw new UsageError(`${caught instanceof Error ? caught.message : String(caught)}\n\n${usage}`);
  }
}

/** Runs a command: its result is the exit code; usage errors are told without a stack trace, with exit code 2. */
export async function runCommand(command: () => Promise<number> | number): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (caught) {
    if (!(caught instanceof UsageError)) {
      throw caught;
    }
    console.error(caught.message);
    process.exitCode = 2;
  }
}
