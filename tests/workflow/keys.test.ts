import { codesOf, compiled, environmentOf, manifest, problemsOf } from "../support/manifests";

describe("a manifest key is accepted with the values that the specification lists, and becomes what it says", () => {
  test("without more than the required keys, every default of the specification applies", () => {
    const { dag, role } = compiled(manifest());
    expect(dag).toMatchObject({
      dag_id: "examples.hello",
      schedule: null,
      start_date: "2025-01-01",
      end_date: null,
      catchup: false,
      depends_on_past: false,
      is_paused_upon_creation: false,
      max_active_runs: 1,
      retries: 0,
      retry_delay: 300,
      params: {},
      secrets: {},
      host_aliases: [],
      notifications: { emails: [], slack_channel: null, slack_events: ["failure", "success"] },
      tasks: {
        main: {
          compute_profile: "general-spot-1vcpu-4gb",
          env_vars: {},
          dependencies: [],
          hmcts_sdp_networking: false,
        },
      },
    });
    expect(role?.name).toBe("airflow-development-examples-hello");
  });

  test.each([
    ["dag.catchup", "catchup: true", { catchup: true }],
    ["dag.depends_on_past", "depends_on_past: true", { depends_on_past: true }],
    ["dag.is_paused_upon_creation", "is_paused_upon_creation: true", { is_paused_upon_creation: true }],
    ["dag.max_active_runs", "max_active_runs: 4", { max_active_runs: 4 }],
    ["dag.retries", "retries: 3", { retries: 3 }],
    ["dag.retry_delay", "retry_delay: 0\nretries: 1", { retry_delay: 0 }],
    ["dag.start_date, quoted", 'start_date: "2024-02-29"', { start_date: "2024-02-29" }],
    ["dag.start_date, not quoted", "start_date: 2024-02-29", { start_date: "2024-02-29" }],
    ["dag.end_date", "end_date: 2025-01-02", { end_date: "2025-01-02" }],
    ["dag.schedule null", "schedule: null", { schedule: null }],
    ["dag.schedule none", "schedule: None", { schedule: null }],
    ["dag.schedule cron", 'schedule: "0 5 * * MON-FRI"', { schedule: "0 5 * * MON-FRI" }],
    ["dag.schedule preset", 'schedule: "@daily"', { schedule: "@daily" }],
    ["dag.schedule seconds", "schedule: {seconds: 30}", { schedule: { seconds: 30 } }],
    ["dag.schedule minutes", "schedule: {minutes: 15}", { schedule: { minutes: 15 } }],
    ["dag.schedule hours", "schedule: {hours: 1}", { schedule: { hours: 1 } }],
    ["dag.schedule datasets", 'schedule: {datasets: ["s3://a/b"]}', { schedule: { datasets: ["s3://a/b"] } }],
    [
      "dag.params, types kept",
      "params: {a: 1, b: true, c: x, d: 1.5, e: null}",
      { params: { a: 1, b: true, c: "x", d: 1.5, e: null } },
    ],
  ])("%s", (_name, lines, expected) => {
    expect(compiled(manifest(lines)).dag).toMatchObject(expected);
  });

  test("dag.repository and dag.tag become the image, lower-cased with - for _", () => {
    const text = manifest().replace("moj-analytical-services/example", "moj-analytical-services/My_Repo");
    expect(compiled(text).dag.image).toBe(
      "555555555555.dkr.ecr.eu-west-2.amazonaws.com/moj-analytical-services/my-repo:v1.0.0",
    );
  });

  test("dag.compute_profile is every task's, unless the task has its own; cpu- is general-", () => {
    const { tasks } = compiled(
      manifest(
        "compute_profile: cpu-on-demand-2vcpu-8gb\ntasks:\n  a: {}\n  b:\n    compute_profile: gpu-spot-8vcpu-32gb",
      ),
    ).dag;
    expect(tasks["a"]?.compute_profile).toBe("general-on-demand-2vcpu-8gb");
    expect(tasks["b"]?.compute_profile).toBe("gpu-spot-8vcpu-32gb");
  });

  test("dag.env_vars is every task's, and a task's env_vars override it", () => {
    const { env_vars: shared, tasks } = compiled(
      manifest("env_vars: {x: '1'}\ntasks:\n  a: {env_vars: {x: '2', y: '3'}}"),
    ).dag;
    expect(shared["x"]).toBe("1");
    expect(tasks["a"]?.env_vars).toEqual({ x: "2", y: "3" });
  });

  test("dag.params reach the container as PARAM_<NAME>", () => {
    expect(compiled(manifest("params: {days: 7}")).dag.env_vars["PARAM_DAYS"]).toBe('{{ params["days"] | as_text }}');
  });

  test("dag.inlets and dag.outlets are the task main's where there are no tasks", () => {
    const { main } = compiled(manifest('inlets: ["s3://a/in"]\noutlets: ["s3://a/out"]')).dag.tasks;
    expect(main).toMatchObject({ inlets: ["s3://a/in"], outlets: ["s3://a/out"] });
  });

  test("dag.hmcts_sdp_networking is offered where there is a Transit Gateway, with the host names of the configuration", () => {
    const { dag } = compiled(
      manifest("hmcts_sdp_networking: true"),
      environmentOf("test"),
      "test/examples/hello/workflow.yml",
    );
    expect(dag.tasks["main"]?.hmcts_sdp_networking).toBe(true);
    expect(dag.host_aliases).toHaveLength(1);
  });

  test("dag.tasks.<name> takes every key of the specification", () => {
    const { tasks } = compiled(
      manifest(
        'tasks:\n  first:\n  second_2:\n    dependencies: [first]\n    env_vars: {A: b}\n    compute_profile: general-spot-2vcpu-8gb\n    inlets: ["s3://a/in"]\n    outlets: ["s3://a/out"]\n    hmcts_sdp_networking: false',
      ),
    ).dag;
    expect(Object.keys(tasks)).toEqual(["first", "second_2"]);
    expect(tasks["second_2"]).toEqual({
      compute_profile: "general-spot-2vcpu-8gb",
      env_vars: { A: "b" },
      dependencies: ["first"],
      inlets: ["s3://a/in"],
      outlets: ["s3://a/out"],
      hmcts_sdp_networking: false,
    });
  });

  test("secrets become a path in Secrets Manager and SECRET_<ID>", () => {
    const { secrets, dag } = compiled(manifest("", "secrets: [api-key]"));
    expect(secrets.map(({ name }) => name)).toEqual(["/airflow/development/examples/hello/api-key"]);
    expect(dag.secrets).toEqual({ SECRET_API_KEY: "api-key" });
  });

  test("iam.external_role makes no role, and the service account carries its ARN", () => {
    const { role, serviceAccount } = compiled(
      manifest("", "iam: {external_role: 'arn:aws:iam::123456789012:role/elsewhere'}"),
    );
    expect(role).toBeNull();
    expect(serviceAccount.roleArn).toBe("arn:aws:iam::123456789012:role/elsewhere");
  });

  test("notifications take addresses, a channel with or without #, and events", () => {
    const { notifications } = compiled(
      manifest("", "notifications: {emails: [a@justice.gov.uk], slack_channel: '#team', slack_events: [failure]}"),
    ).dag;
    expect(notifications).toEqual({ emails: ["a@justice.gov.uk"], slack_channel: "team", slack_events: ["failure"] });
  });

  test("a null means the default, and empty lists and maps mean absent", () => {
    const text = manifest("retries: null\nenv_vars: {}\ntasks: {}", "iam:\nsecrets: []\nnotifications: {emails: []}\n");
    expect(problemsOf(text)).toEqual([]);
    expect(compiled(text)).toEqual(compiled(manifest()));
  });

  test("a project's alias is used in all derived names alike", () => {
    const file = "manifests/development/electronic-monitoring-data-store/load/workflow.yml";
    const { dag, role, secrets, serviceAccount, dagObjectKey } = compiled(
      manifest("", "secrets: [key]"),
      undefined,
      file,
    );
    expect({
      id: dag.dag_id,
      role: role?.name,
      secret: secrets[0]?.name,
      account: serviceAccount.name,
      dagObjectKey,
    }).toEqual({
      id: "emds.load",
      role: "airflow-development-emds-load",
      secret: "/airflow/development/emds/load/key",
      account: "emds-load",
      dagObjectKey: "dags/emds/load.py",
    });
  });
});

describe("values of env_vars become text as YAML wrote them", () => {
  test.each([
    ["true", "true"],
    ["True", "True"],
    ["1.10", "1.10"],
    ["0x1F", "0x1F"],
    ["1e3", "1e3"],
    ["'1.10'", "1.10"],
    ["yes", "yes"],
    ["2025-01-01", "2025-01-01"],
    ['"a\\nb"', "a\nb"],
    ["'{{ ds }}'", "{{ ds }}"],
    ["$HOME", "$HOME"],
    ["-x", "-x"],
  ])("%s arrives as %j", (written, text) => {
    expect(compiled(manifest(`env_vars:\n  X: ${written}`)).dag.env_vars["X"]).toBe(text);
  });
});

describe("a manifest is refused where the specification says so, at the offending line", () => {
  test.each([
    ["an unknown key", manifest("retrys: 1"), "unknown-key@4:3", /did you mean retries\?/],
    ["an unknown top-level key", manifest("", "secret: [a]\n"), "unknown-key@4:1", /did you mean secrets\?/],
    [
      "a missing required key",
      `dag:\n  repository: moj-analytical-services/example\n${manifest().split("\n").slice(3).join("\n")}`,
      "missing-key@1:1",
      /dag\.tag is missing; write tag: "v2\.0\.0"/,
    ],
    [
      "an organisation outside the list",
      manifest().replace("moj-analytical-services", "somebody"),
      "unknown-organisation@2:15",
      /ministryofjustice or moj-analytical-services/,
    ],
    ["a bad tag", manifest().replace("v1.0.0", "a/b"), "wrong-form@3:8", /dag\.tag/],
    ["a tag that is a number", manifest().replace("v1.0.0", "1.0"), "wrong-type@3:8", /put it in quotes/],
    [
      "a profile that does not exist",
      manifest("compute_profile: general-spot-3vcpu-4gb"),
      "not-offered@4:20",
      /did you mean general-spot-/,
    ],
    [
      "a business unit outside the list",
      manifest().replace("Platforms", "hmpps"),
      "not-offered@7:18",
      /did you mean HMPPS\?/,
    ],
    [
      "an owner outside the department",
      manifest().replace("team@justice.gov.uk", "team@example.com"),
      "wrong-form@8:10",
      /ending @justice\.gov\.uk/,
    ],
    [
      "an e-mail outside the domains",
      manifest("", "notifications: {emails: [a@example.com]}\n"),
      "email-domain@4:26",
      /@justice\.gov\.uk/,
    ],
    ["no maintainers", manifest().replace("[octocat]", "[]"), "missing-key@1:1", /maintainers is missing/],
    ["a bad variable name", manifest("env_vars: {1X: a}"), "bad-name@4:14", /1X/],
    ["a variable without value", manifest("env_vars:\n  X:"), "wrong-type@5:5", /write ""/],
    ["a bad task name", manifest("tasks: {a b: {}}"), "bad-name@4:11", /a b/],
    ["a bad secret id", manifest("", "secrets: [API_KEY]\n"), "wrong-form@4:11", /API_KEY/],
    ["the same secret twice", manifest("", "secrets: [a, a]\n"), "out-of-bounds@4:10", /duplicate/],
    ["python_dag", manifest("python_dag: true"), "python-dag@4:15", /not offered yet/],
    ["a six-field cron", manifest('schedule: "0 7 3-10 * ? *"'), "bad-cron@4:13", /six|6 fields.*"0 7 3-10 \* \*"/],
    ["a cron that never comes", manifest('schedule: "0 0 31 2 *"'), "bad-cron@4:13", /day of month/],
    ["a cron out of range", manifest('schedule: "61 0 * * *"'), "bad-cron@4:13", /minute \(0-59\)/],
    ["words for a schedule", manifest("schedule: daily"), "bad-cron@4:13", /@daily/],
    ["an unknown preset", manifest('schedule: "@dayly"'), "unknown-preset@4:13", /did you mean @daily\?/],
    ["two kinds of interval", manifest("schedule: {hours: 1, minutes: 2}"), "out-of-bounds@4:13", /more than 1/],
    ["a day outside the calendar", manifest("start_date: 2025-02-30"), "bad-date@4:15", /YYYY-MM-DD/],
    [
      "an end before the start",
      manifest("start_date: 2025-03-01\nend_date: 2025-02-01"),
      "end-before-start@5:13",
      /must come after/,
    ],
    [
      "an unknown dependency",
      manifest("tasks:\n  extract:\n  load: {dependencies: [extrakt]}"),
      "unknown-dependency@6:27",
      /did you mean extract\?/,
    ],
    [
      "a dependency cycle",
      manifest("tasks:\n  a: {dependencies: [b]}\n  b: {dependencies: [c]}\n  c: {dependencies: [a]}"),
      "dependency-cycle@5:24",
      /a → b → c → a/,
    ],
    ["a task that depends on itself", manifest("tasks:\n  a: {dependencies: [a]}"), "dependency-cycle@5:24", /a → a/],
    [
      "a parameter's variable set twice",
      manifest("params: {x: 1}\nenv_vars: {PARAM_X: a}"),
      "variable-clash@5:14",
      /the parameter x/,
    ],
    [
      "a secret's variable set twice",
      manifest("tasks: {t: {env_vars: {SECRET_KEY: a}}}", "secrets: [key]\n"),
      "variable-clash@4:26",
      /the secret key/,
    ],
    [
      "networking without a Transit Gateway",
      manifest("hmcts_sdp_networking: true"),
      "no-transit-gateway@4:25",
      /development has no Transit Gateway/,
    ],
    [
      "datasets beside tasks",
      manifest('outlets: ["s3://a/b"]\ntasks: {a: {}}'),
      "datasets-beside-tasks@4:3",
      /under the task/,
    ],
    [
      "an external role with another key",
      manifest("", "iam: {external_role: 'arn:aws:iam::123456789012:role/x', glue: true}\n"),
      "external-role-alone@4:58",
      /iam\.glue/,
    ],
    ["a duplicate key", manifest("retries: 1\nretries: 2"), "duplicate-key@5:3", /first on line 4/],
    ["broken YAML", "dag: [\n", "broken-yaml@2:1", /not YAML/],
    ["several documents", `${manifest()}---\n${manifest()}`, "several-documents@9:1", /one manifest a file/],
    ["an empty file", "# nothing\n", "empty-file@1:1", /dag/],
    ["a list instead of a map", "- a\n", "wrong-type@1:1", /must be a map/],
    ["an anchor that contains itself", "dag: &a\n  repository: *a\n", "alias-cycle@2:15", /\*a/],
  ])("%s", (_name, text, place, message) => {
    const problem = problemsOf(text).find(({ severity }) => severity === "error");
    expect(codesOf(text)).toContain(place);
    expect(problem?.message).toMatch(message);
  });

  test("all problems of a manifest come at once, in the order of the file", () => {
    const text = manifest("retrys: 1\ncompute_profile: tiny", "secret: a\n").replace("Platforms", "Nobody");
    expect(codesOf(text).map((code) => code.split("@")[0])).toEqual([
      "unknown-key",
      "not-offered",
      "unknown-key",
      "not-offered",
    ]);
  });
});

describe("a manifest is accepted with a warning", () => {
  test.each([
    ["retry_delay without retries", manifest("retry_delay: 60"), "retry-delay-without-retries@4:3"],
    ["an unquoted boolean in env_vars", manifest("env_vars: {X: true}"), "unquoted-boolean@4:17"],
    ["a template's comment in env_vars", manifest("env_vars: {X: 'a{#b'}"), "template-comment@4:17"],
    ["the old spelling of a profile", manifest("compute_profile: cpu-spot-1vcpu-4gb"), "old-profile-spelling@4:20"],
    ["an S3 path with s3://", manifest("", "iam: {s3_read_only: ['s3://bucket/a/*']}\n"), "s3-scheme@4:22"],
    ["a bucket without a path", manifest("", "iam: {s3_read_only: [bucket]}\n"), "s3-whole-bucket@4:22"],
    [
      "a path in read-only and read-write",
      manifest("", "iam: {s3_read_only: [bucket/a/*], s3_read_write: [bucket/a/*]}\n"),
      "s3-read-only-and-read-write@4:22",
    ],
  ])("%s", (_name, text, place) => {
    expect(codesOf(text)).toEqual([place]);
    expect(problemsOf(text)[0]?.severity).toBe("warning");
  });
});
