import { compiled, DEVELOPMENT, manifest, problemsOf } from "../../support/manifests";

const AIRFLOW_2 = { ...DEVELOPMENT, airflowVersion: "2.11.0" };

const found = (lines: string, environment = DEVELOPMENT): string[] =>
  problemsOf(manifest(lines), environment).map(
    ({ severity, code, line, column, message }) => `${severity} ${code}@${line}:${column} ${message}`,
  );

const UNKNOWN = "a template has no dss; did you mean ds?";

describe("a template with a mistake is refused at its line and column", () => {
  test.each([
    ["in single quotes", "env_vars: {X: 'a {{ dss }}'}", "4:23"],
    ["in single quotes, after a quote", "env_vars: {X: 'it''s {{ dss }}'}", "4:27"],
    ["in double quotes, after escapes", 'env_vars: {X: "\\t\\x41\\u00e9\\U0001f600\\"😀 {{ dss }}"}', "4:48"],
    ["in a block of lines", "env_vars:\n  X: |-\n    first\n      second {{ dss }}\n    third", "7:19"],
    ["in folded lines", "env_vars:\n  X: >\n    first\n    second\n    {{ dss }}\n", "8:10"],
    ["in plain lines", "env_vars:\n  X: first\n    second\n    a {{ dss }}", "7:12"],
    ["in quoted lines", 'env_vars:\n  X: "first \\\n    second\n    a {{ dss }}"', "7:12"],
    ["in a task", "tasks: {t: {env_vars: {X: '{{ dss }}'}}}", "4:33"],
  ])("%s", (_name, lines, place) => {
    expect(found(lines)).toEqual([`error template-unknown@${place} ${UNKNOWN}`]);
  });

  test("through an alias, at the alias", () => {
    expect(found("env_vars: {X: &x '{{ dss }}', Y: *x}")).toEqual([
      `error template-unknown@4:24 ${UNKNOWN}`,
      `error template-unknown@4:36 ${UNKNOWN}`,
    ]);
  });

  test("every mistake of a value, and of every value", () => {
    expect(found("env_vars: {X: '{{ dss }} {{ dss }}', Y: '{% if %}'}").map((one) => one.split(" ")[1])).toEqual([
      "template-unknown@4:21",
      "template-unknown@4:31",
      "template-statement@4:44",
    ]);
  });
});

test("names that Airflow 3 does not have are an error there, and a warning on Airflow 2", () => {
  const line = "env_vars: {X: '{{ next_ds }}'}";
  const message = "Airflow 3 has no next_ds; write data_interval_end | ds";
  expect(found(line)).toEqual([`error template-removed@4:21 ${message}`]);
  expect(found(line, AIRFLOW_2)).toEqual([`warning template-outdated@4:18 ${message}`]);
  expect(compiled(manifest(line), AIRFLOW_2).dag.env_vars["X"]).toEqual({
    template: "{{ next_ds }}",
    pieces: [{ fact: "next_ds" }],
  });
});

test("parameters may be named if the manifest declares them", () => {
  expect(found("params: {days: 7}\nenv_vars: {X: '{{ params.days }}'}")).toEqual([]);
  expect(found("env_vars: {X: '{{ params.days }}'}")).toEqual([
    "error template-parameter@4:21 the manifest has no parameter days; declare it under dag.params",
  ]);
});

test("parameters and other keys contain no templates: their text arrives as written", () => {
  const lines = "params: {X: '{{ dss }} {% {#'}\nenv_vars: {Y: 1, Z: true}";
  expect(found(lines).filter((one) => one.includes("template"))).toEqual([]);
  expect(compiled(manifest(lines)).dag.params).toEqual({ X: "{{ dss }} {% {#" });
});
