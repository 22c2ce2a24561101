import { nextRuns } from "../../workflow/next-runs";
import type { Timing } from "../../workflow/runs-started";

const NOW = new Date("2026-11-27T10:30:00Z");

function next(schedule: Timing["schedule"], more: Partial<Timing> = {}, count = 3): string[] | undefined {
  const timing = { schedule, start_date: "2020-01-01", end_date: null, catchup: false, ...more };
  return nextRuns(timing, NOW, count)?.map((run) => run.toISOString().slice(0, 16));
}

describe("the next runs of a schedule", () => {
  test.each<[Timing["schedule"], string[]]>([
    ["0 8 * * *", ["2026-11-28T08:00", "2026-11-29T08:00", "2026-11-30T08:00"]],
    ["30 10 * * *", ["2026-11-28T10:30", "2026-11-29T10:30", "2026-11-30T10:30"]],
    ["31 10 27 11 *", ["2026-11-27T10:31", "2027-11-27T10:31", "2028-11-27T10:31"]],
    ["0 0 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]],
    ["@monthly", ["2026-12-01T00:00", "2027-01-01T00:00", "2027-02-01T00:00"]],
    [{ hours: 6 }, ["2026-11-27T12:00", "2026-11-27T18:00", "2026-11-28T00:00"]],
  ])("%j", (schedule, expected) => {
    expect(next(schedule)).toEqual(expected);
  });

  test("the first time after the start date begins an interval, and the second starts the first run", () => {
    expect(next("0 8 * * *", { start_date: "2026-12-24" }, 1)).toEqual(["2026-12-25T08:00"]);
    expect(next({ hours: 6 }, { start_date: "2026-12-24" }, 1)).toEqual(["2026-12-24T06:00"]);
  });

  test("the last run belongs to the interval that began by the end date", () => {
    expect(next("0 0 * * *", { end_date: "2026-11-28" })).toEqual(["2026-11-28T00:00", "2026-11-29T00:00"]);
    expect(next("0 0 * * *", { end_date: "2026-11-01" })).toEqual([]);
  });

  test("an interval that does not divide a day has known times only with catch-up", () => {
    expect(next({ hours: 5 })).toBeUndefined();
    expect(next({ hours: 5 }, { catchup: true, start_date: "2026-11-27" }, 1)).toEqual(["2026-11-27T15:00"]);
  });

  test.each<[Timing["schedule"]]>([[null], ["@once"], ["@continuous"], [{ datasets: ["s3://a/b"] }], ["no schedule"]])(
    "%j has no fixed times",
    (schedule) => {
      expect(next(schedule)).toBeUndefined();
    },
  );
});
