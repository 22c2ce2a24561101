import fc from "fast-check";

import { capacities, fits, type Fleets, placements, podRequests } from "../../../platform/cluster/placement";
import type { StackConfig } from "../../../platform/config/stack.generated";
import { COMPUTE_PROFILES } from "../../../platform/compute-profiles";
import { karpenterCluster } from "../../support/karpenter";
import { stackConfig, STACKS } from "../../support/mocks";

type NodeGroups = StackConfig["cluster"]["nodeGroups"];

/** The node groups of development without those that are named. */
function without(...names: string[]): NodeGroups {
  const { nodeGroups } = stackConfig("development").cluster;
  return Object.fromEntries(Object.entries(nodeGroups).filter(([name]) => !names.includes(name)));
}

/** Fleets that consist of node groups. */
function inGroups(nodeGroups: NodeGroups): Fleets {
  return { fleets: "node-groups", nodeGroups, nodePools: {} };
}

function groupOf(profile: string, nodeGroups: NodeGroups): string | undefined {
  return placements(inGroups(nodeGroups)).find((placement) => placement.profile.name === profile)?.group?.name;
}

test.each(STACKS)("in %s every offered compute profile has a group of its fleet and capacity", (stack) => {
  const { cluster } = stackConfig(stack);
  const { nodeGroups } = cluster;
  const placed = placements(cluster);
  expect(placed.map(({ profile }) => profile)).toEqual(COMPUTE_PROFILES);
  for (const { profile, group } of placed) {
    expect(nodeGroups[group?.name ?? ""]).toMatchObject({ fleet: profile.fleet, capacity: profile.capacity });
  }
});

test("a profile of half a node's size goes to the next larger one: kubelet and DaemonSets have the rest", () => {
  expect(groupOf("general-spot-4vcpu-16gb", without())).toBe("general-spot-2xlarge");
  expect(groupOf("general-spot-2vcpu-8gb", without())).toBe("general-spot-xlarge");
  expect(groupOf("general-on-demand-128vcpu-512gb", without())).toBe("general-on-demand-48xlarge");
});

test("without its group a profile goes to the next larger one, and past the largest nowhere", () => {
  expect(groupOf("general-spot-1vcpu-4gb", without("general-spot-xlarge"))).toBe("general-spot-2xlarge");
  expect(groupOf("gpu-spot-128vcpu-512gb", without("gpu-spot-48xlarge"))).toBeUndefined();
});

test("a fleet's group with a further taint takes no profile, because their pods do not tolerate it", () => {
  const nodeGroups = without();
  Object.assign(nodeGroups["general-spot-xlarge"] ?? {}, {
    taints: [{ key: "reserved", value: "true", effect: "NoSchedule" }],
  });
  expect(groupOf("general-spot-1vcpu-4gb", nodeGroups)).toBe("general-spot-2xlarge");
});

test("the group of a profile is the smallest that it fits, whatever groups there are", () => {
  const all = stackConfig("production").cluster.nodeGroups;
  fc.assert(
    fc.property(fc.subarray(Object.keys(all)), (names) => {
      for (const { profile, candidates, group } of placements(
        inGroups(Object.fromEntries(names.map((name) => [name, all[name]])) as NodeGroups),
      )) {
        const fitting = candidates.filter(({ room }) => fits(room, podRequests(profile)));
        expect(group?.vcpu).toBe(fitting.length === 0 ? undefined : Math.min(...fitting.map(({ vcpu }) => vcpu)));
      }
    }),
  );
});

test("a draining group takes no profile", () => {
  const nodeGroups = without();
  Object.assign(nodeGroups["general-spot-xlarge"] ?? {}, { draining: true });
  expect(groupOf("general-spot-1vcpu-4gb", nodeGroups)).toBe("general-spot-2xlarge");
});

describe("with Karpenter", () => {
  test("a profile runs on the smallest size of its pool that it fits", () => {
    const placed = placements(karpenterCluster());
    expect(placed.map(({ profile }) => profile)).toEqual(COMPUTE_PROFILES);
    for (const { profile, group } of placed) {
      expect(group).toMatchObject({ section: "nodePools", name: `${profile.fleet}-${profile.capacity}` });
    }
    const sizes = Object.fromEntries(placed.map(({ profile, group }) => [profile.name, group?.vcpu]));
    expect(sizes["general-spot-1vcpu-4gb"]).toBe(4);
    expect(sizes["general-spot-4vcpu-16gb"]).toBe(8);
    expect(sizes["gpu-on-demand-128vcpu-512gb"]).toBe(192);
  });

  test("a pool at 0 takes nothing, and pools count only where Karpenter runs", () => {
    const { nodePools } = karpenterCluster();
    const closed = { ...nodePools, "general-spot": { ...nodePools["general-spot"], maxVcpu: 0 } as never };
    for (const cluster of [karpenterCluster({ nodePools: closed }), karpenterCluster({ fleets: "node-groups" })]) {
      const placed = placements(cluster).find(({ profile }) => profile.name === "general-spot-1vcpu-4gb");
      expect(placed?.candidates).toEqual([]);
    }
  });

  test("the pods at once are those of the pool's best size within its limit", () => {
    const { nodePools } = karpenterCluster();
    const pool = { ...nodePools["general-spot"], instanceFamilies: ["m7i"], maxVcpu: 64 } as never;
    const atOnce = capacities(karpenterCluster({ nodePools: { ...nodePools, "general-spot": pool } }));
    // One node of 64 vCPU has room for 29 pods, 16 nodes of 4 vCPU for one each.
    expect(atOnce["general-spot-2vcpu-8gb"]).toBe(29);
    expect(atOnce["general-spot-32vcpu-128gb"]).toBe(1);
    expect(atOnce["general-spot-64vcpu-256gb"]).toBe(0);
  });
});
