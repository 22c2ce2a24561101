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

/** The day that an option names, `YYYY-MM-DD`; today (UTC) where there is none. */
export function readDate(option: string | undefined): string {
  if (option === undefined) {
    return new Date().toISOString().slice(0, 10);
  }
  const time = /^\d{4}-\d{2}-\d{2}$/.test(option) ? Date.parse(option) : Number.NaN;
  // February 30th is not a day, though some engines read it as one of March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== option) {
    throw new UsageError(`--date ${option} is not a day; write one as 2026-11-22`);
  }
  return option;
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
