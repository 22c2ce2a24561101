import { cronProblem, scheduleInWords } from "../../workflow/schedule";
import { compiled, manifest, problemsOf } from "../support/manifests";

describe("a cron expression that Airflow runs", () => {
  test.each([
    "0 8 * * *",
    "  0 8 * * *  ",
    "0  8\t* * *",
    "*/5 0-23/2 1,15 JAN-MAR mon",
    "0 0 29 2 *",
    "0 8 * JUL WED-THU",
    "0 0 * * 7",
    "59 23 31 12 0",
  ])("%j is accepted", (expression) => {
    expect(cronProblem(expression)).toBeUndefined();
  });

  test.each([
    ["0 0 8 * * 1", '"0 8 * * 1"'],
    ["0 8 * * * *", '"0 8 * * *"'],
    ["0 8 ? * MON *", '"0 8 * * MON"'],
    ["0 8 * * ? 2025", '"0 8 * * *"'],
    ["0 8 * * 1 2025-2027", '"0 8 * * 1"'],
    ["0 0 8 * * MON", '"0 8 * * MON"'],
    ["0 8 * * ? 1", '"0 8 * * *"'],
    ["0 0 8 * * ? 2025", '"0 8 * * *"'],
  ])("%s has too many fields, and the message suggests %s", (expression, advice) => {
    const count = expression.split(" ").length;
    expect(cronProblem(expression)).toBe(
      `${expression} has ${count} fields; Airflow reads five (minute, hour, day of month, month, day of week), without seconds or years; write for example ${advice}`,
    );
  });

  test.each(["", "daily", "0 8 * *", "1 2 3 4 5 6 7 8"])("%j does not have five fields", (expression) => {
    expect(cronProblem(expression)).toBe(
      `${expression} is not a schedule; write five fields (minute, hour, day of month, month, day of week) such as "0 8 * * *", or a preset such as @daily`,
    );
  });

  test.each(["0 8 L * *", "0 8 15W * *", "0 8 * * 5#2", "0 8 * * 5L", "H 8 * * *", "0 8 ? * *", "0 8 * * (1)"])(
    "%s uses a feature that not every cron parser has",
    (expression) => {
      expect(cronProblem(expression)).toBe(
        `${expression} may contain only numbers, names of months and days, and the signs * , - /; write it with those`,
      );
    },
  );

  test.each(["60 8 * * *", "0 24 * * *", "0 8 0 * *", "0 8 * 13 *", "0 8 * * 8", "0 0 30 2 *", "0 0 * FOO *"])(
    "%s never comes",
    (expression) => {
      expect(cronProblem(expression)).toMatch(
        new RegExp(
          `^${expression.replaceAll("*", "\\*")} is not a valid schedule: .+; the fields are minute \\(0-59\\), hour \\(0-23\\), day of month \\(1-31\\), month \\(1-12 or JAN-DEC\\) and day of week \\(0-7 or SUN-SAT\\)$`,
        ),
      );
    },
  );

  test.each([
    ["0 24 * * *", "24 is not within 0-23"],
    ["0 8-24 * * *", "8-24 is not within 0-23"],
    ["0 0 30 2 *", "none of its months has that day"],
  ])("%s is refused, with the reason: %s", (expression, reason) => {
    expect(cronProblem(expression)).toContain(` is not a valid schedule: ${reason}; the fields are `);
  });

  test("a day is possible if one of the months has it, or if the expression also names a day of the week", () => {
    const days = Array.from({ length: 31 }, (_, index) => index + 1);
    const months = Array.from({ length: 12 }, (_, index) => index + 1);
    // 2024 has a 29th of February.
    const has = (month: number, day: number) => day <= new Date(Date.UTC(2024, month, 0)).getUTCDate();
    const choices = months.flatMap((month) => [[month], ...months.slice(month).map((later) => [month, later])]);
    const wrong = days.flatMap((day) =>
      choices
        .map((choice) => ({ date: `0 0 ${day} ${choice.join()}`, comes: choice.some((month) => has(month, day)) }))
        .filter(
          ({ date, comes }) =>
            (cronProblem(`${date} *`) === undefined) !== comes || cronProblem(`${date} 1`) !== undefined,
        ),
    );
    expect(wrong).toEqual([]);
  });
});

describe("a schedule in words", () => {
  test.each([
    [null, "Only when triggered"],
    ["@once", "Once"],
    ["@continuous", "Again as soon as a run ends"],
    ["@hourly", "Every hour"],
    ["@daily", "Every day at 00:00"],
    ["@weekly", "Every week, on Sunday at 00:00"],
    ["@monthly", "Every month, on the first at 00:00"],
    ["@quarterly", "Every quarter, on its first day at 00:00"],
    ["@yearly", "Every year, on 1 January at 00:00"],
    ["30 17 * * *", "At 17:30"],
    [{ seconds: 1 }, "Every second"],
    [{ minutes: 15 }, "Every 15 minutes"],
    [{ hours: 1 }, "Every hour"],
    [{ hours: 2 }, "Every 2 hours"],
    [{ datasets: ["s3://a/b"] }, "When this dataset is updated: s3://a/b"],
    [{ datasets: ["s3://a/b", "x:y"] }, "When all of these datasets are updated: s3://a/b, x:y"],
  ])("%j", (schedule, words) => {
    expect(scheduleInWords(schedule)).toBe(words);
  });
});

describe("dag.schedule", () => {
  test.each(["none", "None", " NONE "])("%j means no schedule", (text) => {
    expect(compiled(manifest(`schedule: "${text}"`)).dag.schedule).toBeNull();
  });

  test("blanks around a cron expression are removed", () => {
    expect(compiled(manifest('schedule: " 0 8 * * * "')).dag.schedule).toBe("0 8 * * *");
  });

  test("a preset that does not exist is reported with the nearest, or with all", () => {
    const messageOf = (preset: string) => problemsOf(manifest(`schedule: "${preset}"`)).map(({ message }) => message);
    expect(messageOf("@weakly")).toEqual(["@weakly is not a preset of Airflow; did you mean @weekly?"]);
    expect(messageOf("@xxxxxxxxxxxx")).toEqual([
      "@xxxxxxxxxxxx is not a preset of Airflow; write one of @once, @continuous, @hourly, @daily, @weekly, @monthly, @quarterly, @yearly",
    ]);
    expect(messageOf("@toString")).toHaveLength(1);
  });

  test("@continuous runs once at a time", () => {
    expect(problemsOf(manifest('schedule: "@continuous"'))).toEqual([]);
    expect(problemsOf(manifest('schedule: "@daily"\nmax_active_runs: 2'))).toEqual([]);
    expect(problemsOf(manifest('schedule: "@continuous"\nmax_active_runs: 2'))).toMatchObject([
      {
        code: "continuous-runs",
        line: 5,
        column: 20,
        message: "@continuous starts the next run only when the last one ends; remove dag.max_active_runs, or write 1",
      },
    ]);
  });

  test("a bad expression is reported at the key", () => {
    expect(problemsOf(manifest("schedule: daily"))[0]?.message).toMatch(/^dag\.schedule daily is not a schedule; /);
  });
});
