import type { Condition } from "./alarm";

/** Values of a metric, one for each period, oldest first; `undefined` for a period without a value. */
export type Series = readonly (number | undefined)[];

/**
 * Whether an alarm is on after the last period of a series. CloudWatch looks at the latest `of` periods, and the alarm is on if
 * at least `datapoints` of them break the threshold. A period without a value counts as the row says
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html). CloudWatch also looks a little
 * further back for late values; this function does not.
 */
export function isAlarm(condition: Condition, series: Series): boolean {
  const recent = Array.from({ length: condition.of }, (_, index) => series[series.length - condition.of + index]);
  return recent.filter((value) => breaks(condition, value)).length >= condition.datapoints;
}

function breaks({ comparison, threshold, missing }: Condition, value: number | undefined): boolean {
  if (value === undefined) {
    return missing === "breaching";
  }
  return comparison === "at least" ? value >= threshold : value < threshold;
}
