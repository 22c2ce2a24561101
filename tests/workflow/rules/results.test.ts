import { codesOf, compiled, manifest, problemsOf } from "../../support/manifests";

const messagesOf = (lines: string): string[] => problemsOf(manifest(lines)).map(({ message }) => message);

/** Tasks of which the last uses a value, after the first and the second. */
function tasks(value: string, more = ""): string {
  return `tasks:\n  first: {}\n  sec-ond: {dependencies: [first]}\n  last: {dependencies: [sec-ond], env_vars: {V: '${value}'}${more}}\n  other: {}`;
}

describe("a result in a template", () => {
  test("is a field of a task before, directly or through others, and the task with it knows which fields are used", () => {
    const { tasks: made } = compiled(
      manifest(
        `tasks:\n  first: {}\n  last: {dependencies: [first], env_vars: {V: "{{ results.first.rows | int }}"}, args: ['{{ results["first"]["é b"] }}']}`,
      ),
    ).dag;
    expect(made["first"]?.results).toEqual(["rows", "é b"]);
    expect(made["last"]).not.toHaveProperty("results");
    expect(made["last"]?.env_vars["V"]).toEqual({
      template: "{{ results.first.rows | int }}",
      pieces: [{ result: "first", field: "rows", steps: [["int"]] }],
    });
    expect(made["last"]?.args).toEqual([
      { template: '{{ results["first"]["é b"] }}', pieces: [{ result: "first", field: "é b" }] },
    ]);
    expect(codesOf(manifest(tasks("{{ results.first.rows }}")))).toEqual([]);
    expect(codesOf(manifest(tasks('{{ results["sec-ond"].rows }}')))).toEqual([]);
  });

  test.each([
    ["results.frist.rows", "the workflow has no task frist; did you mean first?"],
    ["results.elsewhere.rows", "the workflow has no task elsewhere; the other tasks are first, sec-ond, other"],
    ["results.last.rows", "last cannot use its own result; name a task before it"],
    [
      "results.other.rows",
      "last does not wait for other, so it cannot use its result; add other to dag.tasks.last.dependencies",
    ],
    [
      "results.first.counts.rows",
      "a template reads only fields of a result, not their parts; write results.first.counts, which gives JSON",
    ],
    ...["results", "results.first", "results.sec-ond.rows", 'results["first"]'].map((wrong): [string, string] => [
      wrong,
      'write results.<task>.<field>; a name with - needs brackets, as in results["phase-one"].rows',
    ]),
    [
      "results.first.rows.year",
      "a template reads only fields of a result, not their parts; write results.first.rows, which gives JSON",
    ],
    ["results.first.rows | ds", "| ds works on a date, but this is text"],
    ["ti.xcom_pull('first')", "write results.<task>.<field> for a field of a task's result"],
  ])("%s is refused", (template, message) => {
    expect(messagesOf(tasks(`{{ ${template.replaceAll("'", "''")} }}`))).toEqual([expect.stringContaining(message)]);
  });

  test("is refused in the variables of the whole workflow, and in a workflow without tasks", () => {
    const message = "only a task can use results; move this to the env_vars, command, args or when of a task";
    expect(messagesOf("env_vars: {V: '{{ results.a.b }}'}\ntasks: {a: {}}")).toEqual([message]);
    expect(messagesOf("env_vars: {V: '{{ results.main.b }}'}")).toEqual([message]);
  });

  test("is a warning if the task can start although the task with the result was skipped or failed", () => {
    const value = "{{ results.first.rows }}";
    expect(messagesOf(tasks(value, ", trigger_rule: all_done"))).toEqual([
      "last can start although first was skipped or failed; it then fails, because there is no result. Remove trigger_rule from last and from the tasks between",
    ]);
    expect(
      codesOf(
        manifest(
          `tasks:\n  a: {}\n  b: {dependencies: [a], trigger_rule: all_done}\n  c: {dependencies: [b], env_vars: {V: '{{ results.a.x }}'}}`,
        ),
      ),
    ).toEqual(["result-may-be-missing@7:42"]);
    expect(
      codesOf(
        manifest(
          `tasks:\n  a: {}\n  b: {dependencies: [a], trigger_rule: all_done}\n  c: {dependencies: [b, a], env_vars: {V: '{{ results.a.x }}'}}`,
        ),
      ),
    ).toEqual([]);
  });
});

describe("a condition", () => {
  const condition = (when: string): string => `tasks:\n  first: {}\n  last: {dependencies: [first], when: ${when}}`;

  test("compares a value with one text, as spelt in the file", () => {
    const when = (text: string): unknown => compiled(manifest(condition(text))).dag.tasks["last"]?.when;
    const value = { template: "{{ results.first.ok }}", pieces: [{ result: "first", field: "ok" }] };
    expect(when("{value: '{{ results.first.ok }}', is: true}")).toEqual({ value, is: "true" });
    expect(when("{value: '{{ results.first.ok }}', is_not: 1.10}")).toEqual({ value, is_not: "1.10" });
    expect(when('{value: "{{ params.x }}", is: "{{ ds }}"}'.replace("{{ params.x }}", "{{ ds }}"))).toMatchObject({
      is: "{{ ds }}",
    });
  });

  test("needs a value and exactly one comparison", () => {
    expect(messagesOf(condition("{value: a}"))).toEqual([
      "dag.tasks.last.when has neither is nor is_not; write one of them",
    ]);
    expect(messagesOf(condition("{value: a, is: b, is_not: c}"))).toEqual([
      "dag.tasks.last.when has both is and is_not; write one of them",
    ]);
    expect(codesOf(manifest(condition("{is: b}")))).toEqual(["missing-key@6:41"]);
    expect(codesOf(manifest(condition("'{{ results.first.ok }}'")))).toEqual(["wrong-type@6:41"]);
  });
});
