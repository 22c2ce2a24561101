import { chooseVersions, type Request } from "../../../cli/upgrade/choose";
import { newestAddOn, newestRelease } from "../../../platform/cluster/versions";
import type { ClusterConfig } from "../../../platform/config/stack.generated";
import { karpenterCluster } from "../../support/karpenter";
import { smallStackConfig } from "../../support/mocks";

/** Development's cluster, a minor behind and with one group of AL2023. */
function cluster(): ClusterConfig {
  const { cluster: config } = smallStackConfig("development");
  const [standard, highMemory] = [config.nodeGroups["standard"], config.nodeGroups["high-memory"]];
  if (standard === undefined || highMemory === undefined) {
    throw new Error("development has no such groups");
  }
  return {
    ...config,
    kubernetesVersion: "1.35",
    addonVersions: { ...config.addonVersions, coredns: "v1.13.2-eksbuild.1", "kube-proxy": "v1.35.0-eksbuild.2" },
    nodeGroups: {
      standard: { ...standard, amiReleaseVersion: "1.60.0-0123abcd" },
      "high-memory": { ...highMemory, amiType: "AL2023_x86_64_STANDARD", amiReleaseVersion: "1.35.6-20260728" },
    },
  };
}

function choose(request: Partial<Request>): { changes: Record<string, string>; problems: readonly string[] } {
  const { changes, problems } = chooseVersions(cluster(), {
    kubernetesVersion: undefined,
    amiReleases: [],
    addOns: {},
    ...request,
  });
  return { changes: Object.fromEntries(changes.map(({ path, to }) => [path.join("."), to])), problems };
}

test("a new minor brings the versions known for it, and keeps versions that are newer or already right", () => {
  expect(choose({ kubernetesVersion: "1.36" })).toEqual({
    changes: {
      "cluster.kubernetesVersion": "1.36",
      "cluster.addonVersions.coredns": newestAddOn("1.36", "coredns"),
      "cluster.addonVersions.kube-proxy": newestAddOn("1.36", "kube-proxy"),
      "cluster.addonVersions.aws-ebs-csi-driver": newestAddOn("1.36", "aws-ebs-csi-driver"),
      "cluster.nodeGroups.standard.amiReleaseVersion": newestRelease("1.36", "Bottlerocket"),
      "cluster.nodeGroups.high-memory.amiReleaseVersion": newestRelease("1.36", "AL2023"),
    },
    problems: [],
  });
});

test("requested versions override the table", () => {
  expect(
    choose({
      kubernetesVersion: "1.36",
      amiReleases: ["1.36.9-20261101", "1.67.0-0123abcd"],
      addOns: { coredns: "v1.14.3-eksbuild.99" },
    }).changes,
  ).toMatchObject({
    "cluster.addonVersions.coredns": "v1.14.3-eksbuild.99",
    "cluster.nodeGroups.standard.amiReleaseVersion": "1.67.0-0123abcd",
    "cluster.nodeGroups.high-memory.amiReleaseVersion": "1.36.9-20261101",
  });
});

test("without a minor, only requested versions change", () => {
  expect(choose({ amiReleases: ["1.67.0-0123abcd"] }).changes).toEqual({
    "cluster.nodeGroups.standard.amiReleaseVersion": "1.67.0-0123abcd",
  });
  expect(choose({ addOns: { "vpc-cni": "v1.24.0-eksbuild.1" } }).changes).toEqual({
    "cluster.vpcCniVersion": "v1.24.0-eksbuild.1",
  });
});

test.each<[string, Partial<Request>, RegExp]>([
  ["a skipped minor", { kubernetesVersion: "1.37" }, /one minor at a time, so not to 1\.37 at once: write "1\.36"/],
  ["a downgrade", { kubernetesVersion: "1.34" }, /never downgrades a control plane to 1\.34/],
  ["the same minor", { kubernetesVersion: "1.35" }, /already has Kubernetes 1\.35/],
  ["a minor that EKS does not offer", { kubernetesVersion: "1.99" }, /EKS does not offer Kubernetes 1\.99/],
  ["a word for a minor", { kubernetesVersion: "latest" }, /EKS does not offer Kubernetes latest/],
  [
    "a release of no form",
    { amiReleases: ["latest"] },
    /--ami-release latest does not have the form of a family in use/,
  ],
  [
    "two releases of a family",
    { amiReleases: ["1.66.0-0123abcd", "1.67.0-0123abcd"] },
    /two releases of Bottlerocket: 1\.66\.0-0123abcd and 1\.67\.0-0123abcd/,
  ],
])("%s is refused, and nothing changes", (_, request, message) => {
  const { changes, problems } = choose(request);
  expect(changes).toEqual({});
  expect(problems).toEqual([expect.stringMatching(message)]);
});

test("if no matching version is known, the message asks for every missing option at once", () => {
  const config = { ...cluster(), kubernetesVersion: "1.36" };
  const { problems } = chooseVersions(config, {
    kubernetesVersion: "1.37",
    amiReleases: [],
    addOns: { coredns: "v1.15.0-eksbuild.1" },
  });
  const options = problems.map((problem) => /name one with (--[\w-]+)/.exec(problem)?.[1]);
  expect(options).toEqual([
    "--vpc-cni",
    "--kube-proxy",
    "--eks-pod-identity-agent",
    "--aws-ebs-csi-driver",
    "--eks-node-monitoring-agent",
    "--ami-release",
    "--ami-release",
  ]);
});

test("pools of Karpenter's follow the release of their family too", () => {
  const { changes } = chooseVersions(karpenterCluster(), {
    kubernetesVersion: undefined,
    amiReleases: ["1.67.0-0123abcd"],
    addOns: {},
  });
  expect(changes.map(({ path }) => path.slice(1, 3).join(".")).sort()).toEqual([
    "nodeGroups.standard",
    "nodePools.general-on-demand",
    "nodePools.general-spot",
    "nodePools.gpu-on-demand",
    "nodePools.gpu-spot",
    "nodePools.high-memory",
  ]);
});
