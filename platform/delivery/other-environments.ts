import { ENVIRONMENTS } from "../config/check";
import type { StackConfig } from "../config/stack.generated";
import type { Problem } from "../../diagnostics/problem";
import { readEnvironmentFile } from "../config/environment-file";

/** Another environment, as its stack file describes it. */
export interface OtherEnvironment {
  readonly environment: string;
  readonly config: StackConfig;
}

/**
 * Reads the stack files of all environments but one. An error in any of them is an error here: a boundary that did not know
 * another environment would not keep roles from it.
 */
export function readOtherEnvironments(environment: string): {
  readonly others: readonly OtherEnvironment[];
  readonly problems: readonly Problem[];
} {
  const files = ENVIRONMENTS.filter((name) => name !== environment).map((name) => ({
    name,
    file: readEnvironmentFile(name),
  }));
  return {
    others: files.flatMap(({ name, file: { config } }) =>
      config === undefined ? [] : [{ environment: name, config }],
    ),
    problems: files.flatMap(({ file }) => file.problems.filter(({ severity }) => severity === "error")),
  };
}
