import { messageOf } from "../diagnostics/message-of";
import { CronExpressionParser } from "cron-parser";
import cronstrue from "cronstrue";

import type { Schedule } from "./compiled";
import type { ManifestDag } from "./normalise";

/** Airflow's presets, in words. */
export const PRESETS: Readonly<Record<string, string>> = {
  "@once": "Once",
  "@continuous": "Again as soon as a run ends",
  "@hourly": "Every hour",
  "@daily": "Every day at 00:00",
  "@weekly": "Every week, on Sunday at 00:00",
  "@monthly": "Every month, on the first at 00:00",
  "@quarterly": "Every quarter, on its first day at 00:00",
  "@yearly": "Every year, on 1 January at 00:00",
};

/** Airflow's presets that are cron expressions (airflow/timetables/_cron.py). */
export const CRON_PRESETS: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
};

/** Whether the text of a schedule is one of the spellings of "no schedule". */
export function isNone(schedule: string): boolean {
  return schedule.trim().toLowerCase() === "none";
}

/** The compiled schedule of a manifest. */
export function scheduleOf({ schedule }: Pick<ManifestDag, "schedule">): Schedule {
  if (schedule === undefined || (typeof schedule === "string" && isNone(schedule))) {
    return null;
  }
  return typeof schedule === "string" ? schedule.trim() : (schedule as Schedule);
}

/** Says why Airflow would refuse a cron expression and what to write; undefined if Airflow accepts it. */
export function cronProblem(expression: string): string | undefined {
  const fields = expression.trim().split(/\s+/);
  if (fields.length === 6 || fields.length === 7) {
    return `${expression} has ${fields.length} fields; Airflow reads five (minute, hour, day of month, month, day of week), without seconds or years; write for example ${fiveFieldsOf(fields)}`;
  }
  if (fields.length !== 5) {
    return `${expression} is not a schedule; write five fields (minute, hour, day of month, month, day of week) such as "0 8 * * *", or a preset such as @daily`;
  }
  if (
    !fields.every((field) => /^[0-9A-Za-z*,/-]+$/.test(field)) ||
    /[HLW]/.test(fields.join(" ").replaceAll(/[A-Za-z]{3}/g, ""))
  ) {
    return `${expression} may contain only numbers, names of months and days, and the signs * , - /; write it with those`;
  }
  try {
    // The parser refuses a day that none of the months has. Searching for the next run would be slow and depend on
    // today's date.
    CronExpressionParser.parse(expression);
    return undefined;
  } catch (caught) {
    return `${expression} is not a valid schedule: ${cronFault(caught)}; the fields are minute (0-59), hour (0-23), day of month (1-31), month (1-12 or JAN-DEC) and day of week (0-7 or SUN-SAT)`;
  }
}

/** The parser's message. Common mistakes are reworded for authors. */
function cronFault(caught: unknown): string {
  const reason = messageOf(caught);
  return reason
    .replace(/^Constraint error, got (?:value|range) (.+) expected range (.+)$/, "$1 is not within $2")
    .replace(/^Invalid explicit day of month definition$/, "none of its months has that day");
}

/** The five fields that an author of six (seconds first, or a year last) probably meant. */
function fiveFieldsOf(fields: readonly string[]): string {
  const withoutYear = fields.slice(0, 5).join(" ");
  const withoutSeconds = fields.slice(1, 6).join(" ");
  return `"${(/[?]/.test(fields[4] ?? "") || /^\*|^[0-9]{4}/.test(fields[5] ?? "") ? withoutYear : withoutSeconds).replaceAll("?", "*")}"`;
}

/** A schedule in words. Times are in UTC. */
export function scheduleInWords(schedule: Schedule): string {
  if (schedule === null) {
    return "Only when triggered";
  }
  if (typeof schedule === "string") {
    return PRESETS[schedule] ?? cronstrue.toString(schedule, { use24HourTimeFormat: true });
  }
  if ("datasets" in schedule) {
    return `When ${schedule.datasets.length === 1 ? "this dataset is" : "all of these datasets are"} updated: ${schedule.datasets.join(", ")}`;
  }
  const [[unit, count] = ["hours", 1]] = Object.entries<number>(schedule);
  return count === 1 ? `Every ${unit.slice(0, -1)}` : `Every ${count} ${unit}`;
}
