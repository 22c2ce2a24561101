import { Command, type CommandUnknownOpts, CommanderError, type OptionValues } from "@commander-js/extra-typings";

import { UsageError } from "../diagnostics/usage-error";
import { missingDashesHint, swallowedOptions } from "./npm-slips";

/** Exit code for a wrong call. */
const CALLED_WRONGLY = 2;

/** Starts a command with the words after its name, and returns the exit code. */
export type Program = (words: readonly string[]) => Promise<number>;

/** A command that package.json lists under `name`, so that people call it as `npm run <name> -- …`. */
export function npmCommand(name: string, description: string): Command {
  return newCommand(`npm run ${name} --`, description);
}

/** A command that hooks and other programs start from its file. */
export function fileCommand(file: string, description: string): Command {
  return newCommand(`node --import tsx ${file}`, description);
}

function newCommand(call: string, description: string): Command {
  return new Command(call)
    .description(description)
    .helpOption("-h, --help", "show this help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        console.log(text.trimEnd());
      },
      // The mistake becomes a usage error, which `run` prints.
      outputError: () => undefined,
    });
}

/** A command of any arguments and options. */
interface ParsedCommand extends Pick<CommandUnknownOpts, "name" | "usage" | "options" | "registeredArguments"> {
  readonly processedArgs: readonly unknown[];
  opts(): OptionValues;
  parse(words: readonly string[], options: { from: "user" }): unknown;
}

/**
 * Joins a command and its work. `run` gets the arguments, then the options, and returns the exit code. For a mistake in the call,
 * the command prints the mistake and its usage, without a stack trace, and the exit code is 2.
 */
export function program<C extends ParsedCommand>(
  command: C,
  run: (...given: [...C["processedArgs"], ReturnType<C["opts"]>]) => number | Promise<number>,
): Program {
  return async (words) => {
    try {
      const problem = swallowedOptions(command, process.env);
      if (problem !== undefined) {
        throw new UsageError(problem);
      }
      command.parse(words, { from: "user" });
      const given: [...C["processedArgs"], ReturnType<C["opts"]>] = [
        ...(command.processedArgs as C["processedArgs"]),
        command.opts() as ReturnType<C["opts"]>,
      ];
      return await run(...given);
    } catch (caught) {
      return exitCodeOf(caught, command, words);
    }
  };
}

function exitCodeOf(caught: unknown, command: ParsedCommand, words: readonly string[]): number {
  if (caught instanceof CommanderError && caught.exitCode === 0) {
    return 0;
  }
  if (caught instanceof CommanderError || caught instanceof UsageError) {
    const call = command.name();
    console.error(
      [
        ...(caught instanceof UsageError
          ? [caught.message]
          : [
              inHouseStyle(caught.message),
              "",
              `Usage: ${call} ${command.usage()}`,
              `${call} --help explains each of them`,
            ]),
        ...[missingDashesHint(command, words, process.env) ?? []].flat(),
      ].join("\n"),
    );
    return CALLED_WRONGLY;
  }
  const problem = fileProblem(caught);
  if (problem !== undefined) {
    console.error(problem);
    return 1;
  }
  throw caught;
}

/** Says which file the operating system refused and why, for example a missing one; undefined for any other error. */
export function fileProblem(caught: unknown): string | undefined {
  return isFileError(caught)
    ? `cannot ${caught.syscall} ${caught.path}: ${caught.message.replace(/^\w+: ([^,]*),.*$/s, "$1")}`
    : undefined;
}

/** Commander's messages, and how this repository words them. */
const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/^error: /, ""],
  [/'/g, ""],
  [/\n\(Did you mean (.*)\?\)$/, "; did you mean $1?"],
  [/^missing required argument (.*)$/, "missing argument <$1>"],
  [/^option (.*) argument missing$/, "missing value for $1"],
  [/^required option (.*) not specified$/, "missing option $1"],
  [/^too many arguments\. Expected (\d+) arguments? but got (\d+)\.$/, "too many arguments: expected $1, got $2"],
];

/** For example: `unknown option --manifest; did you mean --manifests?`. */
function inHouseStyle(message: string): string {
  return REWORDED.reduce((text, [pattern, words]) => text.replace(pattern, words), message);
}

/** An error of the operating system for a file, such as missing permissions: not a fault of the program. */
function isFileError(caught: unknown): caught is NodeJS.ErrnoException & { syscall: string; path: string } {
  return typeof caught === "object" && caught !== null && "syscall" in caught && "path" in caught;
}

/** A reader for an option that may be repeated: collects each value. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/**
 * A reader for a day, `YYYY-MM-DD`.
 *
 * @throws UsageError for a day that does not exist.
 */
export function day(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // Some engines read February 30th as a day of March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new UsageError(`${text} is not a day; write it as 2026-11-22`);
  }
  return text;
}

/** Today, in UTC, as `YYYY-MM-DD`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * Runs a program with the words of the command line if Node started its file, and sets the exit code. If the reader of the output
 * closes it, as `head` does, the program continues, so that its files are complete.
 */
export function startIfMain(module: NodeJS.Module, start: Program): void {
  if (require.main !== module) {
    return;
  }
  [process.stdout, process.stderr].forEach((stream) => stream.on("error", ignoreLeftReader));
  void start(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}

function ignoreLeftReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    throw error;
  }
}
