import { CronExpressionParser } from "cron-parser";

import type { Schedule } from "./compiled";

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** Milliseconds of the units of an interval. */
const UNITS = { seconds: 1000, minutes: 60_000, hours: 3_600_000 } as const;

/** A schedule by the time between two runs. */
type Interval = Exclude<Schedule, null | string | { readonly datasets: readonly string[] }>;

/** Milliseconds of an interval, such as `{ hours: 6 }`. */
export function milliseconds(interval: Interval): number {
  const [[unit, number] = ["hours", 1]] = Object.entries<number>(interval);
  return number * UNITS[unit as keyof typeof UNITS];
}

/** The midnight (UTC) that begins the day of a time; both in milliseconds since 1970. */
export function startOfDay(time: number): number {
  return Math.floor(time / DAY) * DAY;
}

/** The days on which a cron expression runs, and the times of day, in milliseconds after midnight. */
export interface Cron {
  readonly runsOn: (day: Date) => boolean;
  readonly times: readonly number[];
}

/** Reads a cron expression as Airflow does; undefined if it is invalid. */
export function parsed(expression: string): Cron | undefined {
  let fields;
  try {
    ({ fields } = CronExpressionParser.parse(expression));
  } catch {
    return undefined;
  }
  const minutes = fields.minute.values as readonly number[];
  const hours = fields.hour.values as readonly number[];
  const months = new Set(fields.month.values as readonly number[]);
  const daysOfMonth = new Set(fields.dayOfMonth.values as readonly (number | string)[]);
  const daysOfWeek = new Set((fields.dayOfWeek.values as readonly (number | string)[]).map((day) => Number(day) % 7));
  // If neither field is *, cron runs on a day that matches either of them.
  const [, , dayOfMonth, , dayOfWeek] = expression.trim().split(/\s+/);
  const either = dayOfMonth !== "*" && dayOfWeek !== "*";
  return {
    runsOn: (day) => {
      const byMonth = daysOfMonth.has(day.getUTCDate());
      const byWeek = daysOfWeek.has(day.getUTCDay());
      return months.has(day.getUTCMonth() + 1) && (either ? byMonth || byWeek : byMonth && byWeek);
    },
    times: hours.flatMap((hour) => minutes.map((minute) => hour * UNITS.hours + minute * UNITS.minutes)),
  };
}
