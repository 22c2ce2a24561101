import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { nextRuns } from "../../workflow/next-runs";
import { runsInAYear, runsStartedByDeploying, type Timing } from "../../workflow/runs-started";
import { temporaryFolder } from "../support/command";

const NOW = "2026-11-27T10:30:00Z";

function timing(schedule: Timing["schedule"], start: string, more: Partial<Timing> = {}): Timing {
  return { schedule, start_date: start, end_date: null, catchup: true, ...more };
}

function runs(schedule: Timing["schedule"], start: string, more: Partial<Timing> = {}): number {
  return runsStartedByDeploying(timing(schedule, start, more), new Date(NOW));
}

describe("the runs that a deployment starts", () => {
  test("every minute since 2015 with catch-up is some six million runs", () => {
    // 4,348 days of 1,440 minutes, and 10 h 30 min of the last day.
    expect(runs("* * * * *", "2015-01-01")).toBe(4348 * 1440 + 630);
  });

  test.each([
    ["0 8 * * *", "2026-11-20", 7],
    ["0 8 * * *", "2026-11-27", 0],
    ["30 10 * * *", "2026-11-27", 0],
    ["31 10 * * *", "2026-11-27", 0],
    ["0 11 * * *", "2026-11-26", 0],
    ["*/15 9-17 * * 1-5", "2026-11-27", 6],
    ["0 0 12 * 5", "2026-11-01", 4],
    ["0 0 13 * 0-6", "2026-11-01", 26],
    ["0 0 1-31 * 5", "2026-11-01", 26],
    ["0 0 13 * *", "2026-11-01", 0],
    ["0 0 * * 7", "2026-11-01", 3],
    ["0 0 29 2 *", "2000-01-01", 6],
    ["@hourly", "2026-11-27", 10],
    ["@daily", "2026-11-26", 1],
    ["@weekly", "2026-11-01", 3],
    ["@monthly", "2026-01-01", 10],
    ["@quarterly", "2026-01-01", 3],
    ["@yearly", "2024-06-01", 1],
    [{ hours: 6 }, "2026-11-27", 1],
    [{ minutes: 90 }, "2026-11-27", 7],
    [{ seconds: 60 }, "2026-11-27", 630],
  ])("%j from %s", (schedule, start, expected) => {
    expect(runs(schedule, start)).toBe(expected);
  });

  test.each([
    [null, 0],
    [{ datasets: ["s3://bucket/table"] }, 0],
    ["@once", 1],
    ["@continuous", 1],
    ["0 0 31 2 *", 0],
    ["not a schedule", 0],
    ["@never", 0],
  ])("%j has no runs by time", (schedule, expected) => {
    expect(runs(schedule, "2026-01-01")).toBe(expected);
  });

  test("without catch-up at most the latest run starts", () => {
    expect(runs("* * * * *", "2015-01-01", { catchup: false })).toBe(1);
    expect(runs("0 8 * * *", "2026-11-26", { catchup: false })).toBe(1);
    expect(runs("0 8 * * *", "2026-11-27", { catchup: false })).toBe(0);
    expect(runs("0 8 * * *", "2026-11-28", { catchup: false })).toBe(0);
  });

  test("nothing starts before the start date, nor after the end date", () => {
    expect(runs("0 8 * * *", "2027-01-01")).toBe(0);
    expect(runs("@once", "2027-01-01")).toBe(0);
    expect(runs("0 0 * * *", "2026-11-01", { end_date: "2026-11-10" })).toBe(10);
    expect(runs("0 8 * * *", "2026-11-01", { end_date: "2026-11-10" })).toBe(9);
    expect(runs("0 0 * * *", "2026-11-01", { end_date: "2026-11-26" })).toBe(26);
    expect(runs("0 0 * * *", "2026-11-01", { end_date: "2026-11-27" })).toBe(26);
    expect(runs("@once", "2026-11-01", { end_date: "2026-10-01" })).toBe(0);
  });

  test("the longest possible span is counted, day by day", () => {
    expect(runs("* * * * *", "0001-01-01")).toBe(739_946 * 1440 + 630);
  });
});

describe("the runs of a year", () => {
  test.each([
    ["* * * * *", 525_600],
    ["@hourly", 8760],
    ["@daily", 365],
    ["0 8 * * 1-5", 261],
    [{ seconds: 60 }, 525_600],
    [{ hours: 24 }, 365],
    ["@once", 0],
    [null, 0],
  ])("%j", (schedule, expected) => {
    expect(runsInAYear(schedule)).toBe(expected);
  });
});

/** Runs after `NOW` that are compared. */
const NEXT = 5;

/** Counts the runs of a schedule in each version of Airflow, up to a moment, and lists those after it. */
const COUNT = `
import json, sys
sys.path.insert(0, "dags")
import pendulum
from airflow.timetables.base import TimeRestriction
from airflow.models.dag import DAG
from analytical_platform_airflow.schedule import airflow_schedule, midnight_utc

counts = []
for case in json.loads(sys.argv[1]):
    dag = DAG("d", schedule=airflow_schedule(case["schedule"]), start_date=midnight_utc(case["start_date"]))
    latest = midnight_utc(case["end_date"]) if case["end_date"] else None
    limit = TimeRestriction(earliest=midnight_utc(case["start_date"]), latest=latest, catchup=True)
    now, last, count, later = pendulum.parse("${NOW}"), None, 0, []
    while len(later) < ${NEXT}:
        info = dag.timetable.next_dagrun_info(last_automated_data_interval=last, restriction=limit)
        if info is None:
            break
        last = info.data_interval
        if info.run_after > now:
            later.append(info.run_after.timestamp() * 1000)
        else:
            count += 1
    counts.append({"count": count, "next": later})
print(json.dumps(counts))
`;

const SCHEDULES: readonly Timing[] = [
  timing("0 8 * * *", "2026-11-01"),
  timing("0 8 13 * 5", "2026-01-01"),
  timing("*/7 3-5 */2 * *", "2026-10-01"),
  timing("0 0 1-31 * 5", "2026-10-01"),
  timing("0 0 13 * */2", "2026-10-01"),
  timing("0 0 13 * 0-6", "2026-10-01"),
  timing("0 0 */1 * 5", "2026-10-01"),
  timing("0 12 * * 7", "2026-01-01", { end_date: "2026-06-01" }),
  timing("@quarterly", "2024-02-01"),
  timing("0 0 29 2 *", "2020-01-01"),
  timing("30 6 * * 1-5", "2027-03-01"),
  timing({ hours: 5 }, "2026-12-24"),
  timing({ minutes: 45 }, "2026-11-20"),
  timing({ hours: 5 }, "2026-11-20", { end_date: "2026-11-22" }),
];

/** The timetables that the platform's configuration selects. */
const INTERVALS = {
  AIRFLOW__SCHEDULER__CREATE_CRON_DATA_INTERVALS: "True",
  AIRFLOW__SCHEDULER__CREATE_DELTA_DATA_INTERVALS: "True",
};

const VERSIONS = ["2.10.3", "2.11.0", "3.0.6"].map((version) => ({
  version,
  python: resolve(ROOT, ".venvs", `airflow-${version}`, "bin", "python"),
}));

describe.each(VERSIONS.filter(({ python }) => existsSync(python)))("Airflow $version", ({ python }) => {
  test("starts as many runs as counted, and the next ones at the same times", () => {
    const output = execFileSync(python, ["-c", COUNT, JSON.stringify(SCHEDULES)], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, ...INTERVALS, AIRFLOW_HOME: temporaryFolder(), PYTHONDONTWRITEBYTECODE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const counts: unknown = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    const now = new Date(NOW);
    expect(counts).toEqual(
      SCHEDULES.map((each) => ({
        count: runsStartedByDeploying(each, now),
        next: nextRuns(each, now, NEXT)?.map((run) => run.getTime()),
      })),
    );
  });
});
