import { stackConfigFindings } from "../../../platform/config/rules";
import type { NodeGroupConfig, NodePoolConfig, StackConfig } from "../../../platform/config/stack.generated";
import { karpenterConfig } from "../../support/karpenter";
import { stackConfig } from "../../support/mocks";

/** The findings of production with Karpenter, after a change to it. */
function findings(change: (cluster: StackConfig["cluster"]) => void, config = karpenterConfig("production")): string[] {
  change(config.cluster);
  return stackConfigFindings("production", config).map(
    ({ code, path, message }) => `${code} at ${path.join(".")}: ${message}`,
  );
}

/** A change to one pool. */
function pool(name: string, values: Partial<NodePoolConfig>): (cluster: StackConfig["cluster"]) => void {
  return ({ nodePools }) => Object.assign(nodePools[name] ?? {}, values);
}

/** A group of a fleet, as it was before Karpenter. */
function oldGroup(values: Partial<NodeGroupConfig> = {}): (cluster: StackConfig["cluster"]) => void {
  const group = stackConfig("production").cluster.nodeGroups["general-spot-xlarge"];
  return ({ nodeGroups }) => Object.assign(nodeGroups, { "general-spot-xlarge": { ...group, ...values } });
}

test("the example of the page breaks no rule", () => {
  expect(findings(() => undefined)).toEqual([]);
});

const MISTAKES: [string, (cluster: StackConfig["cluster"]) => void, RegExp[]][] = [
  [
    "pools without Karpenter",
    (cluster) => {
      Object.assign(cluster, stackConfig("production").cluster, { nodePools: cluster.nodePools });
    },
    [/^pools-without-karpenter at cluster.nodePools: .*write fleets: karpenter, or delete nodePools$/],
  ],
  [
    "Karpenter without pools",
    (cluster) => {
      Object.assign(cluster, stackConfig("production").cluster, { fleets: "karpenter" });
    },
    [/^karpenter-without-pools at cluster.fleets: .*or write fleets: node-groups$/],
  ],
  [
    "a group and a pool for the same pods",
    oldGroup(),
    [
      /^two-engines at cluster.nodeGroups.general-spot-xlarge: .*draining: true in the group, or maxVcpu: 0 in the pool$/,
    ],
  ],
  [
    "a fleet without a pool that takes pods",
    pool("gpu-spot", { maxVcpu: 0 }),
    [/^missing-fleet at cluster.nodePools: no pool has fleet gpu, capacity spot/],
  ],
  [
    "a limit below the largest profile",
    pool("general-spot", { maxVcpu: 128 }),
    [
      /profile-fits-nowhere at cluster.nodePools: .*120vcpu.*Write maxVcpu: 192 or more in pool general-spot$/,
      /128vcpu/,
    ],
  ],
  [
    "a limit below one node",
    pool("high-memory", { maxVcpu: 3 }),
    [/^limit-below-one-node at cluster.nodePools.high-memory.maxVcpu: .*write 4 or more, or 0/],
  ],
  [
    "labels of Karpenter's own domains",
    pool("high-memory", {
      labels: { "karpenter.sh/x": "a", "sub.karpenter.k8s.aws/y": "b", "example.org/karpenter": "c" },
    }),
    [
      /^label-of-karpenter at cluster.nodePools.high-memory.labels.karpenter.sh\/x: .*write a key outside them$/,
      /^label-of-karpenter .*the label sub.karpenter.k8s.aws\/y is refused/,
    ],
  ],
  [
    "an unknown family",
    pool("general-spot", { instanceFamilies: ["m6a", "m7x"] }),
    [/^unknown-instance-family at cluster.nodePools.general-spot.instanceFamilies.1: .*such as m7/],
  ],
  [
    "GPUs outside their fleet",
    pool("general-spot", { instanceFamilies: ["m6a", "g5"] }),
    [/^gpus-and-fleet at .*instanceFamilies.1: family g5 has GPUs/],
  ],
  [
    "an AMI without the driver",
    pool("gpu-spot", { amiType: "BOTTLEROCKET_x86_64" }),
    [/^ami-and-fleet at cluster.nodePools.gpu-spot.amiType: .*the pool is of fleet gpu/],
  ],
  [
    "a release of another family",
    pool("gpu-spot", { amiReleaseVersion: "1.36.4-20260923" }),
    [/^release-of-another-family at cluster.nodePools.gpu-spot.amiReleaseVersion/],
  ],
  [
    "a Kubernetes that Karpenter does not know",
    (cluster) => {
      cluster.kubernetesVersion = "1.37";
      for (const nodes of [...Object.values(cluster.nodeGroups), ...Object.values(cluster.nodePools)]) {
        nodes.amiReleaseVersion = "1.99.0-0123abcd";
      }
    },
    [/^karpenter-too-old at cluster.kubernetesVersion: .*up to 1.36.*does not start with 1.37/, /^unknown-version/],
  ],
  [
    "one system node for Karpenter's two pods",
    ({ nodeGroups }) => Object.assign(nodeGroups["standard"] ?? {}, { minSize: 1, desiredSize: 1 }),
    [/^too-few-system-nodes at cluster.nodeGroups.standard.minSize: .*write 2 or more$/],
  ],
];

test.each(MISTAKES)("%s is refused", (_, change, told) => {
  const found = findings(change);
  expect(found).toHaveLength(told.length);
  told.forEach((pattern, index) => {
    expect(found[index]).toMatch(pattern);
  });
});

test("a fleet moves one group at a time: a draining group and a pool may exist together", () => {
  expect(findings(oldGroup({ draining: true }))).toEqual([]);
});

test("a fleet moves back: a pool at 0 and a group may exist together", () => {
  const groups = stackConfig("production").cluster.nodeGroups;
  const spot = Object.entries(groups).filter(([name]) => name.startsWith("general-spot-"));
  expect(
    findings((cluster) => {
      pool("general-spot", { maxVcpu: 0 })(cluster);
      Object.assign(cluster.nodeGroups, Object.fromEntries(spot));
    }),
  ).toEqual([]);
});

test("a draining group keeps no nodes, and the last group for the system's own pods cannot drain", () => {
  const config = stackConfig("production");
  Object.assign(config.cluster.nodeGroups["standard"] ?? {}, { draining: true });
  expect(findings(() => undefined, config).sort()).toEqual([
    expect.stringMatching(/^draining-keeps-nodes at cluster.nodeGroups.standard.minSize: .*write minSize: 0$/),
    expect.stringMatching(/^no-system-group/),
  ]);
});

test("pools that could need more addresses than the subnets have are a warning", () => {
  const small = karpenterConfig("development");
  expect(stackConfigFindings("development", small)).toEqual([
    expect.objectContaining({ severity: "warning", code: "too-few-addresses-for-pools" }),
  ]);
});

describe("a draining node group", () => {
  const drain =
    (...names: string[]) =>
    ({ nodeGroups }: StackConfig["cluster"]): void => {
      names.forEach((name) => Object.assign(nodeGroups[name] ?? {}, { draining: true }));
    };

  test("may leave its profiles to a larger size, which would be refused for good", () => {
    expect(findings(drain("general-spot-xlarge"), stackConfig("production"))).toEqual([]);
    const removed = findings(({ nodeGroups }) => {
      delete nodeGroups["general-spot-xlarge"];
    }, stackConfig("production"));
    expect(removed).toEqual([expect.stringMatching(/^profile-on-too-large-node/)]);
  });

  test("is refused if it alone takes a profile, with the twin to write", () => {
    expect(findings(drain("gpu-spot-48xlarge"), stackConfig("production"))).toEqual([
      "draining-alone at cluster.nodeGroups.gpu-spot-48xlarge.draining: no other node has room for gpu-spot-120vcpu-500gb, " +
        "gpu-spot-128vcpu-512gb, so new tasks would wait while group gpu-spot-48xlarge drains: copy its entry under another name, such " +
        "as gpu-spot-48xlarge-twin, without draining, until gpu-spot-48xlarge takes tasks again",
    ]);
  });
});
