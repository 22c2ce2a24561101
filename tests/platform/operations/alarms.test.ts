import type { AlarmRow, Signal } from "../../../platform/operations/alarm";
import { ALARMS } from "../../../platform/operations/alarms";
import { HEARTBEAT_HOUR } from "../../../platform/operations/alarms/heartbeat";
import { isAlarm } from "../../../platform/operations/evaluate";
import { alarmDescription, anchor, filterPattern } from "../../../platform/operations/words";
import { evaluateMetricMaths, type Values } from "../../support/metric-maths";
import { EXAMPLES, type Recorded } from "./series";

const TIME = new Date("2026-11-28T06:00:00Z");

/** Whether an alarm is on at the end of a recorded series. */
function firesOn(signal: Signal, recorded: Recorded): boolean {
  if (signal.kind === "event") {
    throw new Error("an event has no series");
  }
  const series = recorded.map((each) => {
    switch (signal.kind) {
      case "metric":
        return each as number | undefined;
      case "expression":
        return evaluateMetricMaths(signal.expression, each as Values, TIME);
      case "log":
        // A term in quotes matches the same text, in the same case.
        return (each as readonly string[]).filter((line) => signal.texts.every((text) => line.includes(text))).length;
    }
  });
  return isAlarm(signal.condition, series);
}

const WITH_SERIES = ALARMS.filter(({ id, signal }) => signal.kind !== "event" && !id.startsWith("weekly-test-"));

test("every alarm on a series has an example, and the other way round", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(WITH_SERIES.map(({ id }) => id).sort());
});

test.each(WITH_SERIES.map(({ id, signal }) => [id, signal] as const))(
  "%s fires on a series with the trouble, and not on one without",
  (id, signal) => {
    const example = EXAMPLES[id];
    expect(firesOn(signal, example?.fires ?? [])).toBe(true);
    expect(firesOn(signal, example?.quiet ?? [])).toBe(false);
  },
);

describe("the weekly test", () => {
  const weekly = ALARMS.filter(({ id }) => id.startsWith("weekly-test-"));

  test("is one of each severity, so that both ways are tried", () => {
    expect(weekly.map(({ severity }) => severity).sort()).toEqual(["critical", "warning"]);
  });

  test("fires in one hour of the week, on Monday morning", () => {
    const signal = weekly[0]?.signal;
    const expression = signal?.kind === "expression" ? signal.expression : "";
    const hours = Array.from({ length: 7 * 24 }, (_, hour) => new Date(Date.UTC(2026, 10, 22, hour)));
    const firing = hours.filter((time) => evaluateMetricMaths(expression, { beats: 600 }, time) === 1);
    expect(firing.map((time) => time.toISOString())).toEqual([`2026-11-23T0${HEARTBEAT_HOUR}:00:00.000Z`]);
  });
});

test("an alarm's period is one that CloudWatch takes, and it looks at no more than a day", () => {
  const bad = ALARMS.filter(({ signal }) => {
    if (signal.kind === "event") {
      return false;
    }
    const { period, of, datapoints } = signal.condition;
    return period % 60 !== 0 || datapoints > of || period * of > 86_400;
  });
  expect(bad.map(({ id }) => id)).toEqual([]);
});

test("names are unique, short enough with the longest environment and zone, and in the style of all others", () => {
  const ids = ALARMS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  // A rule of EventBridge has 64 characters at most.
  expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id) || `airflow-development-${id}`.length > 64)).toEqual([]);
});

test("every row says who is hurt, why it fires then, and where that is documented", () => {
  const poor = ALARMS.filter(
    ({ hurts, reason, source }: AlarmRow) => hurts.length < 10 || reason.length < 30 || !source.startsWith("https://"),
  );
  expect(poor.map(({ id }) => id)).toEqual([]);
});

test("only alarms on MWAA itself are silent in its maintenance", () => {
  const silent = ALARMS.filter((row) => row.silentInMaintenance);
  expect(silent.map(({ id }) => id)).toEqual(["scheduler-stopped", "all-dags-missing", "dags-not-imported"]);
});

test("a message names the symptom and links to the runbook's section, within CloudWatch's 1,024 characters", () => {
  for (const row of ALARMS) {
    const text = alarmDescription(row, "https://github.com/example/airflow/blob/main/docs/platform/runbook.md");
    expect(text).toContain(row.symptom);
    expect(text).toContain(`runbook.md#${anchor(row.runbook)}`);
    expect(text.length).toBeLessThanOrEqual(1024);
    // It is part of a quoted template of EventBridge.
    expect(text).not.toMatch(/["<>\n]/);
  }
});

test("a missing value counts as the row says, and too short a series is one with missing values", () => {
  const condition = { period: 60, of: 3, datapoints: 2, threshold: 1, comparison: "less than" } as const;
  expect(isAlarm({ ...condition, missing: "breaching" }, [undefined, 5, undefined])).toBe(true);
  expect(isAlarm({ ...condition, missing: "notBreaching" }, [undefined, 5, undefined])).toBe(false);
  expect(isAlarm({ ...condition, missing: "notBreaching" }, [0])).toBe(false);
  expect(isAlarm({ ...condition, missing: "breaching" }, [])).toBe(true);
});

test("a filter's terms are in quotes, which CloudWatch needs for any character that is no letter or digit", () => {
  expect(filterPattern(["Reconciler error", 'a "b"'])).toBe('"Reconciler error" "a \\"b\\""');
});
