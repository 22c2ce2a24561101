import { notice, refusal, rollsNodes, unknownTasks } from "../../../platform/cluster/interruption";
import { type NodeObject, type PodObject, runningTasks, tasksOfGroup } from "../../../platform/cluster/running-tasks";
import { durationWords } from "../../../platform/cluster/task-words";

const DEPLOYED = {
  version: "1.36",
  releaseVersion: "1.64.0-ad9d4847",
  launchTemplate: { id: "lt-1", name: "group", version: "3" },
  scalingConfig: { minSize: 0, maxSize: 20, desiredSize: 7 },
  taints: [],
  labels: {},
};
const NOW = new Date("2026-11-28T14:00:00Z");

function pod(name: string, changes: Partial<PodObject> = {}): PodObject {
  return {
    metadata: { name, creationTimestamp: "2026-11-28T09:00:00Z" },
    spec: { nodeName: "node-1" },
    status: { phase: "Running", startTime: "2026-11-28T09:10:00Z" },
    ...changes,
  };
}

function node(name: string, nodeGroup: string, spec: NodeObject["spec"] = {}): NodeObject {
  return {
    metadata: {
      name,
      creationTimestamp: "2026-11-28T08:00:00Z",
      labels: { "eks.amazonaws.com/nodegroup": nodeGroup },
    },
    spec,
  };
}

describe("the changes that replace the nodes of a managed group", () => {
  test.each([
    ["a new AMI release", { releaseVersion: "1.66.0-0123abcd" }],
    ["a new Kubernetes minor", { version: "1.37" }],
    ["a new launch template, as for a disk or the stack's tags", { launchTemplate: { id: "lt-1", version: "4" } }],
  ])("%s does", (_, change) => {
    expect(rollsNodes(DEPLOYED, { ...DEPLOYED, ...change })).toBe(true);
  });

  test.each([
    ["sizes", { scalingConfig: { minSize: 0, maxSize: 5, desiredSize: 7 } }],
    ["taints, as of a draining group", { taints: [{ key: "draining", value: "true", effect: "NO_SCHEDULE" }] }],
    ["labels", { labels: { team: "a" } }],
    // The provider reads the name of the template too, which the program does not give.
    ["no change at all", { launchTemplate: { id: "lt-1", version: "3" } }],
  ])("%s does not", (_, change) => {
    expect(rollsNodes(DEPLOYED, { ...DEPLOYED, ...change })).toBe(false);
  });
});

describe("the tasks on a group", () => {
  const running = runningTasks(
    [node("node-1", "general-0a1b2c3"), node("node-2", "general-large-0a1b2c3")],
    [
      pod("late", { status: { phase: "Running", startTime: "2026-11-28T13:00:00Z" } }),
      pod("early"),
      pod("starting", { status: { phase: "Pending" } }),
      pod("ended", { status: { phase: "Succeeded" } }),
      pod("failed", { status: { phase: "Failed" } }),
      pod("elsewhere", { spec: { nodeName: "node-2" } }),
      pod("waits", { spec: {}, status: { phase: "Pending" } }),
    ],
  );

  test("are those that have not ended, the longest first, and none of a group whose name begins in the same way", () => {
    expect(tasksOfGroup(running, "general-0a1b2c3").map(({ pod: name }) => name)).toEqual([
      "starting",
      "early",
      "late",
    ]);
  });

  test("tasks without a node belong to none", () => {
    expect(running.waiting.map(({ pod: name }) => name)).toEqual(["waits"]);
  });

  test("a node takes no further pods if it is cordoned, drains, or Karpenter is about to remove it", () => {
    const specs: NodeObject["spec"][] = [
      {},
      { unschedulable: true },
      { taints: [{ key: "airflow.analytical-platform.service.justice.gov.uk/draining" }] },
      { taints: [{ key: "karpenter.sh/disrupted" }] },
      { taints: [{ key: "compute.analytical-platform.service.justice.gov.uk/node-pool" }] },
    ];
    const { nodes } = runningTasks(
      specs.map((spec, index) => node(`node-${index}`, "group", spec)),
      [],
    );
    expect(nodes.map(({ takesPods }) => takesPods)).toEqual([true, false, false, false, true]);
  });
});

describe("the messages", () => {
  const change = { stack: "production", group: "general-on-demand-xlarge" };
  const { waiting: tasks } = runningTasks(
    [],
    [
      pod("a", {
        metadata: {
          name: "a",
          creationTimestamp: "2026-11-28T09:00:00Z",
          annotations: {
            "airflow.analytical-platform.service.justice.gov.uk/dag-id": "examples.hello",
            "airflow.analytical-platform.service.justice.gov.uk/task-id": "load",
            "airflow.analytical-platform.service.justice.gov.uk/owner": "owner@justice.gov.uk",
          },
        },
        spec: {},
      }),
      pod("by-hand", { spec: {} }),
    ],
  );

  test("a refusal names each task, its owner and its start, and the two ways to go on", () => {
    expect(refusal({ ...change, tasks, now: NOW })).toBe(
      `this deployment replaces the nodes of group general-on-demand-xlarge, and would interrupt 2 tasks on them:
  examples.hello, task load (owner@justice.gov.uk), since 2026-11-28 09:10 UTC, for 4 h 50 min
  pod by-hand, since 2026-11-28 09:10 UTC, for 4 h 50 min
Write draining: true into the group, deploy, and deploy this change when npm run fleet -- production shows no task on it. To interrupt them, set INTERRUPT_TASKS=production in the environment of pulumi up`,
    );
  });

  test("a permitted deployment says which tasks it interrupts", () => {
    expect(notice({ ...change, tasks, now: NOW })).toMatch(
      /^this deployment replaces .*, and interrupts 2 tasks on them:\n/,
    );
  });

  test("a machine that cannot ask says what is unknown, and why", () => {
    expect(unknownTasks(change, "kubectl is not installed on this machine")).toBe(
      "this deployment replaces the nodes of group general-on-demand-xlarge, and it is unknown which tasks run on them: kubectl is not " +
        "installed on this machine. Deploy from a machine with kubectl that reaches the cluster's API. To go on without knowing, set " +
        "INTERRUPT_TASKS=production in the environment of pulumi up",
    );
  });

  test.each([
    ["2026-11-28T13:59:30Z", "0 min"],
    ["2026-11-28T14:00:30Z", "0 min"],
    ["2026-11-28T12:58:00Z", "1 h 2 min"],
    ["2026-11-25T11:30:00Z", "3 d 2 h"],
  ])("since %s is %s", (since, words) => {
    expect(durationWords(since, NOW)).toBe(words);
  });
});
