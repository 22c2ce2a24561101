import fc from "fast-check";

import { fits, placements, podRequests } from "../../../platform/cluster/placement";
import type { StackConfig } from "../../../platform/config/stack.generated";
import { COMPUTE_PROFILES } from "../../../platform/compute-profiles";
import { stackConfig, STACKS } from "../../support/mocks";

type NodeGroups = StackConfig["cluster"]["nodeGroups"];

/** The node groups of development without those that are named. */
function without(...names: string[]): NodeGroups {
  const { nodeGroups } = stackConfig("development").cluster;
  return Object.fromEntries(Object.entries(nodeGroups).filter(([name]) => !names.includes(name)));
}

function groupOf(profile: string, nodeGroups: NodeGroups): string | undefined {
  return placements(nodeGroups).find((placement) => placement.profile.name === profile)?.group?.name;
}

test.each(STACKS)("in %s every offered compute profile has a group of its fleet and capacity", (stack) => {
  const { nodeGroups } = stackConfig(stack).cluster;
  const placed = placements(nodeGroups);
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
        Object.fromEntries(names.map((name) => [name, all[name]])) as NodeGroups,
      )) {
        const fitting = candidates.filter(({ room }) => fits(room, podRequests(profile)));
        expect(group?.vcpu).toBe(fitting.length === 0 ? undefined : Math.min(...fitting.map(({ vcpu }) => vcpu)));
      }
    }),
  );
});
