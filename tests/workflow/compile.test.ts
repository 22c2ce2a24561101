import { compiled, environmentOf, manifest } from "../support/manifests";

const TEST = environmentOf("test");
const IN_TEST = "test/examples/hello/workflow.yml";
const inTest = (lines: string) => compiled(manifest(lines), TEST, IN_TEST).dag;

describe("networking to HMCTS SDP", () => {
  const aliases = TEST.settings.workflows.hmctsSdpHostAliases;

  test.each([
    ["for every task, if dag asks for it", "hmcts_sdp_networking: true\ntasks: {a: {}, b: {}}", [true, true]],
    ["for one task, if that task asks for it", "tasks: {a: {hmcts_sdp_networking: true}, b: {}}", [true, false]],
    [
      "for all except a task that refuses it",
      "hmcts_sdp_networking: true\ntasks: {a: {hmcts_sdp_networking: false}, b: {}}",
      [false, true],
    ],
  ])("brings the configuration's host names %s", (_name, lines, expected) => {
    const { host_aliases: found, tasks } = inTest(lines);
    expect(found).toEqual(aliases);
    expect(found.length).toBeGreaterThan(0);
    expect(Object.values(tasks).map((task) => task.hmcts_sdp_networking)).toEqual(expected);
  });

  test.each(["", "hmcts_sdp_networking: false", "tasks: {a: {hmcts_sdp_networking: false}}", "tasks: {a: {}}"])(
    "is absent if the manifest does not ask for it: %j",
    (lines) => {
      expect(inTest(lines).host_aliases).toEqual([]);
    },
  );
});

describe("a project's role in Airflow's interface", () => {
  const withRoles = (...projectRoles: string[]) => {
    const { settings } = TEST;
    return { ...TEST, settings: { ...settings, workflows: { ...settings.workflows, projectRoles } } };
  };

  test("exists for a project that configuration names", () => {
    const { dag, dagObject } = compiled(manifest(), withRoles("other", "examples"), IN_TEST);
    expect(dag.interface_role).toBe("project-examples");
    expect(dagObject).toContain('interface_role="project-examples"');
  });

  test.each([[[]], [["other"]], [["example"]]])("does not exist if configuration names %j", (projects) => {
    const { dag, dagObject } = compiled(manifest(), withRoles(...projects), IN_TEST);
    expect(dag.interface_role).toBeNull();
    expect(dagObject).not.toContain("interface_role");
  });
});

describe("the compiled form describes everything that will exist", () => {
  const text = manifest(
    "schedule: '@daily'",
    "secrets: [api-key, token]\nnotifications: {slack_channel: '#team'}\n",
  ).replace("[octocat]", "[octocat, hubot]");
  const compile = () => compiled(text);

  test("the DAG's page: schedule, source, maintainers and identity", () => {
    const workflow = compile();
    expect(workflow.dag.doc_md).toBe(
      [
        "- **Schedule**: Every day at 00:00 (UTC)",
        "- **Repository**: [moj-analytical-services/example](https://github.com/moj-analytical-services/example)",
        "- **Release**: [v1.0.0](https://github.com/moj-analytical-services/example/releases/tag/v1.0.0)",
        "- **Maintainers**: [octocat](https://github.com/octocat), [hubot](https://github.com/hubot)",
        "- **Owner**: team@justice.gov.uk (Platforms)",
        "- **Role**: `" + String(workflow.role?.arn) + "`",
        "- **Secrets**: `/airflow/development/examples/hello/api-key`, `/airflow/development/examples/hello/token`",
        "- **Dates**: from 2025-01-01; no catch-up",
        "- **Slack**: #team, when a run fails and when a run succeeds",
        "",
      ].join("\n"),
    );
    expect(compiled(manifest()).dag.doc_md).not.toContain("Secrets");
  });

  test("names, labels and tags", () => {
    const workflow = compile();
    const label = "airflow.analytical-platform.service.justice.gov.uk";
    expect(workflow).toMatchObject({
      id: "examples/hello",
      environment: "development",
      project: "examples",
      workflow: "hello",
      manifest: "manifests/development/examples/hello/workflow.yml",
      maintainers: ["octocat", "hubot"],
      tags: { "business-unit": "Platforms", owner: "team@justice.gov.uk", project: "examples", workflow: "hello" },
      scheduleInWords: "Every day at 00:00",
      dagObjectKey: "dags/examples/hello.py",
    });
    const labels = {
      [`${label}/environment`]: "development",
      [`${label}/project`]: "examples",
      [`${label}/workflow`]: "hello",
    };
    expect(workflow.serviceAccount).toEqual({
      name: "examples-hello",
      namespace: "mwaa",
      roleArn: workflow.role?.arn,
      labels,
    });
    expect(workflow.dag).toMatchObject({
      labels,
      tags: ["Platforms", "examples", "team@justice.gov.uk"],
      owner: "team@justice.gov.uk",
      namespace: "mwaa",
      service_account_name: "examples-hello",
      secret_name: "examples-hello",
      secrets: { SECRET_API_KEY: "api-key", SECRET_TOKEN: "token" },
      notifications: { emails: [], slack_channel: "team", slack_events: ["failure", "success"] },
    });
  });

  test("is frozen at every depth", () => {
    const workflow = compile();
    expect(Object.isFrozen(workflow)).toBe(true);
    expect(Object.isFrozen(workflow.dag.tasks["main"]?.env_vars)).toBe(true);
    expect(Object.isFrozen(workflow.role?.inlinePolicy.Statement[0])).toBe(true);
    expect(Object.isFrozen(workflow.secrets)).toBe(true);
  });
});

describe("the DAG object", () => {
  const keysOf = (dagObject: string): string[] =>
    [...dagObject.matchAll(/^ {4}(\w+)=/gm)].map(([, key]) => String(key));

  test("names its source, imports the modules that Airflow needs first, and calls the shared package", () => {
    const [head = "", rest = ""] = compiled(manifest()).dagObject.split("    manifest=");
    expect(head.split("\n")).toEqual([
      "# Generated from manifests/development/examples/hello/workflow.yml. Do not edit: change the manifest.",
      expect.stringMatching(/^import airflow\.providers\.cncf\.kubernetes\.operators\.pod {2}# noqa: F401 - ./),
      "from analytical_platform_airflow import workflow",
      "",
      "dag = workflow(",
      "",
    ]);
    expect(rest.split("\n").slice(-3)).toEqual([
      '    tasks={"main": {"compute_profile": "general-spot-1vcpu-4gb"}},',
      ")",
      "",
    ]);
  });

  const OWN = [
    ..."manifest dag_id environment project workflow owner tags doc_md start_date task_timeout image namespace".split(
      " ",
    ),
    ..."service_account_name labels env_vars secret_name logs tasks".split(" "),
  ];

  test("leaves out every key with its default value", () => {
    expect(keysOf(compiled(manifest()).dagObject)).toEqual(OWN);
    const defaults = "catchup: false\nmax_active_runs: 1\nretries: 0\nretry_delay: 300\ndepends_on_past: false";
    expect(keysOf(compiled(manifest(defaults.replace("\nretry_delay: 300", ""))).dagObject)).toEqual(OWN);
  });

  test.each([
    ["schedule", "schedule: '@daily'", '"@daily"'],
    ["end_date", "end_date: 2026-01-01", '"2026-01-01"'],
    ["catchup", "catchup: true", "True"],
    ["is_paused_upon_creation", "is_paused_upon_creation: true", "True"],
    ["max_active_runs", "max_active_runs: 2", "2"],
    ["depends_on_past", "depends_on_past: true", "True"],
    ["retries", "retries: 2", "2"],
    ["params", "params: {a: null, b: 0}", '{"a": None, "b": 0}'],
  ])("contains %s if it differs from the default", (key, lines, value) => {
    const { dagObject } = compiled(manifest(lines));
    expect(keysOf(dagObject).filter((name) => !OWN.includes(name))).toEqual([key]);
    expect(dagObject).toContain(`\n    ${key}=${value},\n`);
  });

  test("has the environment's limit for tasks without a timeout", () => {
    const environment = environmentOf("development");
    const workflows = { ...environment.settings.workflows, taskTimeout: 7200 };
    const settings = { ...environment.settings, workflows };
    expect(compiled(manifest(), { ...environment, settings }).dagObject).toContain("\n    task_timeout=7200,\n");
  });

  test.each([
    ["emails: [a@justice.gov.uk]", '{"emails": ["a@justice.gov.uk"]}'],
    ["slack_channel: team, slack_events: [failure]", '{"slack_channel": "team", "slack_events": ["failure"]}'],
    ["slack_events: [failure]", undefined],
  ])("of notifications {%s}, contains only those that reach somebody", (notifications, value) => {
    const [, said] =
      /^ {4}notifications=(.+),$/m.exec(compiled(manifest("", `notifications: {${notifications}}\n`)).dagObject) ?? [];
    expect(said).toBe(value);
  });

  test("contains the keys that a task has", () => {
    const { dagObject } = compiled(
      manifest("tasks: {a: {env_vars: {X: ''}}, b: {dependencies: [a], outlets: ['x:y']}}"),
    );
    expect(dagObject.slice(dagObject.indexOf("    tasks="))).toBe(
      [
        "    tasks={",
        '        "a": {"compute_profile": "general-spot-1vcpu-4gb", "env_vars": {"X": ""}},',
        '        "b": {"compute_profile": "general-spot-1vcpu-4gb", "dependencies": ["a"], "outlets": ["x:y"]},',
        "    },",
        ")",
        "",
      ].join("\n"),
    );
  });
});
