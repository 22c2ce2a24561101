import { codesOf, DEVELOPMENT, manifest, problemsOf } from "../../support/manifests";

const TODAY = { ...DEVELOPMENT, today: "2026-11-27" };
const MINUTELY = 'schedule: "* * * * *"\ncatchup: true\nstart_date: 2015-01-01';

test("a catch-up of millions of runs is an error that gives their number", () => {
  expect(problemsOf(manifest(MINUTELY), TODAY)).toEqual([
    expect.objectContaining({
      severity: "error",
      code: "flood-of-runs",
      line: 5,
      column: 12,
      message:
        "dag.catchup starts 6,261,120 runs when it is deployed (Every minute, from 2015-01-01); write a later start_date or a rarer schedule, remove catchup, or confirm the number with large_catchup: true",
    }),
  ]);
});

test("without a date of today the error gives the runs of a year", () => {
  expect(problemsOf(manifest(MINUTELY))[0]?.message).toMatch(
    /^dag\.catchup starts up to 525,600 runs a year \(Every minute, from 2015-01-01\);/,
  );
});

describe("the limit for a year does not depend on the date, so that no valid manifest becomes invalid later", () => {
  test.each([
    ['schedule: "0 */9 * * *"\ncatchup: true\nstart_date: 2027-01-01', ["flood-of-runs@5:12"]],
    ['schedule: "0 0,12 * * *"\ncatchup: true\nstart_date: 2027-01-01', []],
    ["schedule: {hours: 9}\ncatchup: true\nstart_date: 2027-01-01", []],
    ["schedule: {hours: 8}\ncatchup: true\nstart_date: 2027-01-01", ["flood-of-runs@5:12"]],
    ['schedule: "@hourly"\ncatchup: true\nstart_date: 2027-01-01', ["flood-of-runs@5:12"]],
    ['schedule: "@hourly"\ncatchup: true\nstart_date: 2026-10-01\nend_date: 2026-11-11', []],
    ['schedule: "@hourly"\ncatchup: true\nstart_date: 2026-10-01\nend_date: 2026-11-12', ["flood-of-runs@5:12"]],
    ['schedule: "@hourly"\nstart_date: 2015-01-01', []],
    ['schedule: "@hourly"\ncatchup: false\nstart_date: 2015-01-01', []],
    ["catchup: true\nstart_date: 2015-01-01", []],
    ['schedule: "@continuous"\ncatchup: true', []],
    ['schedule: {datasets: ["s3://a/b"]}\ncatchup: true', []],
  ])("%j", (dag, codes) => {
    expect(codesOf(manifest(dag))).toEqual(codes);
    expect(codesOf(manifest(dag), TODAY)).toEqual(codes);
  });
});

test("a rare schedule may start 10,000 runs at once, and no more", () => {
  const daily = (start: string): string => manifest(`schedule: "@daily"\ncatchup: true\nstart_date: ${start}`);
  expect(codesOf(daily("1999-07-12"), TODAY)).toEqual([]);
  expect(codesOf(daily("1999-07-11"), TODAY)).toEqual(["flood-of-runs@5:12"]);
  expect(codesOf(daily("1999-07-11"))).toEqual([]);
});

test("large_catchup confirms the number, and has an effect only with catchup", () => {
  expect(codesOf(manifest(`${MINUTELY}\nlarge_catchup: true`), TODAY)).toEqual([]);
  expect(codesOf(manifest(`${MINUTELY}\nlarge_catchup: false`), TODAY)).toEqual(["flood-of-runs@5:12"]);
  expect(problemsOf(manifest("large_catchup: true"))).toEqual([
    expect.objectContaining({
      severity: "warning",
      code: "large-catchup-without-catchup",
      line: 4,
      column: 3,
      message: "dag.large_catchup has no effect without dag.catchup; remove it, or set dag.catchup",
    }),
  ]);
  expect(codesOf(manifest("large_catchup: false"))).toEqual([]);
});

test("a schedule or date that is not valid is reported by its own rule only", () => {
  expect(codesOf(manifest('schedule: "0 0 31 2 *"\ncatchup: true'), TODAY)).toEqual(["bad-cron@4:13"]);
  expect(codesOf(manifest(MINUTELY.replace("2015-01-01", "2015-02-30")), TODAY)).toContain("bad-date@6:15");
});
