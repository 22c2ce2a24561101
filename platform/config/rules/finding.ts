import type { Finding } from "../../../diagnostics/problem";

/** Keys from the root of the stack's configuration to a value. */
export type Path = readonly (string | number)[];

/** An error of a rule of the stack's configuration. */
export function broken(code: string, path: Path, message: string): Finding {
  return { severity: "error", code, path, message };
}
