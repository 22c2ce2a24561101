import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { temporaryFolder } from "../support/command";
import { Moto } from "../support/moto";
import type { Existing, Operation } from "./plugins/fake-cloud";
import { SECRET } from "./plugins/secret-values";
import { Deployments, during } from "./support/deployments";
import { commandsOfGuide } from "./support/guide";

const GUIDE = "docs/platform/cut-over.md";
/** As in the guide, without the questions and the second look. */
const UP = "npx pulumi up --stack development --policy-pack policies/pulumi --non-interactive --skip-preview";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Workflows that move, with the IDs of their secrets. */
const WORKFLOWS = { hello: [], identity: ["api-key", "password", "username"] };
const ROLES = Object.keys(WORKFLOWS).map((workflow) => `airflow-development-examples-${workflow}`);
const SECRETS = Object.entries(WORKFLOWS).flatMap(([workflow, ids]) =>
  ids.map((id) => `/airflow/development/examples/${workflow}/${id}`),
);
const secretArn = (name: string): string => `arn:aws:secretsmanager:eu-west-2:444444444444:secret:${name}-AbC123`;
const policyArn = (name: string): string => `arn:aws:iam::444444444444:policy/${name}`;

/**
 * Resources that the Terraform of the present platform has made for them
 * (https://github.com/ministryofjustice/analytical-platform-airflow/tree/main/terraform/modules/airflow). Maintainers have set
 * the values of two secrets since.
 */
const PRESENT: readonly Existing[] = [
  ...ROLES.flatMap((name) => [
    existing(ROLE, name, { name, assumeRolePolicy: "{}", maxSessionDuration: 43200 }),
    existing(POLICY, policyArn(name), { name, policy: "{}" }),
    existing(ATTACHMENT, `${name}-generated`, { role: name, policyArn: policyArn(name) }),
    existing(ATTACHMENT, `${name}-kms`, { role: name, policyArn: policyArn("airflow-service/kms") }),
  ]),
  ...SECRETS.map((name) => ({
    ...existing(SECRET, secretArn(name), {
      name,
      kmsKeyId: "arn:aws:kms:eu-west-2:444444444444:key/present",
      replicas: [{ region: "eu-west-1", kmsKeyId: "arn:aws:kms:eu-west-1:444444444444:key/present" }],
    }),
    values: valuesThere(name),
  })),
];

function existing(type: string, id: string, inputs: Existing["inputs"]): Existing {
  const place = JSON.stringify(["airflow-development-data", "eu-west-2"]);
  return { type, id, name: `present ${id}`, place, inputs, state: { ...inputs, id, arn: id } };
}

function valuesThere(name: string): NonNullable<Existing["values"]> {
  const primary: Record<string, string> = name.endsWith("username")
    ? { AWSCURRENT: "CHANGEME" }
    : { AWSCURRENT: `of ${name}`, AWSPREVIOUS: "CHANGEME" };
  return { primary, replicas: { "eu-west-1": primary } };
}

// The move of one account, each test a step of the guide after the one before it.
describe("an account that has the roles, policies and secrets of the present platform", () => {
  let aws: Moto;
  let deployments: Deployments;
  const checkout = temporaryFolder();
  const inRepository = (file: string): string => join(deployments.repository.folder, file);
  const up = (): Promise<Operation[]> => during(deployments, () => deployments.succeed(UP));

  beforeAll(async () => {
    aws = await Moto.start();
    deployments = await Deployments.begin(aws);
    deployments.repository.edit("Pulumi.development.yaml", (text) =>
      text
        .replace("region: eu-west-1\n      profile", "region: eu-west-2\n      profile")
        .replace("replicaRegion: eu-west-2", "replicaRegion: eu-west-1"),
    );
    await deployments.makeStack("development");
    for (const workflow of Object.keys(WORKFLOWS)) {
      const file = join("development/examples", workflow, "workflow.yml");
      const text = readFileSync(inRepository(join("manifests", file)), "utf8");
      mkdirSync(join(checkout, "environments", dirname(file)), { recursive: true });
      writeFileSync(join(checkout, "environments", file), text);
    }
    rmSync(inRepository("manifests/development"), { recursive: true });
    PRESENT.forEach((one) => {
      deployments.cloud.put(one);
    });
  });
  afterAll(() => aws.stop());

  test("a deployment without workflows touches none of them", async () => {
    await up();
    expect(PRESENT.map(({ type, id }) => deployments.cloud.find(type, id))).toEqual(PRESENT);
  });

  test("adopt writes a file that pulumi import takes, and the import changes nothing in the account", async () => {
    const list = { SecretList: SECRETS.map((name) => ({ Name: name, ARN: secretArn(name) })) };
    writeFileSync(inRepository("secrets.json"), JSON.stringify(list));
    const roles = { Roles: ROLES.map((name) => ({ RoleName: name })) };
    writeFileSync(inRepository("roles.json"), JSON.stringify(roles));
    const dags = Object.keys(WORKFLOWS).map((workflow) => ({ dag_id: `examples.${workflow}`, is_paused: false }));
    writeFileSync(inRepository("dags-0.json"), JSON.stringify({ dags, total_entries: dags.length }));
    const values = { "<checkout>": checkout, "<issuer>": "oidc.example/id/HERE" };
    await deployments.run(commandsOfGuide(GUIDE, "npm run adopt", values));
    const done = await during(deployments, async () => {
      expect(await deployments.succeed(commandsOfGuide(GUIDE, "pulumi import"))).toContain("= 7 imported");
    });
    expect(done).toEqual([]);
  });

  test("the first update changes their roles and secrets in place, and replaces and deletes nothing", async () => {
    const done = await up();
    expect(done.filter(({ does }) => does === "delete")).toEqual([]);
    const touched = done.filter(({ type }) => type === ROLE || type === SECRET);
    expect(touched.map(({ does, name }) => `${does} ${name}`).sort()).toEqual(
      [...ROLES, ...SECRETS.map(secretArn)].map((id) => `update present ${id}`).sort(),
    );
  });

  test("no secret has lost its value, in either region, and each has the new key and a placeholder beside its value", () => {
    for (const name of SECRETS) {
      const secret = deployments.cloud.find(SECRET, secretArn(name));
      const there = valuesThere(name);
      const withPlaceholder = { ...there.primary, PLACEHOLDER: "placeholder" };
      expect(secret?.values).toEqual({ primary: withPlaceholder, replicas: { "eu-west-1": withPlaceholder } });
      expect(JSON.stringify(secret?.inputs)).not.toContain("key/present");
    }
  });

  test("no role has lost its ARN, or a policy that the present platform attached", () => {
    const kept = PRESENT.filter(({ type }) => type === POLICY || type === ATTACHMENT);
    expect(kept.map(({ type, id }) => deployments.cloud.find(type, id))).toEqual(kept);
    for (const role of ROLES) {
      expect(deployments.cloud.find(ROLE, role)?.inputs).toMatchObject({ name: role, maxSessionDuration: 43200 });
    }
  });

  test("the second update changes nothing", async () => {
    expect(await up()).toEqual([]);
  });
});
