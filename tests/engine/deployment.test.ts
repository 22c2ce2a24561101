import { readFileSync } from "node:fs";
import { join } from "node:path";

import { LABEL_PREFIX } from "../../platform/names/kubernetes";
import type { Registration } from "../../preview/offline/registration";
import type { Preview } from "../../preview/run";
import { GitHub } from "../tools/github/github";
import { Moto } from "../support/moto";
import { OWN_ADDRESSES } from "../support/own-values";
import { label, previewOf } from "../support/preview";
import type { Existing } from "./plugins/fake-cloud";
import { commandsOfGuide } from "./support/guide";
import { Deployments, during, liftDeletionProtection, summaryOf } from "./support/deployments";

const DESTROY_GUIDE = "docs/how-to/destroy-an-environment.md";
const STACK_FILE = "Pulumi.development.yaml";
/** As GitHub's action does it, which has shown a preview before. */
const UP = "npx pulumi up --stack development --policy-pack policies/pulumi --non-interactive --skip-preview";

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const CLUSTER = "aws:eks/cluster:Cluster";

/** Releases that AWS publishes while the environment runs. */
const NEWEST_RELEASE = "1.66.0-0123abcd";
const LATER_RELEASE = "1.67.0-0123abcd";

/** As deploy-stack.yml does it. */
const PLAN =
  "npx pulumi preview --stack development --policy-pack policies/pulumi --non-interactive --save-plan plan.json";
const UP_AS_PLANNED = `${UP} --plan plan.json`;
const EXPERIMENTAL = { PULUMI_EXPERIMENTAL: "true" };

/** Where the bucket has the files of the shared package, which a destroy leaves: the only objects that it leaves. */
const PACKAGES = "dags/packages/";

/** The program's look at its own last deployment, and the engine's provider for it. The offline preview reads no deployment. */
const LAST_DEPLOYMENT = /::pulumi:(pulumi:StackReference|providers:pulumi)::/;

const NO_CHANGES = "npx pulumi preview --stack development --expect-no-changes --non-interactive";

// One environment's life, each test a step after the one before it.
describe("development, deployed by Pulumi's own engine", () => {
  let aws: Moto;
  let deployments: Deployments;
  let offline: Preview;
  const github = new GitHub();

  beforeAll(async () => {
    await github.start();
    aws = await Moto.start();
    deployments = await Deployments.begin(aws);
    offline = await previewOf("development", {
      config: ({ operations }) => {
        operations.emailAddresses = OWN_ADDRESSES;
      },
    });
  });
  // Two hooks: if moto does not start, the first fails, and the second still runs.
  afterAll(() => aws.stop());
  afterAll(() => github.stop());

  test("making the stack adds the encrypted data key to its file, and changes nothing else there", async () => {
    await deployments.makeStack("development");
    const changed = deployments.repository.git("diff", "--unified=0", "HEAD~1", "--", STACK_FILE).split("\n");
    expect(changed.filter((line) => /^[-+](?![-+])/.test(line))).toEqual([
      expect.stringMatching(/^\+encryptedkey: \S+$/),
    ]);
  });

  test("before the first deployment there is no plan to keep", async () => {
    expect(await planFile(deployments)).toBe("plan=\n");
  });

  test("a first preview, which knows no ID, shows what the offline preview shows", async () => {
    const { steps } = JSON.parse(
      await deployments.succeed("npx pulumi preview --stack development --json --non-interactive"),
    ) as { steps: { op: string; urn: string }[] };
    const created = steps.filter(({ op }) => op === "create").map(({ urn }) => urn);
    expect(created.sort()).toEqual(urnsWithCluster(offline));
    expect(deployments.cloud.all()).toEqual([]);
  });

  test("one update makes all that the offline preview shows, and the policies let it pass", async () => {
    const output = await deployments.succeed(UP);
    expect(output).toContain("✅ analytical-platform-airflow@v1.0.0");
    expect(deployments.cloud.all().map(label).sort()).toEqual(
      [...offline.registrations.filter(isMade).map(label), "aws:eks/cluster:Cluster cluster-eksCluster"].sort(),
    );
    expect(deployments.cloud.operations().filter(({ does }) => does !== "create")).toEqual([]);
    setAccessKeys(deployments, ["AKIAIOSFODNN7EXAMPLE"]);
  });

  test("the state holds components and providers under the offline preview's URNs, and all outputs", async () => {
    const { deployment } = JSON.parse(await deployments.succeed("npx pulumi stack export --stack development")) as {
      deployment: { resources: { urn: string }[] };
    };
    const urns = deployment.resources.map(({ urn }) => urn).filter((urn) => !LAST_DEPLOYMENT.test(urn));
    expect(urns.sort()).toEqual(urnsWithCluster(offline));
    const outputs = JSON.parse(
      await deployments.succeed("npx pulumi stack output --stack development --json"),
    ) as Record<string, unknown>;
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(offline.outputs).sort());
    expect(outputs).toMatchObject({
      kubernetesVersion: "1.36",
      kubeconfig: expect.stringContaining('"server": "https://offline.invalid"') as string,
      nodeGroups: {
        standard: {
          kubernetesVersion: "1.36",
          amiType: "BOTTLEROCKET_x86_64",
          amiReleaseVersion: expect.stringMatching(/^1\./) as string,
        },
      },
      addOnVersions: { "vpc-cni": expect.stringMatching(/^v1\./) as string },
    });
  });

  test("after it nothing is left to do, also once somebody else has scaled a group of nodes", async () => {
    await deployments.succeed(NO_CHANGES);
    scale(deployments, "general-spot-xlarge", 7);
    await deployments.succeed(NO_CHANGES);
  });

  test("a renewed certificate authority of the cluster replaces nothing in it, and changes only the kubeconfig for Airflow", async () => {
    const renewed = { data: "cmVuZXdlZA==" };
    for (const cluster of deployments.cloud.ofType("aws:eks/cluster:Cluster")) {
      deployments.cloud.put({ ...cluster, state: { ...cluster.state, certificateAuthority: renewed } });
    }
    const done = await during(deployments, async () => {
      expect(summaryOf(await deployments.succeed(UP))).not.toHaveProperty("replace");
    });
    expect(done).toEqual([{ does: "update", type: "aws:s3/bucketObjectv2:BucketObjectv2", name: "kubeconfig" }]);
    await deployments.succeed(NO_CHANGES);
  });

  test("a raised maximum is done as planned, changes that group alone, and leaves its nodes", async () => {
    expect(await planFile(deployments)).toBe("plan=plan.json\n");
    raiseMaximum(deployments, "general-spot-xlarge", 25);
    expect(summaryOf(await deployments.succeed(PLAN, EXPERIMENTAL))).toMatchObject({ update: 1 });
    const done = await during(deployments, () => deployments.succeed(UP_AS_PLANNED, EXPERIMENTAL));
    expect(done).toEqual([{ does: "update", type: GROUP, name: "general-spot-xlarge" }]);
    expect(groupNamed(deployments, "general-spot-xlarge").inputs["scalingConfig"]).toEqual({
      minSize: 0,
      maxSize: 25,
      desiredSize: 7,
    });
  });

  test("a group of other instance types is there before the old one goes", async () => {
    deployments.repository.edit(STACK_FILE, (text) =>
      text.replace(/(\n {6}gpu-spot-xlarge:\n(?: {8}.*\n)*? {8}instanceTypes: )\[.*\]/, "$1[g4dn.xlarge, g5.xlarge]"),
    );
    await deployments.succeed(PLAN, EXPERIMENTAL);
    const done = await during(deployments, () => deployments.succeed(UP_AS_PLANNED, EXPERIMENTAL));
    expect(done.filter(({ name }) => !name.startsWith("gpu-spot-xlarge"))).toEqual([]);
    expect(done.map(({ does, type }) => `${does} ${type}`)).toEqual([`create ${GROUP}`, `delete ${GROUP}`]);
  });

  test("a change that rolls nodes without a new AMI release is refused, in a preview too, as EKS would choose the release", async () => {
    deployments.cloud.publishRelease(NEWEST_RELEASE);
    growDisk(deployments, "general-spot-xlarge", 200);
    const refusal = `Write amiReleaseVersion: ${NEWEST_RELEASE}, or another release that is later than ${releaseOf(deployments)}`;
    const preview = await deployments.run("npx pulumi preview --stack development --non-interactive");
    expect(preview.status).not.toBe(0);
    expect(preview.stdout).toContain(refusal);
    const done = await during(deployments, async () => {
      const { status, stdout } = await deployments.run(UP);
      expect(status).not.toBe(0);
      expect(stdout).toContain(refusal);
    });
    expect(done.filter(({ type }) => type === GROUP)).toEqual([]);
  });

  test("with a new release it rolls that group alone, to that release, and says which tasks on spot it interrupts", async () => {
    setRelease(deployments, "general-spot-xlarge", NEWEST_RELEASE);
    runTask(deployments, "general-spot-xlarge");
    const done = await during(deployments, async () => {
      expect(await deployments.succeed(UP)).toContain(
        "this deployment replaces the nodes of group general-spot-xlarge, and interrupts 1 task on them:",
      );
    });
    expect(done).toEqual([{ does: "update", type: GROUP, name: "general-spot-xlarge" }]);
    await deployments.succeed(NO_CHANGES);
  });

  test("a new release of a group on which an on-demand task runs stops and names the task, unless the environment permits it", async () => {
    setRelease(deployments, "general-on-demand-xlarge", NEWEST_RELEASE);
    runTask(deployments, "general-on-demand-xlarge");
    const done = await during(deployments, async () => {
      const { status, stdout } = await deployments.run(UP, { INTERRUPT_TASKS: "production" });
      expect(status).not.toBe(0);
      expect(stdout).toContain(
        "this deployment replaces the nodes of group general-on-demand-xlarge, and would interrupt 1 task",
      );
      expect(stdout).toContain("examples.hello, task main (owner@justice.gov.uk), since 2026-11-28 09:00 UTC, for ");
    });
    expect(done).toEqual([]);
    const permitted = await during(deployments, () => deployments.succeed(UP, { INTERRUPT_TASKS: "development" }));
    expect(permitted).toEqual([{ does: "update", type: GROUP, name: "general-on-demand-xlarge" }]);
    endTasks(deployments);
  });

  test("once the nodes have the newest release, such a change needs no other", async () => {
    growDisk(deployments, "general-spot-xlarge", 300);
    const done = await during(deployments, () => deployments.succeed(UP));
    expect(done.map(({ does, type }) => `${does} ${type}`)).toEqual([`update ${LAUNCH_TEMPLATE}`, `update ${GROUP}`]);
    expect(groupNamed(deployments, "general-spot-xlarge").state["releaseVersion"]).toBe(NEWEST_RELEASE);
  });

  test("what was not planned is not done", async () => {
    await deployments.succeed(PLAN, EXPERIMENTAL);
    raiseMaximum(deployments, "general-spot-xlarge", 26);
    const { status, stdout } = await deployments.run(UP_AS_PLANNED, EXPERIMENTAL);
    expect(status).not.toBe(0);
    expect(stdout).toContain("violates plan");
    raiseMaximum(deployments, "general-spot-xlarge", 25);
  });

  test("a new workflow is made, and one that is removed goes, without touching anything else", async () => {
    const manifest = "manifests/development/examples/added/workflow.yml";
    const like = readFileSync(
      join(deployments.repository.folder, "manifests/development/examples/identity/workflow.yml"),
      "utf8",
    );
    deployments.repository.edit(manifest, () => like);
    const made = await during(deployments, () => deployments.succeed(UP));
    expect(new Set(made.map(({ does }) => does))).toEqual(new Set(["create"]));
    expect(made.filter(({ name }) => !/examples[-/]added/.test(name))).toEqual([]);
    expect(new Set(made.map(({ type }) => type))).toContain("aws:iam/role:Role");

    deployments.repository.remove("manifests/development/examples/added");
    const gone = await during(deployments, () => deployments.succeed(UP));
    expect(sorted(gone)).toEqual(sorted(made.map((operation) => ({ ...operation, does: "delete" }))));
  });

  test("what somebody changed by hand becomes an issue, without a secret's value read, and the next deployment puts it right", async () => {
    const before = roleNamed(deployments, "examples-hello");
    deployments.cloud.put({ ...before, inputs: { ...before.inputs, description: "changed by hand" } });
    const drift = (): Promise<string> =>
      deployments.succeed("npm run --silent drift -- development", github.variables());
    const reads = deployments.cloud.reads().length;
    expect(await drift()).toBe("development: 1 differing; issue opened\n");
    expect(github.issues.map(({ body }) => body).join()).toContain("examples-hello");
    const read = new Set(deployments.cloud.reads().slice(reads));
    expect(read.has("aws:secretsmanager/secret:Secret")).toBe(true);
    expect(read.has("aws:secretsmanager/secretVersion:SecretVersion")).toBe(false);
    expect(read.has("kubernetes:helm.sh/v3:Release")).toBe(false);
    await deployments.succeed(UP);
    expect(roleNamed(deployments, "examples-hello").inputs).toEqual(before.inputs);
    expect(await drift()).toBe("development: 0 differing; issue closed\n");
  });

  test("a plan for a branch refreshes nothing, and so reads no secret's value", async () => {
    const read = deployments.cloud.reads().length;
    await deployments.succeed("npx pulumi preview --stack development --diff --non-interactive", {
      PULUMI_OPTION_REFRESH: "false",
    });
    expect(deployments.cloud.reads().length).toBe(read);
  });

  test("an update that would skip a minor is refused before anything is done, by what the stack says of itself", async () => {
    deployments.repository.edit(STACK_FILE, (text) =>
      text.replace('kubernetesVersion: "1.36"', 'kubernetesVersion: "1.38"'),
    );
    const done = await during(deployments, async () => {
      const { status, stdout } = await deployments.run(UP, { PULUMI_OPTION_REFRESH: "false" });
      expect(status).not.toBe(0);
      expect(stdout).toContain("the cluster runs Kubernetes 1.36, and EKS upgrades one minor at a time");
    });
    expect(done).toEqual([]);
    deployments.repository.edit(STACK_FILE, (text) =>
      text.replace('kubernetesVersion: "1.38"', 'kubernetesVersion: "1.36"'),
    );
  });

  test("a new minor of Kubernetes goes from the control plane to the fleets, in the order that the guide's command prints", async () => {
    const output = await deployments.succeed(
      [
        `npm run --silent upgrade -- development --kubernetes 1.37 --ami-release ${LATER_RELEASE}`,
        "--vpc-cni v1.24.0-eksbuild.1 --kube-proxy v1.37.0-eksbuild.2 --coredns v1.15.0-eksbuild.1",
        "--eks-pod-identity-agent v1.4.0-eksbuild.1 --aws-ebs-csi-driver v1.66.0-eksbuild.1",
        "--eks-node-monitoring-agent v1.7.0-eksbuild.1",
      ].join(" "),
    );
    // A long list of names goes on in the next line.
    const stages = [...output.matchAll(/^\d+\. ((?:.*,\n)*.*)$/gm)].map(([, names]) => (names ?? "").split(/,\s+/));
    deployments.cloud.publishRelease(LATER_RELEASE);
    const done = await during(deployments, () => deployments.succeed(UP));
    expect(new Set(done.map(({ does }) => does))).toEqual(new Set(["update"]));
    const names = done.map(({ type, name }) => (type === CLUSTER ? "control plane" : name));
    expect(names.map((name) => stages.findIndex((stage) => stage.includes(name)))).toEqual(
      stages.flatMap((stage, index) => stage.map(() => index)),
    );
    for (const group of deployments.cloud.ofType(GROUP)) {
      expect([group.state["version"], group.state["releaseVersion"]]).toEqual(["1.37", LATER_RELEASE]);
    }
  });

  test("destroying it is refused, as long as it is protected", async () => {
    const done = await during(deployments, async () => {
      const { status, stdout } = await deployments.run("npx pulumi destroy --stack development --non-interactive");
      expect(status).not.toBe(0);
      expect(stdout).toContain('mwaa" cannot be deleted');
    });
    expect(done).toEqual([]);
  });

  test("an SMTP user with an access key stops the end of a destroy, so the guide has its keys deleted before", () => {
    expect(commandsOfGuide(DESTROY_GUIDE, "delete-access-key")).toContain("--user-name airflow-development-smtp");
    setAccessKeys(deployments, undefined);
  });

  test("the guide's steps destroy it, in an order that AWS takes, and leave what the guide lists", async () => {
    liftDeletionProtection(deployments);
    await deployments.succeed(commandsOfGuide(DESTROY_GUIDE, "pulumi state unprotect"));
    // A person is asked by the second command alone.
    const [look = "", destroy = ""] = commandsOfGuide(DESTROY_GUIDE, "pulumi destroy").split(
      /(?=npx .*destroy --stack)/,
    );
    await deployments.succeed(look, { PULUMI_SKIP_CONFIRMATIONS: "false" });
    await deployments.succeed(destroy);
    const left = new Map<string, number>();
    for (const { type } of deployments.cloud.all()) {
      left.set(type, (left.get(type) ?? 0) + 1);
    }
    expect(Object.fromEntries(left)).toEqual({
      "aws:cloudwatch/logGroup:LogGroup": 10,
      "aws:ec2/eip:Eip": 3,
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider": 2,
      "aws:kms/key:Key": 6,
      "aws:kms/replicaKey:ReplicaKey": 1,
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketObjectv2:BucketObjectv2": offline.registrations.filter(({ name }) => name.startsWith(PACKAGES))
        .length,
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
      "aws:s3/bucketPolicy:BucketPolicy": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
      "aws:s3/bucketVersioning:BucketVersioning": 1,
      "aws:secretsmanager/secret:Secret": 1,
    });
    await deployments.succeed("npx pulumi stack rm development --preserve-config");
  });
});

/** The URNs of a stack: those of its offline preview, and the cluster, which the component's plugin makes. */
function urnsWithCluster({ registrations }: Preview): string[] {
  const urns = registrations.map(({ urn }) => urn);
  const cluster = urns
    .filter((urn) => urn.includes("eks:index:Cluster::"))
    .map((urn) => urn.replace("::cluster", "$aws:eks/cluster:Cluster::cluster-eksCluster"));
  return [...urns, ...cluster].sort();
}

/** Whether a provider makes it: neither a component, nor a provider. */
function isMade({ type }: Registration): boolean {
  return /^(aws|kubernetes):/.test(type);
}

/** Output of `npm run plan-file` for GitHub. */
async function planFile(deployments: Deployments): Promise<string> {
  return await deployments.succeed(
    "output=$(mktemp); GITHUB_OUTPUT=$output npm run --silent plan-file -- development > /dev/null; cat $output",
  );
}

function sorted(operations: readonly { does: string; type: string; name: string }[]): string[] {
  return operations.map(({ does, type, name }) => `${does} ${type} ${name}`).sort();
}

function groupNamed(deployments: Deployments, name: string): Existing {
  return only(deployments, GROUP, name);
}

function roleNamed(deployments: Deployments, name: string): Existing {
  return only(deployments, "aws:iam/role:Role", name);
}

function only({ cloud }: Deployments, type: string, name: string): Existing {
  const [existing] = cloud.ofType(type).filter((one) => one.name === name);
  if (existing === undefined) {
    throw new Error(`no ${type} is called ${name}`);
  }
  return existing;
}

/** Changes the size of a group, as the autoscaler does. */
function scale(deployments: Deployments, name: string, desiredSize: number): void {
  const group = groupNamed(deployments, name);
  const scalingConfig = { ...(group.inputs["scalingConfig"] as object), desiredSize };
  deployments.cloud.put({
    ...group,
    inputs: { ...group.inputs, scalingConfig },
    state: { ...group.state, scalingConfig },
  });
}

/** Acts as Airflow: a task runs on a node of a group. */
function runTask(deployments: Deployments, group: string): void {
  const { nodeGroupName } = groupNamed(deployments, group).state;
  const metadata = { name: "node-1", creationTimestamp: "2026-11-28T08:00:00Z" };
  deployments.cloud.setObjects("nodes", [
    { metadata: { ...metadata, labels: { "eks.amazonaws.com/nodegroup": nodeGroupName } }, spec: {} },
  ]);
  deployments.cloud.setObjects("pods", [
    {
      metadata: {
        ...metadata,
        name: "examples-hello-main",
        annotations: {
          [`${LABEL_PREFIX}/dag-id`]: "examples.hello",
          [`${LABEL_PREFIX}/task-id`]: "main",
          [`${LABEL_PREFIX}/owner`]: "owner@justice.gov.uk",
        },
      },
      spec: { nodeName: "node-1" },
      status: { phase: "Running", startTime: "2026-11-28T09:00:00Z" },
    },
  ]);
}

function endTasks({ cloud }: Deployments): void {
  cloud.setObjects("pods", []);
}

/** AMI release of the group that the tests change. */
function releaseOf(deployments: Deployments): string {
  return String(groupNamed(deployments, "general-spot-xlarge").state["releaseVersion"]);
}

function growDisk({ repository }: Deployments, group: string, size: number): void {
  const before = new RegExp(`(\\n      ${group}:\\n(?:        .*\\n)*?        diskSizeGiB: )\\d+`);
  repository.edit(STACK_FILE, (text) => text.replace(before, `$1${size}`));
}

function setRelease({ repository }: Deployments, group: string, release: string): void {
  const before = new RegExp(`(\\n      ${group}:\\n(?:        .*\\n)*?        amiReleaseVersion: )\\S+`);
  repository.edit(STACK_FILE, (text) => text.replace(before, `$1${release}`));
}

function raiseMaximum({ repository }: Deployments, group: string, maximum: number): void {
  const before = new RegExp(`(\\n      ${group}:\\n(?:        .*\\n)*?        maxSize: )\\d+`);
  repository.edit(STACK_FILE, (text) => text.replace(before, `$1${maximum}`));
}

/** Acts as `aws iam create-access-key` and `delete-access-key` for the SMTP user. */
function setAccessKeys(deployments: Deployments, accessKeys: readonly string[] | undefined): void {
  const user = only(deployments, "aws:iam/user:User", "smtp");
  // A file of the fake cloud keeps no key that is undefined.
  deployments.cloud.put({ ...user, state: { ...user.state, accessKeys } });
}
