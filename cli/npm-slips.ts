import type { CommandUnknownOpts } from "@commander-js/extra-typings";

type Named = Pick<CommandUnknownOpts, "name" | "options" | "registeredArguments">;

/** npm sets this variable for every script. */
const SET_ALWAYS: ReadonlySet<string> = new Set(["prefix"]);

/**
 * Options that npm took for itself because `--` is missing before them, with the correction; undefined if npm took no option.
 *
 * npm reads options before `--` as its own configuration and hands them to scripts as `npm_config_<name>`
 * (https://docs.npmjs.com/cli/v11/using-npm/config#environment-variables). The script would run without them.
 */
export function swallowedOptions(command: Named, environment: NodeJS.ProcessEnv): string | undefined {
  if (!isStartedByNpm(command, environment)) {
    return undefined;
  }
  const swallowed = command.options.filter(({ long, negate }) => {
    const name = (long ?? "").slice(negate ? "--no-".length : "--".length);
    return !SET_ALWAYS.has(name) && environment[`npm_config_${name.replaceAll("-", "_")}`] !== undefined;
  });
  if (swallowed.length === 0) {
    return undefined;
  }
  const names = swallowed.map(({ long }) => String(long)).join(", ");
  const args = command.registeredArguments.map((one) => `<${one.name()}>`);
  const example = [command.name(), ...args, ...swallowed.map(({ flags }) => flags)].join(" ");
  return `npm took ${names} for itself; put -- before the arguments, so that they reach the command:\n  ${example}`;
}

/**
 * A hint for a wrong call with more words than it needs, and no option. npm may have taken an option that is the beginning of one of
 * its own, such as `--format` for `--format-package-lock`: it leaves no trace of that but the option's value.
 */
export function missingDashesHint(
  command: Named,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const needed = command.registeredArguments.filter(({ required }) => required).length;
  return isStartedByNpm(command, environment) && words.length > needed && !words.some((word) => word.startsWith("-"))
    ? `If you wrote options: npm takes them for itself unless -- comes before the arguments, as in ${command.name()} …`
    : undefined;
}

function isStartedByNpm(command: Named, environment: NodeJS.ProcessEnv): boolean {
  return command.name() === `npm run ${String(environment["npm_lifecycle_event"])} --`;
}
