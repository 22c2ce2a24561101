import { compileManifests } from "../../workflow/source";
import { DEVELOPMENT, environmentOf, problemsOf } from "../support/manifests";
import { compile, FILE, MINIMUM, REPOSITORY, REST } from "../support/user-guide";

describe("the user guide's shortest manifest", () => {
  test("is accepted without a warning", () => {
    expect(problemsOf(MINIMUM, DEVELOPMENT, FILE)).toEqual([]);
  });

  test("runs the image of the repository's release in one task, main, on general-spot-1vcpu-4gb", () => {
    const { dag } = compile(MINIMUM);
    expect(dag.image).toMatch(new RegExp(`/${REPOSITORY}:2\\.0\\.0$`));
    expect(Object.keys(dag.tasks)).toEqual(["main"]);
    expect(dag.tasks["main"]?.compute_profile).toBe("general-spot-1vcpu-4gb");
  });

  test("gives the container the default environment variables of the guide", () => {
    const { dag } = compile(MINIMUM);
    expect(dag.env_vars).toMatchObject({
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_ATHENA_QUERY_EXTRACT_REGION: "eu-west-1",
      AWS_DEFAULT_EXTRACT_REGION: "eu-west-1",
      AWS_METADATA_SERVICE_TIMEOUT: "60",
      AWS_METADATA_SERVICE_NUM_ATTEMPTS: "5",
      AIRFLOW_ENVIRONMENT: "DEVELOPMENT",
    });
  });

  test("is triggered by hand, and has every other default of the guide", () => {
    const { dag } = compile(MINIMUM);
    expect(dag).toMatchObject({
      catchup: false,
      depends_on_past: false,
      end_date: null,
      is_paused_upon_creation: false,
      max_active_runs: 1,
      retries: 0,
      retry_delay: 300,
      schedule: null,
      start_date: "2025-01-01",
    });
  });

  test("has the role airflow-<environment>-<project>-<workflow>, trusted for the service account <project>-<workflow>", () => {
    const { role, serviceAccount } = compile(MINIMUM);
    expect(role?.name).toBe("airflow-development-analytical-platform-example");
    expect(serviceAccount).toMatchObject({
      name: "analytical-platform-example",
      namespace: "mwaa",
      roleArn: role?.arn,
    });
    expect(JSON.stringify(role?.trustPolicy)).toContain("system:serviceaccount:mwaa:analytical-platform-example");
  });
});

describe("the user guide's rules of tags", () => {
  const units = ["Central Digital", "CICA", "HMCTS", "HMPPS", "HQ", "LAA", "OPG", "Platforms", "Technology Services"];
  test.each(units)("the business unit %s is accepted", (unit) => {
    expect(problemsOf(MINIMUM.replace("Central Digital", unit), DEVELOPMENT, FILE)).toEqual([]);
  });

  test("any other business unit is an error", () => {
    expect(problemsOf(MINIMUM.replace("Central Digital", "MoJ"), DEVELOPMENT, FILE)).toMatchObject([
      { severity: "error", code: "not-offered", line: 9, column: 18, path: ["tags", "business_unit"] },
    ]);
  });

  test("an owner's address ends with @justice.gov.uk", () => {
    expect(problemsOf(MINIMUM.replace("justice.gov.uk", "example.com"), DEVELOPMENT, FILE)).toMatchObject([
      { severity: "error", line: 10, path: ["tags", "owner"] },
    ]);
  });

  test.each(["ministryofjustice", "moj-analytical-services"])("a repository of %s is accepted", (organisation) => {
    expect(problemsOf(MINIMUM.replace("moj-analytical-services", organisation), DEVELOPMENT, FILE)).toEqual([]);
  });
});

test("the user guide's example-schedule runs at 08:00 every day and retries 3 times, 150 seconds apart", () => {
  const { dag, scheduleInWords } = compile(`dag:
  repository: ${REPOSITORY}
  tag: 2.0.0
  retries: 3
  retry_delay: 150
  schedule: "0 8 * * *"
${REST}`);
  expect(dag).toMatchObject({ retries: 3, retry_delay: 150, schedule: "0 8 * * *" });
  expect(scheduleInWords).toBe("At 08:00");
});

test("the user guide's env_vars reach the container", () => {
  const { dag } = compile(`dag:
  repository: ${REPOSITORY}
  tag: 2.0.0
  env_vars:
    x: "1"
${REST}`);
  expect(dag.env_vars["x"]).toBe("1");
});

test("the user guide's multi-task workflow has its tasks, dependencies, profiles and overridden variables", () => {
  const { dag } = compile(`dag:
  repository: ${REPOSITORY}
  tag: 2.0.0
  env_vars:
    x: "1"
  tasks:
    init:
      env_vars:
        y: "0"
    phase-one:
      env_vars:
        y: "1"
      compute_profile: cpu-spot-2vcpu-8gb
      dependencies: [init]
    phase-two:
      env_vars:
        y: "2"
      compute_profile: gpu-spot-1vcpu-4gb
    phase-three:
      env_vars:
        x: "2"
        y: "3"
      dependencies: [phase-one, phase-two]
${REST}`);
  const containers = Object.entries(dag.tasks).map(([name, task]) => {
    const { x, y } = { ...dag.env_vars, ...task.env_vars };
    return { name, x, y, profile: task.compute_profile, after: task.dependencies };
  });
  expect(containers).toEqual([
    { name: "init", x: "1", y: "0", profile: "general-spot-1vcpu-4gb", after: [] },
    { name: "phase-one", x: "1", y: "1", profile: "general-spot-2vcpu-8gb", after: ["init"] },
    { name: "phase-two", x: "1", y: "2", profile: "gpu-spot-1vcpu-4gb", after: [] },
    { name: "phase-three", x: "2", y: "3", profile: "general-spot-1vcpu-4gb", after: ["phase-one", "phase-two"] },
  ]);
});

test("the user guide's closest profile to Analytical Platform tooling is offered, for all tasks or for one", () => {
  const profile = "general-on-demand-4vcpu-16gb";
  const { tasks } = compile(
    MINIMUM.replace(
      "tag: 2.0.0",
      `tag: 2.0.0\n  compute_profile: ${profile}\n  tasks: {a: , b: {compute_profile: gpu-spot-1vcpu-4gb}}`,
    ),
  ).dag;
  expect([tasks["a"]?.compute_profile, tasks["b"]?.compute_profile]).toEqual([profile, "gpu-spot-1vcpu-4gb"]);
});

test("the user guide's email notifications", () => {
  const { notifications } = compile(`${MINIMUM}
notifications:
  emails:
    - analytical-platform@justice.gov.uk
    - data-platform@justice.gov.uk
`).dag;
  expect(notifications).toMatchObject({
    emails: ["analytical-platform@justice.gov.uk", "data-platform@justice.gov.uk"],
    slack_channel: null,
  });
});

test("the user guide's Slack notifications, with its comment", () => {
  const { notifications } = compile(`${MINIMUM}
notifications:
  slack_channel: your-channel-name # e.g. analytical-platform
`).dag;
  expect(notifications).toMatchObject({ emails: [], slack_channel: "your-channel-name" });
});

describe("the user guide's environments", () => {
  test.each(["development", "test", "production"])(
    "%s accepts the shortest manifest, and its names contain the environment",
    (name) => {
      const file = `manifests/${name}/analytical-platform/example/workflow.yml`;
      const { workflows, problems } = compileManifests([{ file, text: MINIMUM }], environmentOf(name));
      expect(problems).toEqual([]);
      expect(workflows[0]?.role?.name).toBe(`airflow-${name}-analytical-platform-example`);
      expect(workflows[0]?.dag.env_vars["AIRFLOW_ENVIRONMENT"]).toBe(name.toUpperCase());
    },
  );

  test.each([
    ["development", false],
    ["test", true],
    ["production", true],
  ])("%s is connected to the Transit Gateway: %s", (name, connected) => {
    expect(environmentOf(name).hasTransitGateway).toBe(connected);
  });
});
