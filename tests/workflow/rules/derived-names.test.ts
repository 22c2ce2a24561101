import { compiled, DEVELOPMENT, environmentOf, manifest, problemsOf } from "../../support/manifests";

const at = (project: string, workflow: string, environment = "development"): string =>
  `manifests/${environment}/${project}/${workflow}/workflow.yml`;

const problemsAt = (file: string, text = manifest()): string[] =>
  problemsOf(text, DEVELOPMENT, file).map(
    ({ code, line, column, path, message }) =>
      `${code}@${line}:${column} ${path.join(".")}${path.length > 0 ? " " : ""}${message}`,
  );

const EXTERNAL = manifest("", "iam: {external_role: 'arn:aws:iam::123456789012:role/x'}\n");

describe("a folder becomes names in AWS and Kubernetes", () => {
  test.each(["a", "a1", "1a", "a-b", "a--b"])("%s is one", (name) => {
    expect(problemsAt(at(name, name))).toEqual([]);
  });

  test.each([
    ["My_Team", "my-team"],
    ["-a", "a"],
    ["a-", "a"],
    ["--a--", "a"],
    ["_a b__c_", "a-b-c"],
    ["a.b", "a-b"],
    ["é", "my-workflow"],
  ])("%s is refused, with the suggestion %s", (name, suggestion) => {
    const message = `may contain only lower-case letters, digits and hyphens; rename it, for example to ${suggestion}`;
    expect(problemsAt(at(name, "a"))).toEqual([`bad-folder-name@1:1 the project's folder ${name} ${message}`]);
    expect(problemsAt(at("a", name))).toEqual([`bad-folder-name@1:1 the workflow's folder ${name} ${message}`]);
  });

  test("both are reported at once", () => {
    expect(problemsAt(at("A", "B"))).toHaveLength(2);
  });
});

describe("a role's name has at most 64 characters", () => {
  // airflow-development-p-<workflow>
  const prefix = "airflow-development-p-";
  const workflow = (length: number): string => "w".repeat(length - prefix.length);

  test("a name of 64 characters is accepted", () => {
    expect(problemsAt(at("p", workflow(64)))).toEqual([]);
    expect(compiled(manifest(), DEVELOPMENT, at("p", workflow(64))).role?.name).toHaveLength(64);
  });

  test("65 are refused", () => {
    expect(problemsAt(at("p", workflow(65)))).toHaveLength(1);
  });

  test("a name of 66 characters is refused, with the number to remove", () => {
    expect(problemsAt(at("p", workflow(66)))).toEqual([
      `role-name-too-long@1:1 the role would be ${prefix}${workflow(66)}, 66 characters, and IAM allows 64; shorten the folders' names by 2, or ask for a short alias of the project (projectAliases in the stack's configuration)`,
    ]);
  });

  test("a project's alias counts instead of its name", () => {
    expect(
      problemsAt(at("electronic-monitoring-data-store", "w".repeat(64 - "airflow-development-emds-".length))),
    ).toEqual([]);
  });

  test("with an external role no role is created, and the service account's limit of 63 characters counts", () => {
    const long = (length: number): string => at("p", "w".repeat(length - "p-".length));
    expect(problemsAt(long(63), EXTERNAL)).toEqual([]);
    expect(problemsAt(long(65), EXTERNAL)).toEqual([
      `label-too-long@1:1 the service account would be p-${"w".repeat(63)}, 65 characters, and a Kubernetes label holds 63; shorten the folders' names by 2`,
    ]);
  });

  test("the environment counts, too", () => {
    const file = (name: string): string => at("p", "w".repeat(64 - "airflow-test-p-".length), name);
    expect(problemsOf(manifest(), environmentOf("test"), file("test"))).toEqual([]);
    expect(problemsOf(manifest(), DEVELOPMENT, file("development"))).toMatchObject([{ code: "role-name-too-long" }]);
  });
});

test("a secret's id has a letter or a digit, or its variable would have no name", () => {
  expect(problemsAt(at("a", "b"), manifest("", "secrets: [a, '-', '--']\n"))).toEqual([
    "bad-secret-id@4:14 secrets.1 - would become the variable SECRET__; write an id with letters or digits",
    "bad-secret-id@4:19 secrets.2 -- would become the variable SECRET___; write an id with letters or digits",
  ]);
  expect(problemsAt(at("a", "b"), manifest("", "secrets: ['-a', '1-']\n"))).toEqual([]);
});

describe("the platform's own names are reserved", () => {
  test.each([
    ["external", "secrets", "external-secrets"],
    ["aws", "for-fluent-bit", "aws-for-fluent-bit"],
    ["aws-for", "fluent-bit", "aws-for-fluent-bit"],
    ["ui", "admin", "ui-admin"],
    ["control", "plane", "control-plane"],
    ["flow", "logs", "flow-logs"],
  ])("%s/%s is refused", (project, workflow, name) => {
    expect(problemsAt(at(project, workflow))).toEqual([
      `reserved-name@1:1 the role would be airflow-development-${name}, which is the platform's own; rename the workflow's folder, for example to ${workflow}-load`,
    ]);
  });

  test.each([
    ["external", "secrets-load"],
    ["my-external", "secrets"],
    ["execution", "execution"],
  ])("%s/%s is not", (project, workflow) => {
    expect(problemsAt(at(project, workflow))).toEqual([]);
  });
});
