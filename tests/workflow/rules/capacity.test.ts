import { capacities } from "../../../platform/cluster/placement";
import { codesOf, DEVELOPMENT, manifest, problemsOf } from "../../support/manifests";

const LARGE = "general-spot-128vcpu-512gb";
const SMALL = "general-spot-1vcpu-4gb";
const ENVIRONMENT = { ...DEVELOPMENT, capacityOf: { [LARGE]: 2, [SMALL]: 3 } };

describe("tasks that can run at once fit on the nodes", () => {
  test("three on nodes for two are a warning with the number that fits", () => {
    expect(problemsOf(manifest(`compute_profile: ${LARGE}\ntasks: {a: {}, b: {}, c: {}}`), ENVIRONMENT)).toEqual([
      expect.objectContaining({
        severity: "warning",
        code: "more-than-fit",
        line: 4,
        column: 20,
        message: `3 tasks of ${LARGE} can run at once, and the nodes of development hold 2: the others fail if no node is free within ten minutes. Make tasks depend on each other, set dag.max_active_tasks, or use a smaller profile`,
      }),
    ]);
  });

  test.each([
    ["as many as fit", `compute_profile: ${LARGE}\ntasks: {a: {}, b: {}}`, []],
    ["a chain", `compute_profile: ${LARGE}\ntasks: {a: {}, b: {dependencies: [a]}, c: {dependencies: [b]}}`, []],
    [
      "a diamond's three middle tasks",
      `compute_profile: ${LARGE}\ntasks: {a: {}, b: {dependencies: [a]}, c: {dependencies: [a]}, d: {dependencies: [a]}, e: {dependencies: [b, c, d]}}`,
      ["more-than-fit@4:20"],
    ],
    [
      "the longest path to a task counts",
      `compute_profile: ${LARGE}\ntasks: {c: {dependencies: [a, b]}, b: {dependencies: [a]}, a: {}, d: {dependencies: [a]}}`,
      [],
    ],
    [
      "a profile of the tasks' own, in its old spelling",
      `tasks: {a: {compute_profile: ${LARGE}}, b: {compute_profile: ${LARGE}}, c: {compute_profile: cpu-spot-128vcpu-512gb}, d: {}}`,
      ["more-than-fit@4:32", "old-profile-spelling@4:132"],
    ],
    ["the default profile", "tasks: {a: {}, b: {}, c: {}, d: {}}", ["more-than-fit@4:10"]],
    ["one task", `compute_profile: ${LARGE}`, []],
    ["a profile without a known limit", "compute_profile: gpu-spot-1vcpu-4gb\ntasks: {a: {}, b: {}, c: {}}", []],
    [
      "a cycle or an unknown task, which other rules refuse",
      `compute_profile: ${LARGE}\ntasks: {a: {dependencies: [b]}, b: {dependencies: [a, x]}}`,
      ["dependency-cycle@5:30", "unknown-dependency@5:57"],
    ],
  ])("%s", (_name, dag, codes) => {
    expect(codesOf(manifest(dag), ENVIRONMENT)).toEqual(codes);
  });

  test("an environment without figures checks nothing", () => {
    const unknown = { ...ENVIRONMENT, capacityOf: undefined };
    expect(codesOf(manifest(`compute_profile: ${LARGE}\ntasks: {a: {}, b: {}, c: {}}`), unknown)).toEqual([]);
  });
});

describe("the number of pods that fit on the node groups", () => {
  const group = {
    fleet: "general" as const,
    capacity: "spot" as const,
    amiType: "AL2023_x86_64_STANDARD" as const,
    instanceTypes: ["m6i.4xlarge"] as [string],
    minSize: 0,
    maxSize: 3,
    diskSizeGiB: 100,
    taints: [],
    labels: {},
  };

  test("is the number for one node, times the nodes of each suitable group", () => {
    // 16 vCPU and 64 GiB a node: the kubelet and the DaemonSets leave room for three pods of 4 vCPU and 16 GiB.
    const one = capacities({ fleets: "node-groups", nodeGroups: { a: group } } as never);
    expect(one["general-spot-4vcpu-16gb"]).toBe(9);
    expect(one["general-spot-16vcpu-64gb"]).toBe(0);
    expect(one["general-on-demand-1vcpu-4gb"]).toBe(0);
    expect(one["gpu-spot-1vcpu-4gb"]).toBe(0);
    const groups = { a: group, b: { ...group, instanceTypes: ["m6i.8xlarge"], maxSize: 2 } };
    const two = capacities({ fleets: "node-groups", nodeGroups: groups } as never);
    expect(two["general-spot-16vcpu-64gb"]).toBe(2);
    expect(two["general-spot-4vcpu-16gb"]).toBe(9 + 14);
  });

  test("is part of the environment with which manifests are checked", () => {
    expect(DEVELOPMENT.capacityOf?.[LARGE]).toBe(2);
  });
});
