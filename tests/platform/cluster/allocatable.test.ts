import fc from "fast-check";

import {
  groupAllocatable,
  nodeAllocatable,
  reservedCpuMillis,
  reservedMemoryMiB,
  roomForWorkflows,
  visibleMemoryMiB,
} from "../../../platform/cluster/allocatable";
import { DAEMON_SETS, daemonSet, daemonSetRequests } from "../../../platform/cluster/daemon-sets";
import daemonSets from "../../../platform/cluster/data/daemon-sets.json";
import { INSTANCE_TYPES, type InstanceType, instanceType } from "../../../platform/cluster/instance-types";

const AMI_TYPES = [
  "AL2023_x86_64_STANDARD",
  "AL2023_x86_64_NVIDIA",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_x86_64_NVIDIA",
] as const;

function known(name: string): InstanceType {
  const type = instanceType(name);
  if (type === undefined) {
    throw new Error(`${name} is not in the table`);
  }
  return type;
}

/**
 * Allocatable CPU and memory that Karpenter publishes; it reserves as the images of EKS do, without prefix delegation
 * (https://github.com/aws/karpenter-provider-aws, website/content/en/preview/reference/instance-types.md). Of r7a, which is
 * not in the table: r6a has the same vCPUs, memory and interfaces.
 */
const PUBLISHED: [string, number, number][] = [
  ["r7a.large", 1930, 14481],
  ["r7a.xlarge", 3920, 29317],
  ["r7a.2xlarge", 7910, 59627],
  ["r7a.4xlarge", 15890, 118312],
  ["r7a.8xlarge", 31850, 239554],
  ["r7a.12xlarge", 47810, 360795],
  ["r7a.16xlarge", 63770, 476504],
  ["r7a.24xlarge", 95690, 718987],
  ["r7a.32xlarge", 127610, 961470],
  ["r7a.48xlarge", 191450, 1446437],
];

const likeR7a = (name: string): InstanceType => known(name.replace("r7a.", "r6a."));

test.each(PUBLISHED)("%s has the allocatable CPU that is published, %d thousandths", (name, cpuMillis) => {
  expect(nodeAllocatable(likeR7a(name), "BOTTLEROCKET_x86_64").cpuMillis).toBe(cpuMillis);
});

test.each(PUBLISHED)(
  "%s has the published memory less its reservation and the eviction threshold",
  (name, _, memoryMiB) => {
    const type = likeR7a(name);
    expect(visibleMemoryMiB(type) - reservedMemoryMiB(type.eniMaxPods) - 100).toBe(memoryMiB);
  },
);

test.each([
  [1, 60],
  [2, 70],
  [4, 80],
  [8, 90],
  [96, 310],
])("of %d cores the kubelet reserves 6 %, 1 %, twice 0.5 % and 0.25 % of each further one: %dm", (vcpu, millis) => {
  expect(reservedCpuMillis(vcpu)).toBe(millis);
});

test("nodeadm's own test: for 100 pods 1355 MiB are reserved", () => {
  expect(reservedMemoryMiB(100)).toBe(1355);
});

test("below 30 vCPU EKS allows 110 pods, from there on 250", () => {
  const pods = (name: string): number => nodeAllocatable(known(name), "BOTTLEROCKET_x86_64").pods;
  expect([pods("m7i.large"), pods("m7i.4xlarge"), pods("m7i.8xlarge"), pods("m7i.48xlarge")]).toEqual([
    110, 110, 250, 250,
  ]);
});

test("Bottlerocket reserves for the pods that are allowed, AL2023 perhaps for those that the interfaces could address", () => {
  const type = known("m7i.48xlarge");
  const [bottlerocket, al2023] = (["BOTTLEROCKET_x86_64", "AL2023_x86_64_STANDARD"] as const).map(
    (amiType) => nodeAllocatable(type, amiType).memoryMiB,
  );
  expect((bottlerocket ?? 0) - (al2023 ?? 0)).toBe(11 * (737 - 250));
});

test("on every node of the table some room is left, and never more than the instance has", () => {
  fc.assert(
    fc.property(fc.constantFrom(...INSTANCE_TYPES), fc.constantFrom(...AMI_TYPES), (name, amiType) => {
      const type = known(name);
      const node = nodeAllocatable(type, amiType);
      const room = roomForWorkflows(node);
      expect(room.cpuMillis).toBeGreaterThan(0);
      expect(room.memoryMiB).toBeGreaterThan(0);
      expect(room.cpuMillis).toBeLessThan(node.cpuMillis);
      expect(room.memoryMiB).toBeLessThan(node.memoryMiB);
      expect(node.cpuMillis).toBeLessThan(type.vcpu * 1000);
      expect(node.memoryMiB).toBeLessThan(type.memoryGiB * 1024);
      expect(room.gpus).toBe(type.gpus);
    }),
  );
});

test("a larger instance of a family never has less room", () => {
  const types = fc.constantFrom(...INSTANCE_TYPES);
  fc.assert(
    fc.property(types, types, fc.constantFrom(...AMI_TYPES), (a, b, amiType) => {
      const [first, second] = [known(a), known(b)];
      fc.pre(a.split(".")[0] === b.split(".")[0] && first.vcpu <= second.vcpu && first.memoryGiB <= second.memoryGiB);
      const [small, large] = [nodeAllocatable(first, amiType), nodeAllocatable(second, amiType)];
      expect(small.cpuMillis).toBeLessThanOrEqual(large.cpuMillis);
      expect(small.memoryMiB).toBeLessThanOrEqual(large.memoryMiB);
    }),
  );
});

test("a group has what the least of its instance types has", () => {
  const group = groupAllocatable({
    instanceTypes: ["m7i.48xlarge", "m8i.48xlarge"],
    amiType: "AL2023_x86_64_STANDARD",
  });
  expect(group).toEqual(nodeAllocatable(known("m8i.48xlarge"), "AL2023_x86_64_STANDARD"));
});

test("a group with a type that nobody knows has no figures, rather than wrong ones", () => {
  expect(
    groupAllocatable({ instanceTypes: ["m7i.xlarge", "m99.xlarge"], amiType: "BOTTLEROCKET_x86_64" }),
  ).toBeUndefined();
});

describe("DaemonSets", () => {
  const node = { cpuMillis: 10_000, memoryMiB: 10_000, gpus: 0 };

  test("those of all nodes are taken off every node, those of GPU nodes only there", () => {
    const plain = roomForWorkflows(node);
    const gpu = roomForWorkflows({ ...node, gpus: 1 });
    const plugin = daemonSet("nvidia-device-plugin");
    expect(plain.cpuMillis - gpu.cpuMillis).toBe(plugin.cpuMillis);
    expect(plain.memoryMiB - gpu.memoryMiB).toBe(plugin.memoryMiB);
    const everywhere = DAEMON_SETS.filter(({ nodes }) => nodes === "all");
    expect(10_000 - plain.cpuMillis).toBe(everywhere.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0));
  });

  test("each says once what it asks for, where it runs and where the figure comes from", () => {
    expect(daemonSets.daemonSets.map(({ nodes }) => nodes).filter((nodes) => !["all", "gpu"].includes(nodes))).toEqual(
      [],
    );
    expect(new Set(DAEMON_SETS.map(({ name }) => name)).size).toBe(DAEMON_SETS.length);
    for (const { source, cpuMillis, memoryMiB } of DAEMON_SETS) {
      expect(source).not.toBe("");
      expect(Number.isInteger(cpuMillis) && Number.isInteger(memoryMiB)).toBe(true);
    }
  });

  test("a release takes its requests from the same figures", () => {
    expect(daemonSetRequests("aws-cloudwatch-metrics")).toEqual({ cpu: "200m", memory: "200Mi" });
    expect(() => daemonSetRequests("fluentd")).toThrow(/no DaemonSet fluentd .*add it there/);
  });
});
