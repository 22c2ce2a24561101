import { DEFAULTS } from "../defaults";
import type { Finding } from "../../diagnostics/problem";
import { error, type Rule } from "./rule";

/** Dates exist in the calendar, and the end comes after the start. */
export const datesMakeSense: Rule = ({ dag: { start_date: start = DEFAULTS.start_date, end_date: end } }) => {
  const findings: Finding[] = [];
  for (const [key, date] of [
    ["start_date", start],
    ["end_date", end],
  ] as const) {
    if (date !== undefined && !exists(date)) {
      findings.push(
        error(
          "bad-date",
          ["dag", key],
          `dag.${key} ${date} is not a day of the calendar; write year, month and day as YYYY-MM-DD`,
        ),
      );
    }
  }
  if (findings.length === 0 && end !== undefined && end <= start) {
    findings.push(
      error(
        "end-before-start",
        ["dag", "end_date"],
        `dag.end_date ${end} is not after dag.start_date ${start}, so the workflow would never run; write a later date`,
      ),
    );
  }
  return findings;
};

function exists(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) && !date.startsWith("0000");
}
