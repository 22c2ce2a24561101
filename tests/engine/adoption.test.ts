import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { temporaryFolder } from "../support/command";
import { Moto } from "../support/moto";
import type { Existing } from "./plugins/fake-cloud";
import { Deployments, during } from "./support/deployments";
import { commandsOfGuide } from "./support/guide";

const GUIDE = "docs/platform/cut-over.md";
const ROLE = "aws:iam/role:Role";
const SECRET = "aws:secretsmanager/secret:Secret";
const ROLES = ["hello", "identity"].map((workflow) => `airflow-development-examples-${workflow}`);
const SECRETS = ["api-key", "password", "username"].map((id) => `/airflow/development/examples/identity/${id}`);
const arnOf = (secret: string): string => `arn:aws:secretsmanager:eu-west-2:444444444444:secret:${secret}-AbC123`;

const URN = "urn:pulumi:development::analytical-platform-airflow::";
const STACK = `${URN}pulumi:pulumi:Stack::analytical-platform-airflow-development`;
const PROVIDER = { region: "eu-west-2", profile: "airflow-development-data", version: "7.48.0" };

/** The part of a deployment without workflows that an import needs: the component above them, and their provider. */
const DEPLOYED = [
  { urn: STACK, custom: false, type: "pulumi:pulumi:Stack" },
  {
    urn: `${URN}analytical-platform:workflows:Workflows::workflows`,
    custom: false,
    type: "analytical-platform:workflows:Workflows",
    parent: STACK,
  },
  {
    urn: `${URN}pulumi:providers:aws::data`,
    custom: true,
    id: "11111111-1111-1111-1111-111111111111",
    type: "pulumi:providers:aws",
    inputs: PROVIDER,
    outputs: PROVIDER,
    parent: STACK,
  },
];

/** Roles and secrets of the present platform: https://github.com/ministryofjustice/analytical-platform-airflow makes them with Terraform. */
const PRESENT: readonly Existing[] = [
  ...ROLES.map((name) => existing(ROLE, name, { name, assumeRolePolicy: "{}", maxSessionDuration: 43200 })),
  ...SECRETS.map((name) => existing(SECRET, arnOf(name), { name, kmsKeyId: "alias/present" })),
];

function existing(type: string, id: string, inputs: Existing["inputs"]): Existing {
  const place = JSON.stringify(["airflow-development-data", "eu-west-2"]);
  return { type, id, name: `present ${id}`, place, inputs, state: { id, ...inputs } };
}

interface State {
  deployment: { resources: unknown[] };
}

// The move of one account, each test a step after the one before it.
describe("an account that has roles and secrets of the present platform", () => {
  let aws: Moto;
  let deployments: Deployments;
  const checkout = temporaryFolder();
  const inRepository = (file: string): string => join(deployments.repository.folder, file);

  beforeAll(async () => {
    aws = await Moto.start();
    deployments = await Deployments.begin(aws);
    deployments.repository.edit("Pulumi.development.yaml", (text) =>
      text
        .replace("region: eu-west-1\n      profile", "region: eu-west-2\n      profile")
        .replace("replicaRegion: eu-west-2", "replicaRegion: eu-west-1"),
    );
    await deployments.makeStack("development");
    for (const workflow of ["hello", "identity"]) {
      const file = join("development/examples", workflow, "workflow.yml");
      const text = readFileSync(inRepository(join("manifests", file)), "utf8");
      mkdirSync(join(checkout, "environments", dirname(file)), { recursive: true });
      writeFileSync(join(checkout, "environments", file), text.replaceAll("moj-analytical-services", "observatory"));
    }
    rmSync(inRepository("manifests/development"), { recursive: true });
    const state = JSON.parse(await deployments.succeed("npx pulumi stack export --stack development")) as State;
    state.deployment.resources = DEPLOYED;
    writeFileSync(inRepository("state.json"), JSON.stringify(state));
    await deployments.succeed("npx pulumi stack import --stack development --file state.json");
    PRESENT.forEach((one) => {
      deployments.cloud.put(one);
    });
  });
  afterAll(() => aws.stop());

  test("adopt writes a file that pulumi import takes, and the import changes nothing in the account", async () => {
    const list = { SecretList: SECRETS.map((name) => ({ Name: name, ARN: arnOf(name) })) };
    writeFileSync(inRepository("secrets.json"), JSON.stringify(list));
    await deployments.run(commandsOfGuide(GUIDE, "npm run adopt", { "<checkout>": checkout }));
    const done = await during(deployments, async () => {
      expect(await deployments.succeed(commandsOfGuide(GUIDE, "pulumi import"))).toContain("= 7 imported");
    });
    expect(done).toEqual([]);
  });

  test("the first update updates them in place: no role gets another ARN, no secret loses its value", async () => {
    const { steps } = JSON.parse(
      await deployments.succeed("npx pulumi preview --stack development --json --non-interactive"),
    ) as { steps: { op: string; urn: string }[] };
    const ofWorkflows = steps.filter(
      ({ op, urn }) => urn.includes("workflows:Workflow$") && /:Role::|:Secret::/.test(urn) && op !== "refresh",
    );
    expect(ofWorkflows.map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`).sort()).toEqual([
      "update examples-hello",
      "update examples-identity",
      "update examples-identity-api-key",
      "update examples-identity-password",
      "update examples-identity-username",
    ]);
    expect(steps.filter(({ op }) => /delete|replace/.test(op))).toEqual([]);
  });
});
