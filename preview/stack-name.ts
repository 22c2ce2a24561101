import { ENVIRONMENTS } from "../platform/config/check";
import { nearest } from "../diagnostics/nearest";
import { UsageError } from "../diagnostics/usage-error";

/** Throws a usage error where there is no such stack; it names the nearest one, or all. */
export function requireStack(name: string): void {
  if (!ENVIRONMENTS.some((known) => known === name)) {
    const close = nearest(name, ENVIRONMENTS);
    throw new UsageError(
      `there is no stack ${name}; ${close === undefined ? `write one of ${ENVIRONMENTS.join(", ")}` : `did you mean ${close}?`}`,
    );
  }
}
