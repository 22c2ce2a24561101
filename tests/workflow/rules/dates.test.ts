import { manifest, problemsOf } from "../../support/manifests";

const told = (lines: string): string[] =>
  problemsOf(manifest(lines)).map(({ code, line, column, message }) => `${code}@${line}:${column} ${message}`);

describe("dag.start_date and dag.end_date", () => {
  test.each([
    "start_date: 2024-02-29",
    "start_date: '0001-01-01'",
    "start_date: 2025-12-31\nend_date: 2026-01-01",
    "end_date: 2025-01-02",
  ])("%j is accepted", (lines) => {
    expect(told(lines)).toEqual([]);
  });

  test.each(["2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "0000-01-01"])(
    "%s is not a day of the calendar",
    (date) => {
      const message = `${date} is not a day of the calendar; write year, month and day as YYYY-MM-DD`;
      expect(told(`start_date: ${date}`)).toEqual([`bad-date@4:15 dag.start_date ${message}`]);
      expect(told(`end_date: '${date}'`)).toEqual([`bad-date@4:13 dag.end_date ${message}`]);
    },
  );

  test("both are reported at once, and the order is checked only for days that exist", () => {
    expect(told("start_date: 2025-02-30\nend_date: 2024-02-30")).toHaveLength(2);
    expect(told("start_date: 2025-02-30\nend_date: 2024-01-01")).toHaveLength(1);
  });

  test.each([
    [
      "the same day",
      "start_date: 2025-03-01\nend_date: 2025-03-01",
      "end-before-start@5:13",
      "2025-03-01",
      "2025-03-01",
    ],
    [
      "an earlier day",
      "start_date: 2025-03-01\nend_date: 2025-02-28",
      "end-before-start@5:13",
      "2025-02-28",
      "2025-03-01",
    ],
    ["the default start", "end_date: 2025-01-01", "end-before-start@4:13", "2025-01-01", "2025-01-01"],
  ])("an end that is not after the start is refused: %s", (_name, lines, place, end, start) => {
    expect(told(lines)).toEqual([
      `${place} dag.end_date ${end} is not after dag.start_date ${start}, so the workflow would never run; write a later date`,
    ]);
  });
});
