import { planCluster, type Step } from "../../../cli/upgrade/plan";
import { ADD_ONS } from "../../../platform/cluster/versions";
import type { ClusterConfig } from "../../../platform/config/stack.generated";
import { karpenterCluster } from "../../support/karpenter";
import { buildProgram, type Recorded, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";

/** The same cluster a minor later, with everything else newer too. */
function upgraded(cluster: ClusterConfig): ClusterConfig {
  const addOns = Object.fromEntries(Object.keys(cluster.addonVersions).map((name) => [name, "v9.9.9-eksbuild.1"]));
  return {
    ...cluster,
    kubernetesVersion: "1.37",
    vpcCniVersion: "v9.9.9-eksbuild.1",
    addonVersions: addOns as unknown as ClusterConfig["addonVersions"],
  };
}

describe("the order of an upgrade", () => {
  const { cluster } = smallStackConfig("production");
  const steps = planCluster(cluster, upgraded(cluster));
  let run: Recording;

  beforeAll(async () => {
    run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
  });

  /** The resources that a step updates. */
  function resources({ names }: Step): Recorded[] {
    return names.map((name) => {
      if (name === "control plane") {
        return run.one("eks:index:Cluster", "cluster");
      }
      const isAddOn = ADD_ONS.some((addOn) => addOn === name);
      return run.one(isAddOn ? "aws:eks/addon:Addon" : "aws:eks/nodeGroup:NodeGroup", name);
    });
  }

  test("control plane, add-ons of nodes, the system's nodes, further add-ons, the fleets' nodes", () => {
    expect(steps.map(({ names }) => names[0])).toEqual([
      "control plane",
      "vpc-cni",
      "standard",
      "coredns",
      "high-memory",
    ]);
    expect(steps.flatMap(({ names }) => names).sort()).toEqual(
      ["control plane", ...ADD_ONS, ...Object.keys(cluster.nodeGroups)].sort(),
    );
  });

  test("is that of the graph: everything in a step depends on everything in each step before it", () => {
    steps.forEach((step, index) => {
      for (const earlier of steps.slice(0, index).flatMap(resources)) {
        for (const later of resources(step)) {
          expect({ later: later.name, earlier: earlier.name, depends: run.dependsOn(later, earlier) }).toEqual({
            later: later.name,
            earlier: earlier.name,
            depends: true,
          });
        }
      }
    });
  });
});

describe("what rolls", () => {
  const { cluster } = smallStackConfig("production");
  const names = (after: ClusterConfig): (readonly string[])[] => planCluster(cluster, after).map((step) => step.names);

  test("nothing, where nothing changes", () => {
    expect(names(cluster)).toEqual([]);
  });

  test("one add-on rolls alone", () => {
    expect(names({ ...cluster, vpcCniVersion: "v1.99.0-eksbuild.1" })).toEqual([["vpc-cni"]]);
  });

  test("a release rolls the groups that have it", () => {
    const standard = { ...cluster.nodeGroups["standard"], amiReleaseVersion: "1.66.0-0123abcd" };
    const nodeGroups = { ...cluster.nodeGroups, standard } as ClusterConfig["nodeGroups"];
    expect(names({ ...cluster, nodeGroups })).toEqual([["standard"]]);
  });

  test("a minor rolls every group, also where its release stays: it has one AMI for each minor", () => {
    const steps = planCluster(cluster, { ...cluster, kubernetesVersion: "1.37" });
    expect(steps.flatMap((step) => step.names).sort()).toEqual(
      ["control plane", ...Object.keys(cluster.nodeGroups)].sort(),
    );
    expect(steps[1]?.versions).toEqual(["release 1.64.0-ad9d4847, from its AMI for Kubernetes 1.36 to that for 1.37"]);
  });
});

test("pools come last, and the plan says that no task is interrupted", () => {
  const before = karpenterCluster();
  const pool = before.nodePools["gpu-spot"];
  const after = karpenterCluster();
  Object.assign(after.nodePools, { "gpu-spot": { ...pool, amiReleaseVersion: "1.67.0-0123abcd" } });
  expect(planCluster(before, after)).toEqual([
    {
      names: ["gpu-spot"],
      versions: ["release 1.64.0-ad9d4847 to 1.67.0-0123abcd"],
      effects: [expect.stringContaining("no task is interrupted") as string],
    },
  ]);
  const steps = planCluster(before, { ...before, kubernetesVersion: "1.37" }).map(({ names }) => names);
  expect(steps.at(-1)).toEqual(Object.keys(before.nodePools));
});
