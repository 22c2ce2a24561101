import { parse } from "yaml";

import { scalingPriorities } from "../../../platform/cluster/scaling-priorities";
import type { NodeGroupConfig } from "../../../platform/config/stack.generated";
import { buildProgram, type Recording, runOnMocks, smallStackConfig, STACKS, stackConfig } from "../../support/mocks";
import { release, type Release } from "./releases";

const PRIORITIES = "cluster-autoscaler-priority-expander";

let run: Recording;
let autoscaler: Release;

beforeAll(async () => {
  run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
  autoscaler = release(run, "cluster-autoscaler");
});

test("it finds this cluster's groups by their tags, acts as its own role, and prefers small nodes", () => {
  expect(autoscaler.namespace).toBe("kube-system");
  expect(autoscaler.values).toMatchObject({
    cloudProvider: "aws",
    awsRegion: "eu-west-2",
    autoDiscovery: { clusterName: "airflow-production" },
    extraArgs: { expander: "priority,least-waste" },
    rbac: {
      serviceAccount: {
        name: "cluster-autoscaler",
        annotations: {
          "eks.amazonaws.com/role-arn": expect.stringContaining("airflow-production-cluster-autoscaler") as string,
        },
      },
    },
  });
});

test("the priorities are there before it looks for them, in the form that it reads", () => {
  const priorities = run.one("kubernetes:core/v1:ConfigMap", PRIORITIES);
  expect(priorities.inputs["metadata"]).toEqual({ name: PRIORITIES, namespace: "kube-system" });
  const { priorities: text } = priorities.inputs["data"] as { priorities: string };
  expect(text).toMatch(/^996:\n {2}- \^eks-/);
  expect(run.dependsOn(autoscaler.resource, priorities)).toBe(true);
  const patterns = Object.values(parse(text) as Record<string, string[]>).flat();
  expect(patterns).toHaveLength(run.ofType("aws:eks/nodeGroup:NodeGroup").length);
});

/** Name of the Auto Scaling group that EKS makes for a node group that Pulumi has named. */
function autoscalingGroup(nodeGroup: string): string {
  return `eks-${nodeGroup}-1a2b3c4-a4c8b1f2-0000-4444-8888-0123456789ab`;
}

/** The priority that the autoscaler finds for a group, as its priority expander does. */
function priorityOf(group: string, groups: Readonly<Record<string, NodeGroupConfig>>): number[] {
  return [...scalingPriorities(groups)]
    .filter(([, patterns]) => patterns.some((pattern) => new RegExp(pattern).test(autoscalingGroup(group))))
    .map(([priority]) => priority);
}

describe.each(STACKS)("the priorities of %s", (stack) => {
  const groups = stackConfig(stack).cluster.nodeGroups;

  test("every group has one, and one only", () => {
    for (const name of Object.keys(groups)) {
      expect([name, priorityOf(name, groups).length]).toEqual([name, 1]);
    }
  });

  test("of two sizes of a fleet the smaller is started first", () => {
    const sizes = ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "24xlarge", "48xlarge"];
    const priorities = sizes.flatMap((size) => priorityOf(`general-spot-${size}`, groups));
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(new Set(priorities).size).toBe(sizes.length);
  });
});

test("a group whose name begins like another's has its own priority", () => {
  const [small, large] = [smallGroup("m7i.xlarge"), smallGroup("m7i.8xlarge")];
  const groups = { "general-spot": small, "general-spot-large": large };
  expect(priorityOf("general-spot-large", groups)).toEqual([968]);
  expect(priorityOf("general-spot", groups)).toEqual([996]);
});

test("a new group changes no other group's priority", () => {
  const groups = stackConfig("production").cluster.nodeGroups;
  const more = { ...groups, "general-spot-huge": smallGroup("m7i.48xlarge") };
  expect(Object.keys(groups).map((name) => priorityOf(name, more))).toEqual(
    Object.keys(groups).map((name) => priorityOf(name, groups)),
  );
});

function smallGroup(instanceType: string): NodeGroupConfig {
  const group = stackConfig("production").cluster.nodeGroups["general-spot-xlarge"];
  if (group === undefined) {
    throw new Error("production has no group general-spot-xlarge");
  }
  return { ...group, instanceTypes: [instanceType] };
}
