import type { AlarmRow, Signal } from "./alarm";

/** Text of an alarm's message: the symptom, who is hurt, and the link to the runbook. */
export function alarmDescription({ symptom, hurts, runbook }: AlarmRow, runbookUrl: string): string {
  return `${symptom}. Hurts: ${hurts}. Do: ${runbookUrl}#${anchor(runbook)}`;
}

/** The anchor that GitHub and the site give a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/**
 * A pattern for lines that contain all of these texts, in any order.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(texts: readonly string[]): string {
  return texts.map((text) => `"${text.replaceAll('"', '\\"')}"`).join(" ");
}

/** When a signal fires, for people. */
export function conditionInWords(signal: Signal): string {
  if (signal.kind === "event") {
    return "at each such event";
  }
  const { comparison, threshold, of, datapoints, period } = signal.condition;
  const minutes = (count: number): string => `${(count * period) / 60} minutes`;
  const when = datapoints === of ? `for ${minutes(of)}` : `in ${minutes(datapoints)} of ${minutes(of)}`;
  switch (signal.kind) {
    case "expression":
      return `\`${signal.expression}\` ${when}`;
    case "metric":
      return `\`${signal.metric.name}\` ${comparison} ${threshold} ${when}`;
    case "log":
      return `lines with ${signal.texts.map((text) => `“${text}”`).join(" and ")} ${when}`;
  }
}
