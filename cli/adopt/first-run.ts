import { CronExpressionParser } from "cron-parser";
import { parseDocument } from "yaml";

import { CRON_PRESETS, PRESETS } from "../../workflow/schedule";

/**
 * A manifest whose DAG starts paused, and whose first run is the first one after the move. `start_date` becomes the day of the
 * last run that is due before the move, because a run is about the interval that began with the run before it.
 *
 * @param moveDay the first day of which the runs happen here, `YYYY-MM-DD`, UTC
 */
export function forMoveOn(text: string, moveDay: string): string {
  const document = parseDocument(text);
  const schedule = document.getIn(["dag", "schedule"]);
  const start = startDay(schedule, moveDay);
  const given = document.getIn(["dag", "start_date"]);
  document.setIn(["dag", "is_paused_upon_creation"], true);
  // A date in the future, or one that nothing is known of, stays.
  if (start !== undefined && !(typeof given === "string" && given > start)) {
    document.setIn(["dag", "start_date"], start);
  }
  return document.errors.length > 0 ? text : document.toString({ lineWidth: 0 });
}

/** The `start_date` with which the first run here is the one after the last run there; undefined if it may stay. */
export function startDay(schedule: unknown, moveDay: string): string | undefined {
  if (isInterval(schedule)) {
    return moveDay;
  }
  const runs = runsAround(schedule, moveDay);
  return runs && dayOf(runs.last);
}

/** Runs of a cron schedule around the midnight at which the move day begins. */
export interface RunsAround {
  /** When the last run is due before the move. */
  readonly last: Date;
  /** When the first run is due after it. */
  readonly first: Date;
  /** How many runs are due on the day of the last one, before the move. */
  readonly onLastDay: number;
}

/** @returns undefined for a schedule that is not a cron expression or a preset of one */
export function runsAround(schedule: unknown, moveDay: string): RunsAround | undefined {
  if (typeof schedule !== "string") {
    return undefined;
  }
  const cron = CRON_PRESETS[schedule] ?? (schedule in PRESETS ? undefined : schedule);
  if (cron === undefined) {
    return undefined;
  }
  try {
    const from = (moment: string): ReturnType<typeof CronExpressionParser.parse> =>
      CronExpressionParser.parse(cron, { currentDate: moment, tz: "UTC" });
    const last = from(`${moveDay}T00:00:00Z`).prev().toDate();
    // The search begins after the given moment, at which a run may be due.
    const first = from(new Date(Date.parse(`${moveDay}T00:00:00Z`) - 1000).toISOString())
      .next()
      .toDate();
    const runs = from(new Date(Date.parse(`${dayOf(last)}T00:00:00Z`) - 1000).toISOString());
    let onLastDay = 0;
    while (runs.next().toDate() <= last) {
      onLastDay += 1;
    }
    return { last, first, onLastDay };
  } catch {
    // The checks report a bad expression with its line.
    return undefined;
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function isInterval(schedule: unknown): boolean {
  const text = JSON.stringify(schedule ?? null);
  return /"(seconds|minutes|hours)"/.test(text);
}
