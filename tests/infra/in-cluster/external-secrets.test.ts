import { buildProgram, type Recording, runOnMocks, smallStackConfig, text } from "../../support/mocks";
import type { CompiledRole } from "../../../workflow/compiled";
import { may } from "../../workflow/iam/support";
import { release } from "./releases";

const SECRET = "arn:aws:secretsmanager:eu-west-1:444444444444:secret:/airflow/production/courts/daily/api-key-AbCdEf";
const KEY = "arn:aws:kms:eu-west-1:444444444444:key/11111111-2222-3333-4444-555555555555";
const THROUGH_SECRETS_MANAGER = {
  "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
  "kms:ResourceAliases": ["alias/airflow-production-secrets"],
};

let run: Recording;
let reader: CompiledRole;

beforeAll(async () => {
  run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
  const policies = run
    .ofType("aws:iam/rolePolicy:RolePolicy")
    .filter((policy) => run.dependencies(policy, "aws:iam/role:Role").includes("external-secrets"));
  expect(policies).toHaveLength(1);
  reader = {
    arn: "arn:aws:iam::444444444444:role/airflow-production-external-secrets",
    inlinePolicy: JSON.parse(text(run.one("aws:iam/rolePolicy:RolePolicy", "external-secrets"), "policy")) as never,
    managedPolicies: {},
  } as unknown as CompiledRole;
});

test("the reader has no rights but its own policy's", () => {
  const attached = run
    .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter((attachment) => run.dependencies(attachment, "aws:iam/role:Role").includes("external-secrets"));
  expect(attached).toEqual([]);
});

test.each([
  ["a workflow's secret", "secretsmanager:GetSecretValue", SECRET, {}],
  ["what a secret is called", "secretsmanager:DescribeSecret", SECRET, {}],
  ["the secrets' key, through Secrets Manager", "kms:Decrypt", KEY, THROUGH_SECRETS_MANAGER],
])("the reader may use %s", async (_, action, resource, context) => {
  expect(await may(reader, action, resource, context)).toBe(true);
});

test.each([
  ["another environment's secret", "secretsmanager:GetSecretValue", SECRET.replace("production", "test"), {}],
  [
    "an environment whose name begins the same",
    "secretsmanager:GetSecretValue",
    SECRET.replace("production", "production-2"),
    {},
  ],
  [
    "Airflow's own connections",
    "secretsmanager:GetSecretValue",
    "arn:aws:secretsmanager:eu-west-1:444444444444:secret:airflow/connections/smtp_default-AbCdEf",
    {},
  ],
  ["a secret in another region", "secretsmanager:GetSecretValue", SECRET.replace("eu-west-1", "us-east-1"), {}],
  ["writing a secret", "secretsmanager:PutSecretValue", SECRET, {}],
  ["changing a secret", "secretsmanager:UpdateSecret", SECRET, {}],
  ["deleting a secret", "secretsmanager:DeleteSecret", SECRET, {}],
  ["who else may read a secret", "secretsmanager:PutResourcePolicy", SECRET, {}],
  ["the key directly", "kms:Decrypt", KEY, { "kms:ResourceAliases": THROUGH_SECRETS_MANAGER["kms:ResourceAliases"] }],
  [
    "another key",
    "kms:Decrypt",
    KEY,
    { ...THROUGH_SECRETS_MANAGER, "kms:ResourceAliases": ["alias/airflow-test-secrets"] },
  ],
  [
    "the key of another service",
    "kms:Decrypt",
    KEY,
    { ...THROUGH_SECRETS_MANAGER, "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
  ],
  ["encrypting", "kms:Encrypt", KEY, THROUGH_SECRETS_MANAGER],
  ["the data", "s3:GetObject", "arn:aws:s3:::mojap-data/file", {}],
])("the reader may not use %s", async (_, action, resource, context) => {
  expect(await may(reader, action, resource, context)).toBe(false);
});

test("the operator serves one namespace, writes nothing back, and has its role by its own account", () => {
  const { values, namespace } = release(run, "external-secrets");
  expect(namespace).toBe("external-secrets");
  expect(values).toMatchObject({
    scopedNamespace: "mwaa",
    scopedRBAC: true,
    processPushSecret: false,
    processClusterStore: false,
    processClusterExternalSecret: false,
    processClusterPushSecret: false,
    processClusterGenerator: false,
    serviceAccount: { name: "external-secrets" },
  });
});

test("nothing that comes with the operator may touch Secrets of every namespace", () => {
  const { values } = release(run, "external-secrets");
  expect(values).toMatchObject({ webhook: { create: false }, certController: { create: false } });
});
