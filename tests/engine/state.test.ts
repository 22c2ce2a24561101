import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import type { Access } from "../../platform/names/delivery";
import type { Scope } from "../../platform/delivery/scope";
import { may } from "../platform/delivery/simulate";
import { stackConfig } from "../support/mocks";
import { Moto } from "../support/moto";
import { CHECKPOINTS, Deployments, during, STATE_BUCKET, STATE_GUIDE } from "./support/deployments";
import { commandsOfGuide } from "./support/guide";
import { stateRequests } from "./support/state-requests";

const UP = "npx pulumi up --stack development --non-interactive --skip-preview";
const NO_CHANGES = "npx pulumi preview --stack development --expect-no-changes --non-interactive";
const ADDED = "manifests/development/examples/added/workflow.yml";

/** Workflows that an update adds which is killed, and what it has done by then: it is in the middle of it. */
const MANY = 6;
const OPERATIONS_BEFORE_THE_END = 20;

// One environment's life, each test a step after the one before it.
describe("the state of an environment, by the guide's commands", () => {
  let aws: Moto;
  let deployments: Deployments;
  /** Version of the state in the bucket before anything was made from there. */
  let moved: string;

  beforeAll(async () => {
    aws = await Moto.start();
    deployments = await Deployments.begin(aws);
    await deployments.makeStack("development");
    await deployments.succeed(UP);
  });
  afterAll(() => aws.stop());

  test("it moves from a folder to the bucket, and nothing is left to do", async () => {
    await deployments.succeed(
      commandsOfGuide(STATE_GUIDE, "stack export --stack development --show-secrets", {
        "<the new bucket>": STATE_BUCKET,
      }),
    );
    expect(existsSync(join(deployments.repository.folder, "development.json"))).toBe(false);
    // The data key is the one that the file has already.
    expect(deployments.repository.git("status", "--porcelain")).toBe("");
    moved = await newestVersion(deployments);
  });

  test("the roles of GitHub's workflows may do what the CLI asks of the bucket, and no preview writes", async () => {
    expect(await refusedTo("plan", aws, () => deployments.succeed(NO_CHANGES))).toEqual([]);
    deployments.repository.edit(ADDED, () => readManifest(deployments, "identity"));
    expect(await refusedTo("apply", aws, () => deployments.succeed(UP, CHECKPOINTS))).toEqual([]);
  });

  test("an export is a backup that can be given back", async () => {
    await deployments.succeed(commandsOfGuide(STATE_GUIDE, "stack export --stack development --file"));
    await deployments.succeed(commandsOfGuide(STATE_GUIDE, "account.\nnpx pulumi stack import"));
    await deployments.succeed(NO_CHANGES);
  });

  test("an earlier version of the bucket is restored; what was made since is unknown to it until a later one is", async () => {
    const newest = await newestVersion(deployments);
    await restore(deployments, moved);
    const preview = await deployments.succeed(commandsOfGuide(STATE_GUIDE, "preview --stack development --refresh"));
    expect(preview).toContain("examples-added");
    const done = await during(deployments, async () => {
      const { status, stdout } = await deployments.run(UP);
      expect(status).not.toBe(0);
      expect(stdout).toContain("EntityAlreadyExists: ");
    });
    expect(done.filter(({ does }) => does === "delete")).toEqual([]);
    await restore(deployments, newest);
    await deployments.succeed(NO_CHANGES);
  });

  test("an update that was killed leaves its lock, and goes on where it was once that is lifted", async () => {
    for (let count = 1; count <= MANY; count += 1) {
      const manifest = `manifests/development/examples/killed-${count}/workflow.yml`;
      deployments.repository.edit(manifest, () => readManifest(deployments, "identity"));
    }
    await killInTheMiddle(deployments, UP);
    const refused = await deployments.run(UP);
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain("the stack is currently locked by 1 lock(s)");
    const [cancel = "", ...check] = commandsOfGuide(STATE_GUIDE, "npx pulumi cancel").split(/(?=npm run)/);
    await deployments.succeed(cancel);
    const { status, stderr } = await deployments.run(check.join(""));
    expect(status).toBe(1);
    await deployments.succeed(importsOf(stderr, deployments).join("\n"));
    await deployments.succeed(commandsOfGuide(STATE_GUIDE, "npx pulumi refresh --stack development --clear-pending"));
    expect(await deployments.succeed(check.join(""))).toContain("the plan is plan.json");
    expect(twice(deployments.cloud.all().map(({ type, name }) => `${type} ${name}`))).toEqual([]);
    await deployments.succeed(NO_CHANGES);
  });

  test("a stack that was made with a pass phrase gets the key by one command", async () => {
    const file = (): string => readFileSync(join(deployments.repository.folder, "Pulumi.test.yaml"), "utf8");
    await deployments.succeed("npx pulumi stack init test", { PULUMI_CONFIG_PASSPHRASE: "a pass phrase" });
    expect(file()).toMatch(/^encryptionsalt: /m);
    const refused = await deployments.run("npm run --silent preview -- test");
    expect(refused.stderr).toContain("encryptionsalt");
    await deployments.succeed(
      commandsOfGuide(STATE_GUIDE, "stack change-secrets-provider --stack development", {
        "--stack development": "--stack test",
      }),
      { PULUMI_CONFIG_PASSPHRASE: "a pass phrase" },
    );
    expect(file()).toMatch(/^encryptedkey: /m);
    expect(file()).not.toMatch(/encryptionsalt/);
    await deployments.succeed("npm run --silent preview -- test");
  });
});

/** Starts an update and kills it, with everything it started, while it makes resources. */
async function killInTheMiddle(deployments: Deployments, command: string): Promise<void> {
  const before = deployments.cloud.operations().length;
  const child = deployments.start(command, CHECKPOINTS);
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.stdout?.resume();
  child.stderr?.resume();
  while (deployments.cloud.operations().length < before + OPERATIONS_BEFORE_THE_END) {
    expect(child.exitCode).toBeNull();
    await setTimeout(50);
  }
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await ended;
  // Providers have process groups of their own, and end what they had begun, as AWS does.
  for (let seen = 0; seen !== deployments.cloud.operations().length;) {
    seen = deployments.cloud.operations().length;
    await setTimeout(2000);
  }
  await deployments.killRest();
}

/** The commands that the advice gives, for what exists, with their IDs. */
function importsOf(advice: string, { cloud }: Deployments): string[] {
  const commands = advice.split("\n").filter((line) => line.startsWith("  npx pulumi import"));
  expect(commands.length).toBeGreaterThan(0);
  return commands.flatMap((command) => {
    const [, type = "", name = ""] = /'([^']+)' '([^']+)' '<id>'$/.exec(command) ?? [];
    const made = cloud.ofType(type).find((existing) => existing.name === name);
    return made === undefined ? [] : [command.replace("<id>", made.id)];
  });
}

function twice(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** Requests of a command to the bucket that a role for GitHub may not make. */
async function refusedTo(access: Access, aws: Moto, run: () => Promise<unknown>): Promise<string[]> {
  const before = aws.requests().length;
  await run();
  const asked = stateRequests(STATE_BUCKET, aws.requests().slice(before));
  expect(asked.length).toBeGreaterThan(3);
  const scope: Scope = { environment: "development", account: "compute", config: stackConfig("development") };
  const bucket = `arn:aws:s3:::${scope.config.delivery.state.bucket}`;
  const refused = await Promise.all(
    asked.map(async ({ action, key }) => {
      const allowed =
        action === "s3:ListBucket"
          ? await may(scope, access, action, bucket, { "s3:prefix": key })
          : await may(scope, access, action, `${bucket}/${key}`);
      return allowed ? [] : [`${action} ${key}`];
    }),
  );
  return refused.flat();
}

/** The version of the state that the guide's command lists first: S3 lists the newest first. */
async function newestVersion(deployments: Deployments): Promise<string> {
  const commands = commandsOfGuide(STATE_GUIDE, "aws s3api list-object-versions", {
    "analytical-platform-airflow-state-<account>": STATE_BUCKET,
  });
  const [first = ""] = (await deployments.succeed(commands.split(/(?=aws s3api copy-object)/)[0] ?? "")).split("\n");
  return first.split("\t")[1] ?? "";
}

async function restore(deployments: Deployments, version: string): Promise<void> {
  await deployments.succeed(
    commandsOfGuide(STATE_GUIDE, "aws s3api copy-object", {
      "analytical-platform-airflow-state-<account>": STATE_BUCKET,
      "<version>": version,
    }),
  );
}

function readManifest({ repository }: Deployments, example: string): string {
  return readFileSync(join(repository.folder, `manifests/development/examples/${example}/workflow.yml`), "utf8");
}
