import { codesOf, compiled, environmentOf, manifest, problemsOf } from "../../support/manifests";

const messagesOf = (lines: string): string[] => problemsOf(manifest(lines)).map(({ message }) => message);

describe("the release of a task", () => {
  const image = (lines: string): string | undefined => compiled(manifest(lines)).dag.tasks["load"]?.image;

  test("is the DAG's, unless the task names one", () => {
    expect(image("tasks: {load: {}}")).toBeUndefined();
    expect(image("tasks: {load: {tag: v1.0.0}}")).toBeUndefined();
    expect(image("tasks: {load: {tag: v2.0.0}}")).toMatch(/\/moj-analytical-services\/example:v2\.0\.0$/);
    expect(image("tasks: {load: {repository: ministryofjustice/Other_One, tag: v3}}")).toMatch(
      /\/ministryofjustice\/other-one:v3$/,
    );
  });

  test("belongs to an organisation of the list, and has a tag that stays", () => {
    expect(
      codesOf(
        manifest("tasks:\n  a: {repository: somebody/else, tag: v1}\n  b: {tag: latest, repository: nobody/else}"),
      ),
    ).toEqual(["unknown-organisation@5:21", "tag-latest@6:14", "unknown-organisation@6:34"]);
    expect(messagesOf("tasks: {a: {tag: latest}}")).toEqual([
      "dag.tasks.a.tag cannot be latest, because that may be another image tomorrow; write the tag of a release, for example v2.0.0",
    ]);
  });

  test("of another repository at the DAG's tag is a warning, because it rarely exists", () => {
    const lines = "tasks: {load: {repository: moj-analytical-services/other}}";
    expect(codesOf(manifest(lines))).toEqual(["repository-without-tag@4:18"]);
    expect(messagesOf(lines)).toEqual([
      "dag.tasks.load runs moj-analytical-services/other at dag.tag, v1.0.0; write tag beside it",
    ]);
    expect(codesOf(manifest("tasks: {load: {repository: moj-analytical-services/example}}"))).toEqual([]);
  });
});

describe("command and arguments", () => {
  test("arrive as written, repetitions included, with their templates parsed", () => {
    const { tasks } = compiled(
      manifest("tasks: {load: {command: [python, -m, load], args: [-v, -v, 1.10, true, '{{ ds }}', '']}}"),
    ).dag;
    expect(tasks["load"]).toMatchObject({
      command: ["python", "-m", "load"],
      args: ["-v", "-v", "1.10", "true", { template: "{{ ds }}", pieces: [{ fact: "ds" }] }, ""],
    });
  });

  test("hold only templates that env_vars may hold, and only text that a program can be given", () => {
    expect(codesOf(manifest('tasks: {load: {args: [a, "{{ conn.x }}", "b\\0"], command: ["{% if %}"]}}'))).toEqual([
      "template-refused@4:32",
      "not-text@4:44",
      "template-statement@4:63",
    ]);
    expect(messagesOf('tasks: {load: {args: ["b\\0"]}}')).toEqual([
      "dag.tasks.load.args[0] has a character that an argument of a program cannot contain (NUL or half of a surrogate pair); remove it",
    ]);
  });

  test("name a program: a command that begins with an empty text would never start, and is an error", () => {
    const lines = "tasks:\n  a: {command: ['', x]}\n  b: {command: [' ']}\n  c: {command: [], args: ['']}";
    expect(codesOf(manifest(lines))).toEqual(["empty-command@5:19", "empty-command@6:19"]);
    expect(messagesOf("tasks: {a: {command: ['']}}")).toEqual([
      "the command of a names no program, so that its container cannot start; write the program first, or leave command out for the image's own",
    ]);
  });

  test("are lists: a text is refused", () => {
    expect(codesOf(manifest("tasks: {load: {args: --full}}"))).toEqual(["wrong-type@4:24"]);
  });
});

describe("retries of a task", () => {
  test("are the DAG's, unless the task says otherwise", () => {
    const { tasks } = compiled(
      manifest("retries: 2\ntasks: {a: {}, b: {retries: 0}, c: {retries: 2, retry_delay: 10}}"),
    ).dag;
    expect(tasks["a"]).not.toHaveProperty("retries");
    expect(tasks["b"]).toMatchObject({ retries: 0 });
    expect(tasks["c"]).toMatchObject({ retry_delay: 10 });
  });

  test("a delay of the DAG is used by a task with retries, and a delay without retries is a warning", () => {
    expect(codesOf(manifest("retry_delay: 10\ntasks: {a: {retries: 1}}"))).toEqual([]);
    expect(codesOf(manifest("retry_delay: 10\ntasks: {a: {retry_delay: 5}}"))).toEqual([
      "retry-delay-without-retries@4:3",
      "retry-delay-without-retries@5:15",
    ]);
    expect(messagesOf("tasks: {a: {retry_delay: 5}}")).toEqual([
      "dag.tasks.a.retry_delay has no effect while dag.tasks.a.retries is 0; set dag.tasks.a.retries or remove it",
    ]);
  });
});

describe("trigger rules", () => {
  test.each(["all_done", "one_failed", "none_failed_min_one_success"])("%s is taken", (rule) => {
    const lines = `tasks:\n  a: {}\n  b: {dependencies: [a], trigger_rule: ${rule}}`;
    expect(codesOf(manifest(lines))).toEqual([]);
    expect(compiled(manifest(lines)).dag.tasks["b"]?.trigger_rule).toBe(rule);
  });

  test("a rule that not every version of Airflow has, or that ignores dependencies, is refused", () => {
    for (const rule of ["always", "dummy", "none_failed_or_skipped", "all_done_setup_success", "all_don"]) {
      expect(codesOf(manifest(`tasks: {a: {}, b: {dependencies: [a], trigger_rule: ${rule}}}`))).toEqual([
        "not-offered@4:55",
      ]);
    }
  });

  test("a rule without dependencies is a warning", () => {
    expect(codesOf(manifest("tasks: {a: {trigger_rule: all_done}}"))).toEqual([
      "trigger-rule-without-dependencies@4:15",
    ]);
  });
});

describe("time-outs", () => {
  test("are seconds, of a run and of a task", () => {
    const { dag } = compiled(manifest("timeout: 7200\ntasks: {a: {timeout: 3600}}"));
    expect(dag.timeout).toBe(7200);
    expect(dag.tasks["a"]?.timeout).toBe(3600);
  });

  test("a task that may last longer than its run is a warning", () => {
    expect(messagesOf("timeout: 60\ntasks: {a: {timeout: 61}, b: {timeout: 60}}")).toEqual([
      "the timeout of a, 61 seconds, has no effect: Airflow stops the run after dag.timeout, 60 seconds; lower the first or raise the second",
    ]);
  });
});

test("max_active_tasks keeps tasks apart that would not fit at once", () => {
  const tasks = "{compute_profile: general-spot-32vcpu-128gb}";
  const lines = `tasks: {a: ${tasks}, b: ${tasks}, c: ${tasks}, d: ${tasks}, e: ${tasks}}`;
  const capacity = { ...environmentOf("development"), capacityOf: { "general-spot-32vcpu-128gb": 2 } };
  expect(codesOf(manifest(lines), capacity)).toEqual(["more-than-fit@4:32"]);
  expect(codesOf(manifest(`max_active_tasks: 2\n${lines}`), capacity)).toEqual([]);
});
