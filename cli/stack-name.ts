import { ENVIRONMENTS } from "../infra/config/check";
import { nearest } from "../workflow/nearest";
import { UsageError } from "./arguments";

/** Throws a usage error where there is no such stack; it names the nearest one, or all. */
export function requireStack(name: string): void {
  if (!ENVIRONMENTS.some((known) => known === name)) {
    const close = nearest(name, ENVIRONMENTS);
    throw new UsageError(
      `there is no stack ${name}; ${close === undefined ? `write one of ${ENVIRONMENTS.join(", ")}` : `did you mean ${close}?`}`,
    );
  }
}
