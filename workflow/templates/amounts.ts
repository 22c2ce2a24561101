import { nearest } from "../../diagnostics/nearest";
import { TemplateFault } from "./fault";
import type { Argument } from "./grammar";

/** Seconds of each unit. A year and a month have their longest length. */
const SECONDS = {
  years: 366 * 86_400,
  months: 31 * 86_400,
  weeks: 7 * 86_400,
  days: 86_400,
  hours: 3600,
  minutes: 60,
  seconds: 1,
} as const;

type Unit = keyof typeof SECONDS;

/** Units of `macros.timedelta`, as in Python's `timedelta`. */
export const TIMEDELTA_UNITS: readonly Unit[] = ["weeks", "days", "hours", "minutes", "seconds"];

/** Units of a date's `add` and `subtract`, as in pendulum. */
export const ALL_UNITS: readonly Unit[] = ["years", "months", ...TIMEDELTA_UNITS];

/** A template may move a date by at most so many seconds, so that the year stays in Python's range. */
const MOST_SECONDS = 100 * SECONDS.years;

/**
 * Reads arguments such as `days=7, hours=12`.
 *
 * @param called Name of the function for messages, for example `macros.timedelta`.
 * @param at Position for the message if there is no argument.
 */
export function readAmounts(
  args: readonly Argument[],
  units: readonly Unit[],
  called: string,
  at: number,
): Partial<Record<Unit, number>> {
  const amounts: Partial<Record<Unit, number>> = {};
  for (const { name, value, at: place } of args) {
    const unit = units.find((one) => one === name);
    if (unit === undefined || unit in amounts || value.kind !== "number") {
      throw new TemplateFault("template-amount", place, problem(name, units, called, unit !== undefined));
    }
    amounts[unit] = value.number;
  }
  if (args.length === 0) {
    throw new TemplateFault("template-amount", at, `${called}() needs an amount; write ${called}(days=1)`);
  }
  if (Object.entries(amounts).some(([unit, amount]) => Math.abs(amount) * SECONDS[unit as Unit] > MOST_SECONDS)) {
    throw new TemplateFault(
      "template-amount",
      at,
      `${called} moves a date by at most 100 years; write a smaller amount`,
    );
  }
  return amounts;
}

function problem(name: string | undefined, units: readonly Unit[], called: string, isUnit: boolean): string {
  if (isUnit) {
    return `${String(name)} takes one whole number, once; write ${called}(${String(name)}=1)`;
  }
  const unit = name === undefined ? undefined : nearest(name, units);
  return unit === undefined
    ? `${called} takes ${units.join(", ")}, each with a whole number; write ${called}(days=1)`
    : `${called} has no ${String(name)}; write ${unit}=`;
}

/** The length of a `macros.timedelta` in seconds. */
export function secondsOf(amounts: Partial<Record<Unit, number>>): number {
  return Object.entries(amounts).reduce((sum, [unit, amount]) => sum + amount * SECONDS[unit as Unit], 0);
}
