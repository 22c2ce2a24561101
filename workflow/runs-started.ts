import type { DagData } from "./compiled";
import { DAY, milliseconds, parsed, startOfDay } from "./cron";
import { CRON_PRESETS } from "./schedule";

/** The keys of a DAG that say when it runs. */
export type Timing = Pick<DagData, "schedule" | "start_date" | "end_date" | "catchup">;

/**
 * The number of runs that Airflow starts at once when a new workflow is deployed (or first unpaused) at `now`. With
 * catch-up, Airflow starts one for each interval that has ended since the start date, otherwise at most one. Gives 0
 * for a workflow that starts only when triggered or by datasets, and for an invalid schedule.
 *
 * Exact for timetables of data intervals, which platform/airflow/configuration-options.ts selects on every version of
 * Airflow.
 */
export function runsStartedByDeploying(timing: Timing, now: Date): number {
  const { schedule, start_date: start, end_date: end, catchup } = timing;
  const first = Date.parse(start);
  const last = end === null ? Infinity : Date.parse(end);
  if (schedule === "@once" || schedule === "@continuous") {
    return first <= Math.min(last, now.getTime()) ? 1 : 0;
  }
  // An interval ends when the next one begins, even if that is after the end date.
  const begun = scheduledTimes(schedule, first, Math.min(last, now.getTime()));
  const ended = Math.max(0, scheduledTimes(schedule, first, now.getTime()) - 1);
  return Math.min(begun, ended, catchup ? Infinity : 1);
}

/**
 * The number of runs in a year of 365 days: 365 for a daily schedule. Gives 0 for `@continuous`, which has no fixed
 * number.
 */
export function runsInAYear(schedule: DagData["schedule"]): number {
  return scheduledTimes(schedule, Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1) - 1);
}

/** Counts the times of a schedule from `first` to `last`, both included, in milliseconds since 1970. */
function scheduledTimes(schedule: DagData["schedule"], first: number, last: number): number {
  if (schedule === null || !(first <= last)) {
    return 0;
  }
  if (typeof schedule === "string") {
    const expression = CRON_PRESETS[schedule] ?? schedule;
    return expression.startsWith("@") ? 0 : cronTimes(expression, first, last);
  }
  if ("datasets" in schedule) {
    return 0;
  }
  return Math.floor((last - first) / milliseconds(schedule)) + 1;
}

/** Counts days, not single times, so that a schedule of every minute over 25 years takes only milliseconds. */
function cronTimes(expression: string, first: number, last: number): number {
  const cron = parsed(expression);
  if (cron === undefined) {
    return 0;
  }
  let count = 0;
  const lastDay = startOfDay(last);
  for (let day = startOfDay(first); day <= lastDay; day += DAY) {
    if (cron.runsOn(new Date(day))) {
      const before = day < first ? timesUntil(cron.times, first - day - 1) : 0;
      const until = day < lastDay ? cron.times.length : timesUntil(cron.times, last - day);
      count += until - before;
    }
  }
  return count;
}

function timesUntil(times: readonly number[], end: number): number {
  return times.filter((time) => time <= end).length;
}
