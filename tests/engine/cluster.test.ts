import { setTimeout } from "node:timers/promises";

import { Moto } from "../support/moto";
import { Cluster } from "./support/cluster";
import { halfUpgraded, identities, objectsInState, releases, renewAccess } from "./support/cluster-half";
import {
  CHARTS,
  CHECKPOINTS,
  Deployments,
  during,
  liftDeletionProtection,
  STATE_GUIDE,
  summaryOf,
} from "./support/deployments";
import { commandsOfGuide } from "./support/guide";

const UP = "npx pulumi up --stack development --non-interactive --skip-preview";
const NO_CHANGES = "npx pulumi preview --stack development --expect-no-changes --non-interactive";

/** Other files deploy all examples. */
const LEFT_OUT = ["external-role", "multi-task", "notifications", "parameters", "schedule"];

const STACK_FILE = "Pulumi.development.yaml";

/** Priorities of the groups, which the autoscaler reads while it runs. */
const PRIORITIES = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "cluster-autoscaler-priority-expander", namespace: "kube-system" },
};

/** A policy that refuses {@link POD_WITHOUT_LIMITS}, and words of its refusal. */
const POLICY = "policies/gatekeeper/requests-and-limits/policy.rego";
const OLD_WORDS = "set resources.requests and resources.limits";
const NEW_WORDS = "write resources.requests and resources.limits";

/** A pod that Kubernetes itself would take, and Gatekeeper refuses. */
const POD_WITHOUT_LIMITS = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "without-limits", namespace: "mwaa" },
  spec: {
    containers: [
      {
        name: "base",
        image: "example.test/image:1",
        securityContext: {
          allowPrivilegeEscalation: false,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
    ],
  },
};

// One environment's life, each test a step after the one before it.
describe("the cluster's half of development, by the real Kubernetes provider, Helm and API server", () => {
  let aws: Moto;
  let cluster: Cluster;
  let deployments: Deployments;

  beforeAll(async () => {
    [aws, cluster] = await Promise.all([Moto.start(), Cluster.start()]);
    deployments = await Deployments.begin(aws, cluster);
    for (const example of LEFT_OUT) {
      deployments.repository.remove(`manifests/development/examples/${example}`);
    }
    await deployments.makeStack("development");
  });
  afterAll(() => Promise.all([aws.stop(), cluster.stop()]));

  test("one update makes everything in an empty cluster, and a second one beside it is refused", async () => {
    const first = deployments.succeed(UP);
    await until(() => deployments.locks().length > 0);
    const second = await deployments.run(UP);
    expect(second.status).not.toBe(0);
    expect(second.stderr).toContain("the stack is currently locked by 1 lock(s)");
    await first;
    expect(deployments.locks()).toEqual([]);
  });

  test("kinds came before their objects, and Gatekeeper before its policies: everything is there", async () => {
    expect(Object.values(await identities(deployments, cluster))).not.toContain("missing");
    expect(await releases(cluster)).toEqual(releasesAt("1 deployed"));
    expect(await cluster.refusal(POD_WITHOUT_LIMITS)).toContain(OLD_WORDS);
  });

  test("after it nothing is left to do, although the API server and Gatekeeper have added fields", async () => {
    await deployments.succeed(NO_CHANGES);
  });

  test("a new endpoint and certificate authority, and a new group of nodes, replace nothing in the cluster", async () => {
    const before = await identities(deployments, cluster);
    renewAccess(deployments, cluster);
    addGroup(deployments, "gpu-spot-2xlarge", "gpu-spot-twin");
    const done = await during(deployments, async () => {
      const counts = summaryOf(await deployments.succeed(UP));
      // The provider, the kubeconfig for Airflow, and the autoscaler's priorities. The component of the cluster has no group.
      expect(counts).toMatchObject({ create: 2, update: 3 });
      expect(counts).not.toHaveProperty("replace");
    });
    expect(done.map(({ does, type, name }) => `${does} ${type} ${name}`).sort()).toEqual([
      "create aws:ec2/launchTemplate:LaunchTemplate gpu-spot-twin",
      "create aws:eks/nodeGroup:NodeGroup gpu-spot-twin",
      "update aws:s3/bucketObjectv2:BucketObjectv2 kubeconfig",
    ]);
    expect(await identities(deployments, cluster)).toEqual(before);
    expect(JSON.stringify(await cluster.find(PRIORITIES))).toContain("^eks-gpu-spot-twin-");
  });

  test("new versions of the charts and new words of a policy change releases and the template in place, after a kill in the middle of Helm's upgrade too", async () => {
    const before = await identities(deployments, cluster);
    raiseVersions(deployments);
    deployments.repository.edit(POLICY, (text) => text.replace(OLD_WORDS, NEW_WORDS));
    const child = deployments.start(UP, CHECKPOINTS);
    await until(async () => (await halfUpgraded(cluster)).some(({ metadata }) => metadata.name.includes("gatekeeper")));
    await deployments.kill(child);

    const [cancel = "", ...check] = commandsOfGuide(STATE_GUIDE, "npx pulumi cancel").split(/(?=npm run)/);
    await deployments.succeed(cancel);
    for (const secret of await halfUpgraded(cluster)) {
      await cluster.remove(secret);
    }
    await deployments.succeed(check.join(""));
    expect(summaryOf(await deployments.succeed(UP))).not.toHaveProperty("replace");
    expect(await releases(cluster)).toEqual(releasesAt("1 superseded", "2 deployed"));
    expect(await identities(deployments, cluster)).toEqual(before);
    // Gatekeeper takes up a template by itself.
    await until(async () => (await cluster.refusal(POD_WITHOUT_LIMITS))?.includes(NEW_WORDS) === true);
  });

  test("a destroy deletes every object and release, before the cluster that they are in", async () => {
    const objects = await objectsInState(deployments);
    liftDeletionProtection(deployments);
    await deployments.succeed("npx pulumi state unprotect --all --stack development");
    await deployments.succeed("npx pulumi destroy --stack development --skip-preview");
    const left = await Promise.all(objects.map((object) => cluster.find(object)));
    expect(left.filter((object) => object !== undefined)).toEqual([]);
    expect(await releases(cluster)).toEqual({});
    expect(deployments.cloud.ofType("aws:eks/cluster:Cluster")).toEqual([]);
  });
});

/** Looks until something is so; the test's own limit ends the wait. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await setTimeout(100);
  }
}

/** Every release of development with these revisions. */
function releasesAt(...revisions: readonly string[]): Record<string, readonly string[]> {
  const names = [
    "aws-cloudwatch-metrics",
    "aws-for-fluent-bit",
    "cluster-autoscaler",
    "external-secrets",
    "gatekeeper",
  ];
  return Object.fromEntries(names.map((name) => [name, revisions]));
}

/** Adds a group of nodes that is like another. */
function addGroup({ repository }: Deployments, like: string, name: string): void {
  const entry = new RegExp(`\\n      ${like}:(\\n(?:        .*\\n)*)`);
  repository.edit(STACK_FILE, (text) => text.replace(entry, `$&      ${name}:$1`));
}

/** Names the next version of each chart, which the repository has too. */
function raiseVersions({ repository }: Deployments): void {
  repository.edit(CHARTS, (text) =>
    text.replace(
      /("version": "\d+\.\d+\.)(\d+)"/g,
      (_, start: string, patch: string) => `${start}${Number(patch) + 1}"`,
    ),
  );
}
