import { formatProblem } from "../diagnostics/problem";
import { type LoadedEnvironment, loadEnvironment } from "../preview/load";

/** The end of `--help` of the commands that count workflows. */
export const COUNTED_HELP =
  "\nManifests with errors do not count, and the command names how many. Exit code 0; 1 if the stack file has errors; 2 if the call is wrong.";

/**
 * Loads the workflows of a stack for a count, and says on stderr how many manifests have errors.
 *
 * @param date day of the count, `YYYY-MM-DD`.
 * @param what the result that leaves those manifests out, such as `costs`.
 * @returns undefined if the stack file has errors, which are printed.
 */
export function loadToCount(stack: string, manifests: string, date: string, what: string): LoadedEnvironment["stack"] {
  const { stack: loaded, problems } = loadEnvironment(stack, manifests, { today: date, examples: "warning" });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (loaded === undefined) {
    errors.forEach((problem) => {
      console.error(formatProblem(problem));
    });
    return undefined;
  }
  const refused = new Set(errors.map(({ file }) => file)).size;
  if (refused > 0) {
    console.error(
      `${refused} manifest${refused === 1 ? " has" : "s have"} errors, and the ${what} leave ${refused === 1 ? "it" : "them"} out: npm run validate -- ${manifests}/${stack}`,
    );
  }
  return loaded;
}
