import { ukTime, nextRunsOf } from "../../../cli/catalogue/times";
import { compiled, manifest } from "../../support/manifests";

/** The lines of the list. */
function runs(dag: string, day = "2026-11-28"): string[] {
  return nextRunsOf(compiled(manifest(dag)).dag, day)
    .text.split(/<[^>]+>/)
    .filter((text) => text.trim() !== "");
}

test("times are those of the United Kingdom, in winter and in summer", () => {
  expect(ukTime(new Date("2026-11-28T05:00Z"))).toBe("Saturday 28 November 2026, 05:00 GMT");
  expect(ukTime(new Date("2026-06-30T23:30Z"))).toBe("Wednesday 1 July 2026, 00:30 BST");
});

test("a daily run in UTC moves by an hour in the United Kingdom when the clocks change", () => {
  expect(runs('schedule: "0 5 * * *"', "2027-03-27").slice(0, 2)).toEqual([
    "Saturday 27 March 2027, 05:00 GMT",
    "Sunday 28 March 2027, 06:00 BST",
  ]);
});

test("ten runs are listed", () => {
  expect(runs('schedule: "@daily"')).toHaveLength(10);
});

test("gives the reason for a schedule without known or further times", () => {
  expect(runs("schedule: {hours: 5}")).toEqual([expect.stringContaining("its interval does not divide a day")]);
  expect(runs('schedule: "@daily"\nstart_date: 2025-01-01\nend_date: 2025-02-01')).toEqual([
    "None: the schedule ended on 1 February 2025.",
  ]);
  expect(runs("")).toEqual([]);
});

test("a DAG that is paused at first is marked", () => {
  expect(runs('schedule: "@daily"\nis_paused_upon_creation: true')).toContainEqual(
    expect.stringContaining("Only after somebody unpauses the DAG"),
  );
});
