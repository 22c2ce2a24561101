import { codesOf, compiled, manifest, problemsOf } from "../../support/manifests";

const messages = (text: string): string[] => problemsOf(text).map(({ message }) => message);

describe("an error about a value names the lookalike in it, with its column", () => {
  test("curly quotes around a schedule", () => {
    const [problem, ...others] = problemsOf(manifest("schedule: “0 8 * * *”"));
    expect(others.map(({ code }) => code)).toEqual([]);
    expect(problem).toMatchObject({ code: "bad-cron", line: 4, column: 13 });
    expect(problem?.message).toMatch(/; column 13 holds “ \(U\+201C, left double quotation mark\): type "$/);
  });

  test.each([
    ["tag", manifest().replace("v1.0.0", "v1.0–rc"), "column 12 holds – (U+2013, en dash): type -"],
    ["an unknown key", manifest("\u00a0catchup: true"), "column 3 holds U+00A0 (no-break space): type a space"],
    ["a name", manifest("env_vars: {A‑B: x}"), "column 15 holds ‑ (U+2011, non-breaking hyphen): type -"],
    ["a date", manifest("start_date: 2025–01–01"), "column 19 holds – (U+2013, en dash): type -"],
  ])("%s", (_name, text, hint) => {
    expect(messages(text)[0]).toContain(`; ${hint}`);
  });
});

describe("a value with an unusual character is a warning", () => {
  test.each([
    [
      "a no-break space",
      "A: a\u00a0b",
      'dag.env_vars.A holds U+00A0 (no-break space); type a space, or "\\u00a0" if you mean it',
    ],
    [
      "a zero width space",
      "A: a\u200bb",
      'dag.env_vars.A holds U+200B (zero width space); delete it, or "\\u200b" if you mean it',
    ],
    [
      "curly quotes around a value",
      "A: “b”",
      'dag.env_vars.A holds “ (U+201C, left double quotation mark); type " around the value',
    ],
    [
      "single curly quotes",
      "A: ‘b’",
      "dag.env_vars.A holds ‘ (U+2018, left single quotation mark); type ' around the value",
    ],
  ])("%s", (_name, variable, message) => {
    const problems = problemsOf(manifest(`env_vars:\n  ${variable}`));
    expect(problems).toEqual([
      expect.objectContaining({ severity: "warning", code: "unusual-character", line: 5, column: 8, message }),
    ]);
  });

  test("in any text", () => {
    expect(codesOf(manifest("params: {a: “b”}"))).toEqual(["unusual-character@4:15"]);
    expect(codesOf(manifest("tasks: {a: {env_vars: {A: “b”}}}"))).toEqual(["unusual-character@4:29"]);
  });

  test.each(["A: it’s", "A: a – b", "A: “a” and “b", 'A: "a\\u00a0b"', 'A: "\\u201cb\\u201d"', "A: 日本", "A: a b"])(
    "%s is ordinary text",
    (variable) => {
      expect(codesOf(manifest(`env_vars:\n  ${variable}`))).toEqual([]);
    },
  );
});

describe("duplicates in a list are removed", () => {
  test("a path, a secret, a dependency and a dataset", () => {
    const text = manifest(
      "tasks:\n  a: {outlets: [s3://x/y, s3://x/y]}\n  b: {dependencies: [a, a]}",
      "iam: {s3_read_only: [team-a/seeds/*, team-a/seeds/*]}\nsecrets: [k, k]\n",
    );
    const problems = problemsOf(text);
    expect(problems.map(({ severity, code, line, column }) => `${severity} ${code}@${line}:${column}`)).toEqual([
      "warning listed-twice@5:29",
      "warning listed-twice@6:27",
      "warning listed-twice@7:38",
      "warning listed-twice@8:14",
    ]);
    expect(problems[3]?.message).toBe('secrets has "k" twice; remove one of the two');
    const once = compiled(
      text.replace(", s3://x/y]", "]").replace("[a, a]", "[a]").replace("k, k", "k").replace(", team-a/seeds/*", ""),
    );
    expect(compiled(text)).toEqual(once);
  });
});

describe("a variable that repeats the platform's own", () => {
  const set = (value: string): string => `params: {suffix: first}\nenv_vars: {PARAM_SUFFIX: '${value}'}`;

  test.each(["{{ params.suffix }}", "{{params.suffix}}", " {{ params.suffix }} "])("%s is valid", (value) => {
    expect(codesOf(manifest(set(value)))).toEqual([]);
    expect(compiled(manifest(set(value))).dag).toEqual(compiled(manifest("params: {suffix: first}")).dag);
  });

  test("of a task is left out, so that the platform's own applies", () => {
    const task = "params: {suffix: first}\ntasks: {a: {env_vars: {PARAM_SUFFIX: '{{ params.suffix }}', B: c}}, b: {}}";
    expect(compiled(manifest(task)).dag.tasks["a"]?.env_vars).toEqual({ B: "c" });
  });

  test.each(["first", "{{ params.suffix }}x", "x{{ params.suffix }}", "{{ params.suffix | int }}"])(
    "%s clashes",
    (value) => {
      expect(codesOf(manifest(set(value)))).toContain("variable-clash@5:14");
    },
  );

  test("another parameter's value clashes", () => {
    expect(codesOf(manifest("params: {suffix: a, other: b}\nenv_vars: {PARAM_SUFFIX: '{{ params.other }}'}"))).toEqual([
      "variable-clash@5:14",
    ]);
  });
});
