import { parseArgs, type ParseArgsConfig } from "node:util";

import { UsageError } from "../diagnostics/usage-error";

/** Parses a command line; `--help` and mistakes become a usage error. */
export function readArguments<T extends ParseArgsConfig>(config: T, usage: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (caught) {
    throw new UsageError(`${caught instanceof Error ? caught.message : String(caught)}\n\n${usage}`);
  }
}

/** Arguments of a command whose one option is `--help`; undefined where that was asked for, and has been given. */
export function readPositionals(usage: string): string[] | undefined {
  const { values, positionals } = readArguments(
    { allowPositionals: true, options: { help: { type: "boolean", default: false } } },
    usage,
  );
  if (values.help) {
    console.log(usage);
    return undefined;
  }
  return positionals;
}

/** The one stack that such a command is called with; undefined where help was asked for, and has been given. */
export function readStackName(usage: string): string | undefined {
  const positionals = readPositionals(usage);
  if (positionals === undefined) {
    return undefined;
  }
  const [stack = "", ...more] = positionals;
  if (stack === "" || more.length > 0) {
    throw new UsageError(`name one stack\n\n${usage}`);
  }
  return stack;
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

/**
 * Runs a command: its result is the exit code; usage errors are told without a stack trace, with exit code 2. Where a reader
 * of its output goes away, as `head` does, it goes on without one: files that it writes are written whole.
 */
export async function runCommand(command: () => Promise<number> | number): Promise<void> {
  [process.stdout, process.stderr].forEach((stream) => stream.on("error", ignoreLeftReader));
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

function ignoreLeftReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    throw error;
  }
}
