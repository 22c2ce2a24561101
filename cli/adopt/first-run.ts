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

function startDay(schedule: unknown, moveDay: string): string | undefined {
  if (typeof schedule !== "string") {
    return isInterval(schedule) ? moveDay : undefined;
  }
  const cron = CRON_PRESETS[schedule] ?? (schedule in PRESETS ? undefined : schedule);
  try {
    return cron === undefined
      ? undefined
      : CronExpressionParser.parse(cron, { currentDate: `${moveDay}T00:00:00Z`, tz: "UTC" })
          .prev()
          .toDate()
          .toISOString()
          .slice(0, 10);
  } catch {
    // The checks report a bad expression with its line.
    return undefined;
  }
}

function isInterval(schedule: unknown): boolean {
  const text = JSON.stringify(schedule ?? null);
  return /"(seconds|minutes|hours)"/.test(text);
}
