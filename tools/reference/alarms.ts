import { type AlarmRow, SEVERITIES, type Severity } from "../../platform/operations/alarm";
import { ALARMS } from "../../platform/operations/alarms";
import { anchor, conditionInWords } from "../../platform/operations/words";
import { code, table } from "./markdown";

const MEANING: Readonly<Record<Severity, string>> = {
  critical: "Somebody is called at any hour.",
  warning: "Somebody reads it in the next working hours.",
};

/** The page of the alarms, from their table. */
export function alarmsReference(): string {
  return [
    "<!-- Generated from platform/operations/alarms by npm run generate. Do not edit. -->",
    "# Alarms",
    "Every environment has these alarms. The full name is `airflow-<env>-` and the name here. They go to the email addresses and " +
      "Slack channels of the stack file's `operations` block, by severity. Each links to its section of the " +
      "[runbook](../platform/runbook.md).",
    "Nothing here has run in an AWS account. Tests compare the names of Airflow's metrics with what the installed versions of " +
      "Airflow emit, and let each threshold judge a series with and without the trouble.",
    ...SEVERITIES.flatMap((severity) => [
      `## ${severity === "critical" ? "Critical" : "Warnings"}`,
      MEANING[severity],
      table(
        ["alarm", "symptom", "hurts", "fires", "because", "source"],
        ALARMS.filter((row) => row.severity === severity).map(cells),
      ),
    ]),
    "",
  ].join("\n\n");
}

function cells(row: AlarmRow): string[] {
  const each = row.each === undefined ? "" : `, for each ${row.each}`;
  return [
    `[${code(row.id)}](../platform/runbook.md#${anchor(row.runbook)})${each}`,
    row.symptom,
    row.hurts,
    conditionInWords(row.signal),
    row.reason,
    `[documentation](${row.source})`,
  ];
}
