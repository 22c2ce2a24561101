import { compiled, environmentOf, manifest } from "../support/manifests";

describe("a manifest key accepts the values of the specification, and has the effect described there", () => {
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
    ["dag.schedule seconds", "schedule: {seconds: 60}", { schedule: { seconds: 60 } }],
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
    expect(compiled(manifest("params: {days: 7}")).dag.env_vars["PARAM_DAYS"]).toEqual({
      template: '{{ params["days"] | as_text }}',
      pieces: [{ param: "days", steps: [["as_text"]] }],
    });
  });

  test("dag.inlets and dag.outlets belong to the task main if there are no tasks", () => {
    const { main } = compiled(manifest('inlets: ["s3://a/in"]\noutlets: ["s3://a/out"]')).dag.tasks;
    expect(main).toMatchObject({ inlets: ["s3://a/in"], outlets: ["s3://a/out"] });
  });

  test("dag.hmcts_sdp_networking is accepted if there is a Transit Gateway, with the host names of the configuration", () => {
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

  test("with iam.external_role no role is created, and the service account has its ARN", () => {
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

  test("all derived names use a project's alias", () => {
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
