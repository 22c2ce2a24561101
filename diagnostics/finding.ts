import type { Finding } from "./problem";

/** An error of a rule. */
export function error(code: string, path: Finding["path"], message: string): Finding {
  return { severity: "error", code, path, message };
}

/** A warning of a rule. */
export function warning(code: string, path: Finding["path"], message: string): Finding {
  return { severity: "warning", code, path, message };
}
