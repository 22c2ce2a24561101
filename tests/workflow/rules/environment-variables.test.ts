import { compiled, manifest, problemsOf } from "../../support/manifests";

const told = (lines: string, more = ""): string[] =>
  problemsOf(manifest(lines, more)).map(
    ({ severity, code, line, column, message }) => `${severity} ${code}@${line}:${column} ${message}`,
  );

describe("a variable is set once", () => {
  test("by a parameter or by env_vars, at the variable's own name", () => {
    expect(told("params: {a_b: 1}\nenv_vars:\n  PARAM_A_B: x\n  PARAM_B: y")).toEqual([
      "error variable-clash@6:5 the platform already sets PARAM_A_B from the parameter a_b; rename one of the two",
    ]);
  });

  test("by a secret or by a task's env_vars", () => {
    expect(told("tasks:\n  t:\n    env_vars: {SECRET_API_KEY: x, SECRET_KEY: y}", "secrets: [api-key]\n")).toEqual([
      "error variable-clash@6:18 the platform already sets SECRET_API_KEY from the secret api-key; rename one of the two",
    ]);
  });

  test("by one parameter, not by two", () => {
    expect(told("params: {a_b: 1, c: 2, A_b: 3}")).toEqual([
      "error variable-clash@4:26 the parameters a_b and A_b would both become PARAM_A_B; rename one",
    ]);
  });
});

describe("an unquoted boolean arrives as written, with a warning", () => {
  test.each([
    ["dag.env_vars", "env_vars: {X: TRUE}", "4:17", "TRUE", "True"],
    ["a task's env_vars", "tasks: {t: {env_vars: {X: false}}}", "4:29", "false", "False"],
    ["a word that only YAML 1.1 reads as one", "env_vars: {X: yes}", "4:17", "yes", "True"],
  ])("in %s", (_name, lines, place, text, before) => {
    expect(told(lines)).toEqual([
      `warning unquoted-boolean@${place} X arrives as ${text}, but the previous platform passed ${before}; write "${text}" or "${before}", in quotes, as your code expects`,
    ]);
  });

  test.each(["'yes'", "'true'", "1", "yesterday"])("%s gives no warning", (value) => {
    expect(told(`env_vars: {X: ${value}}`)).toEqual([]);
  });

  test("through an alias, too", () => {
    const lines = "env_vars: {X: &x TRUE, Y: *x}";
    expect(told(lines)).toHaveLength(2);
    expect(compiled(manifest(lines)).dag.env_vars).toMatchObject({ X: "TRUE", Y: "TRUE" });
  });
});

describe("a value is text that a container can receive", () => {
  const message =
    "X has a character that an environment variable cannot contain (NUL or half of a surrogate pair); remove it";

  test.each([
    ["dag.env_vars", 'env_vars: {X: "a\\0"}', "4:17"],
    ["a task's env_vars", 'tasks: {t: {env_vars: {X: "\\ud83d"}}}', "4:29"],
    ["dag.params", 'params: {X: "\\0"}', "4:15"],
  ])("in %s", (_name, lines, place) => {
    expect(told(lines)).toEqual([`error not-text@${place} ${message}`]);
  });

  test("a whole surrogate pair is text", () => {
    expect(told('env_vars: {X: "\\ud83d\\ude00", Y: 😀}')).toEqual([]);
  });
});
