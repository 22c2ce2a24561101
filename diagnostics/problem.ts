/** An error stops the manifest; a warning does not. */
export type Severity = "error" | "warning";

/** A place in a file; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, where, and what to write instead. */
export interface Problem extends Position {
  readonly severity: Severity;
  /** Stable name of the rule, e.g. `unknown-key`. */
  readonly code: string;
  /** The fault, the reason, and the correction: one or more sentences. */
  readonly message: string;
  /** File as the user named it. */
  readonly file: string;
  /** Keys from the root to the value, e.g. `["dag", "tasks", "main"]`. */
  readonly path: readonly (string | number)[];
}

/** A problem as a rule states it: the position is found from the path. */
export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** Point at the key, not at its value: for unknown keys and for missing values. */
  readonly atKey?: boolean;
  /** Point at this character of the value, a text: characters from its start. */
  readonly index?: number;
}

/** `file:line:column: message`, as compilers print it. */
export function formatProblem(problem: Problem): string {
  const label = problem.severity === "warning" ? "warning: " : "";
  return `${problem.file}:${problem.line}:${problem.column}: ${label}${problem.message}`;
}
