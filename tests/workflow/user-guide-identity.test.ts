import { DEVELOPMENT, problemsOf } from "../support/manifests";
import { compile, FILE, MINIMUM } from "../support/user-guide";

test("the user guide's iam example gives the workflow's role the rights of each key", () => {
  const text = `${MINIMUM}
iam:
  athena: write
  bedrock: true
  glue: true
  kms:
    - arn:aws:kms:eu-west-2:123456789012:key/mrk-12345678909876543212345678909876
  s3_deny:
    - mojap-compute-development-dummy/deny1/*
    - mojap-compute-development-dummy/deny2/*
  s3_read_only:
    - mojap-compute-development-dummy/readonly1/*
    - mojap-compute-development-dummy/readonly2/*
  s3_read_write:
    - mojap-compute-development-dummy/readwrite1/*
    - mojap-compute-development-dummy/readwrite2/*
  s3_write_only:
    - mojap-compute-development-dummy/writeonly1/*
    - mojap-compute-development-dummy/writeonly2/*
`;
  expect(problemsOf(text, DEVELOPMENT, FILE)).toEqual([]);
  const { role } = compile(text);
  const statements = [role?.inlinePolicy, ...Object.values(role?.managedPolicies ?? {})].flatMap(
    (policy) => policy?.Statement ?? [],
  );
  const effectsOn = (action: string, resource: string): string[] =>
    statements
      .filter(
        ({ Action, Resource }) =>
          [Action].flat().includes(action) && [Resource].flat().some((one) => one?.endsWith(resource)),
      )
      .map(({ Effect }) => Effect);
  const dummy = "mojap-compute-development-dummy";
  const effects = (folder: string): Record<string, string[]> => ({
    read: effectsOn("s3:GetObject", `${dummy}/${folder}/*`),
    write: effectsOn("s3:PutObject", `${dummy}/${folder}/*`),
  });
  expect({
    ro: effects("readonly2"),
    rw: effects("readwrite1"),
    wo: effects("writeonly1"),
    no: effects("deny2"),
  }).toEqual({
    ro: { read: ["Allow"], write: [] },
    rw: { read: ["Allow"], write: ["Allow"] },
    wo: { read: [], write: ["Allow"] },
    no: { read: ["Deny"], write: ["Deny"] },
  });
  expect(effectsOn("kms:Decrypt", ":key/mrk-12345678909876543212345678909876")).toEqual(["Allow"]);
  const actions = statements.flatMap(({ Action }) => Action);
  expect(actions).toEqual(
    expect.arrayContaining(["athena:StartQueryExecution", "bedrock:InvokeModel", "glue:CreateJob", "glue:CreateTable"]),
  );
});

test("the user guide's external role belongs to the service account, and no role is created", () => {
  const { role, serviceAccount } = compile(`${MINIMUM}
iam:
  external_role: arn:aws:iam::123456789012:role/this-is-not-a-real-role
`);
  expect(role).toBeNull();
  expect(serviceAccount).toMatchObject({
    name: "analytical-platform-example",
    namespace: "mwaa",
    roleArn: "arn:aws:iam::123456789012:role/this-is-not-a-real-role",
  });
});

test("the user guide's secrets have their paths in Secrets Manager, their variables, and their maintainers", () => {
  const { secrets, dag, maintainers } = compile(`${MINIMUM}
secrets:
  - username
  - password
  - api-key
`);
  expect(secrets.map(({ name, environmentVariable }) => [name, environmentVariable])).toEqual([
    ["/airflow/development/analytical-platform/example/username", "SECRET_USERNAME"],
    ["/airflow/development/analytical-platform/example/password", "SECRET_PASSWORD"],
    ["/airflow/development/analytical-platform/example/api-key", "SECRET_API_KEY"],
  ]);
  expect(dag.secrets).toEqual({ SECRET_USERNAME: "username", SECRET_PASSWORD: "password", SECRET_API_KEY: "api-key" });
  expect(dag.secret_name).toBe("analytical-platform-example");
  expect(maintainers).toEqual(["jacobwoffenden"]);
  secrets.forEach(({ resourcePolicy }) => {
    expect(JSON.stringify(resourcePolicy)).toContain("jacobwoffenden");
  });
});
