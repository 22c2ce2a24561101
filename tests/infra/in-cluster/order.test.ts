import { buildProgram, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const NAMESPACE = "kubernetes:core/v1:Namespace";

let run: Recording;

beforeAll(async () => {
  const config = smallStackConfig("production");
  Object.assign(config.cluster.nodeGroups["gpu-spot-xlarge"] ?? {}, {
    amiType: "AL2023_x86_64_NVIDIA",
    amiReleaseVersion: "1.36.0-20260801",
  });
  run = await runOnMocks(() => buildProgram("production", config));
});

/** Dependencies with their reasons. Deletions follow the reverse order. */
test.each([
  [RELEASE, "cluster-autoscaler", "aws:eks/nodeGroup:NodeGroup", "standard", "a release waits for its pods"],
  [RELEASE, "cluster-autoscaler", "aws:eks/addon:Addon", "coredns", "it finds AWS by name"],
  [RELEASE, "cluster-autoscaler", "aws:iam/rolePolicy:RolePolicy", "cluster-autoscaler", "it stops without its rights"],
  [
    RELEASE,
    "cluster-autoscaler",
    "kubernetes:core/v1:ConfigMap",
    "cluster-autoscaler-priority-expander",
    "without priorities it would start any node that fits",
  ],
  [
    RELEASE,
    "gatekeeper",
    "aws:eks/nodeGroup:NodeGroup",
    "standard",
    "its webhook must answer before it counts as ready",
  ],
  [RELEASE, "gatekeeper", "aws:eks/addon:Addon", "coredns", "its probe finds the webhook by name"],
  [RELEASE, "gatekeeper", NAMESPACE, "gatekeeper-system", "its namespace says that it does not admit itself"],
  [
    RELEASE,
    "external-secrets",
    NAMESPACE,
    "external-secrets",
    "its namespace has its Pod Security level from the start",
  ],
  [RELEASE, "external-secrets", NAMESPACE, "mwaa", "its rights are a role of that namespace"],
  [
    "kubernetes:external-secrets.io/v1:SecretStore",
    "data-account",
    RELEASE,
    "external-secrets",
    "the kind comes with the operator",
  ],
  [
    RELEASE,
    "aws-for-fluent-bit",
    "aws:cloudwatch/logGroup:LogGroup",
    "pods-workflows",
    "it may not make its log group",
  ],
  [RELEASE, "aws-for-fluent-bit", "aws:cloudwatch/logGroup:LogGroup", "pods-system", "it may not make its log group"],
  [RELEASE, "aws-for-fluent-bit", "aws:iam/rolePolicy:RolePolicy", "aws-for-fluent-bit", "lines would be lost"],
  [RELEASE, "aws-for-fluent-bit", NAMESPACE, "amazon-cloudwatch", "only a privileged namespace admits it"],
  [
    RELEASE,
    "aws-cloudwatch-metrics",
    "aws:cloudwatch/logGroup:LogGroup",
    "pods-metrics",
    "it may not make its log group",
  ],
  [
    RELEASE,
    "aws-cloudwatch-metrics",
    "aws:iam/rolePolicy:RolePolicy",
    "aws-cloudwatch-metrics",
    "metrics would be lost",
  ],
  [RELEASE, "aws-cloudwatch-metrics", NAMESPACE, "amazon-cloudwatch", "only a privileged namespace admits it"],
  [RELEASE, "nvidia-device-plugin", "aws:eks/addon:Addon", "coredns", "releases come after DNS"],
  ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "mwaa-egress", NAMESPACE, "mwaa", "it lives in the namespace"],
  [
    "aws:cloudwatch/logGroup:LogGroup",
    "pods-workflows",
    "aws:kms/key:Key",
    "pod-logs",
    "it is encrypted from the start",
  ],
])("%s %s needs %s %s: %s", (type, name, neededType, neededName) => {
  expect(run.dependsOn(run.one(type, name), run.one(neededType, neededName))).toBe(true);
});

test("nothing waits for what runs on every node: a node that is just joining holds nothing up", () => {
  const daemonSets = run.ofType(RELEASE).filter(({ inputs }) => inputs["skipAwait"] === true);
  expect(daemonSets.map(({ name }) => name).sort()).toEqual([
    "aws-cloudwatch-metrics",
    "aws-for-fluent-bit",
    "nvidia-device-plugin",
  ]);
  for (const daemonSet of daemonSets) {
    expect(run.all.filter(({ dependsOn }) => dependsOn.includes(daemonSet.urn))).toEqual([]);
  }
});
