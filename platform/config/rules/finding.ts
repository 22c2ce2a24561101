import type { Finding } from "../../../diagnostics/problem";

/** Keys from the root of the stack's configuration to a value. */
export type Path = readonly (string | number)[];

/** A rule of the stack's configuration that is broken. */
export function broken(code: string, path: Path, message: string): Finding {
  return { severity: "error", code, path, message };
}
