import { setTimeout } from "node:timers/promises";

import { Moto } from "../support/moto";
import { Cluster } from "./support/cluster";
import { identities, releases, renewAccess } from "./support/cluster-half";
import { CHARTS, Deployments, during, summaryOf } from "./support/deployments";

const UP = "npx pulumi up --stack development --non-interactive --skip-preview";
const NO_CHANGES = "npx pulumi preview --stack development --expect-no-changes --non-interactive";

/** Other files deploy all examples. */
const LEFT_OUT = ["external-role", "multi-task", "notifications", "parameters", "schedule"];

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

  test("one update makes everything in an empty cluster: kinds before their objects, Gatekeeper before its policies", async () => {
    await deployments.succeed(UP);
    expect(Object.values(await identities(deployments, cluster))).not.toContain("missing");
    expect(await releases(cluster)).toEqual(releasesAt("1 deployed"));
    expect(await cluster.refusal(POD_WITHOUT_LIMITS)).toContain(OLD_WORDS);
  });

  test("after it nothing is left to do, although the API server and Gatekeeper have added fields", async () => {
    await deployments.succeed(NO_CHANGES);
  });

  test("a new endpoint and certificate authority of the cluster replace nothing in it, and the next update uses them", async () => {
    const before = await identities(deployments, cluster);
    renewAccess(deployments, cluster);
    const done = await during(deployments, async () => {
      const counts = summaryOf(await deployments.succeed(UP));
      // The provider and the kubeconfig for Airflow.
      expect(counts).toMatchObject({ update: 2 });
      expect(counts).not.toHaveProperty("replace");
    });
    expect(done).toEqual([{ does: "update", type: "aws:s3/bucketObjectv2:BucketObjectv2", name: "kubeconfig" }]);
    expect(await identities(deployments, cluster)).toEqual(before);
  });

  test("new versions of the charts and new words of a policy change releases and the template in place", async () => {
    const before = await identities(deployments, cluster);
    raiseVersions(deployments);
    deployments.repository.edit(POLICY, (text) => text.replace(OLD_WORDS, NEW_WORDS));
    expect(summaryOf(await deployments.succeed(UP))).not.toHaveProperty("replace");
    expect(await releases(cluster)).toEqual(releasesAt("1 superseded", "2 deployed"));
    expect(await identities(deployments, cluster)).toEqual(before);
    // Gatekeeper takes up a template by itself; the test's own limit ends the wait.
    while ((await cluster.refusal(POD_WITHOUT_LIMITS))?.includes(NEW_WORDS) !== true) {
      await setTimeout(200);
    }
  });
});

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

/** Names the next version of each chart, which the repository has too. */
function raiseVersions({ repository }: Deployments): void {
  repository.edit(CHARTS, (text) =>
    text.replace(
      /("version": "\d+\.\d+\.)(\d+)"/g,
      (_, start: string, patch: string) => `${start}${Number(patch) + 1}"`,
    ),
  );
}
