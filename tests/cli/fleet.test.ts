import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../cli/fleet";
import { call, temporaryFolder } from "../support/command";

const PREFIX = "airflow.analytical-platform.service.justice.gov.uk";

/** An environment with only these programs, which answer as recorded. */
function programs(scripts: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const folder = join(temporaryFolder(), "bin");
  mkdirSync(folder);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: folder };
}

/** kubectl, as it answers for these nodes and pods. */
function kubectl(nodes: readonly object[], pods: readonly object[]): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "nodes"), JSON.stringify({ items: nodes }));
  writeFileSync(join(folder, "pods"), JSON.stringify({ items: pods }));
  return `case "$*" in *" get nodes "*) /bin/cat ${folder}/nodes ;; *" get pods --namespace mwaa "*) /bin/cat ${folder}/pods ;; *) exit 9 ;; esac`;
}

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+Z$/, "Z");
}

function node(name: string, labels: Readonly<Record<string, string>>, spec: object = {}): object {
  return {
    metadata: {
      name,
      creationTimestamp: ago(400),
      labels: {
        "node.kubernetes.io/instance-type": "m7i.xlarge",
        "topology.kubernetes.io/zone": "eu-west-2a",
        ...labels,
      },
    },
    spec,
    status: { nodeInfo: { kubeletVersion: "v1.36.1", osImage: "Bottlerocket" } },
  };
}

function pod(workflow: string, nodeName: string | undefined, minutes: number, phase = "Running"): object {
  return {
    metadata: {
      name: `${workflow}-main-abc`,
      creationTimestamp: ago(minutes),
      annotations: {
        [`${PREFIX}/dag-id`]: workflow,
        [`${PREFIX}/task-id`]: "main",
        [`${PREFIX}/run-id`]: "manual__1",
        [`${PREFIX}/owner`]: "owner@justice.gov.uk",
      },
    },
    spec: nodeName === undefined ? {} : { nodeName },
    status: { phase, startTime: ago(minutes) },
  };
}

const ON_DEMAND = {
  "eks.amazonaws.com/nodegroup": "general-on-demand-xlarge-0a1b2c3",
  "eks.amazonaws.com/capacityType": "ON_DEMAND",
};
const SPOT = {
  "eks.amazonaws.com/nodegroup": "general-spot-2xlarge-4d5e6f7",
  "eks.amazonaws.com/capacityType": "SPOT",
};
const POOL = { "karpenter.sh/nodepool": "gpu-spot", "karpenter.sh/capacity-type": "spot" };

const NODES = [node("node-a", ON_DEMAND), node("node-b", SPOT, { unschedulable: true }), node("node-c", POOL)];
const PODS = [
  pod("examples.hello", "node-a", 286),
  pod("examples.ended", "node-a", 500, "Succeeded"),
  pod("examples.short", "node-b", 3),
  pod("examples.gpu", "node-c", 1500),
  pod("examples.waits", undefined, 7),
];
const AWS =
  'case "$*" in "eks update-kubeconfig --name airflow-development --region eu-west-2 --kubeconfig "*) ;; *) exit 9 ;; esac';

describe("npm run fleet", () => {
  test("shows nodes by group and pool, their tasks with owner and duration, and what an update would interrupt", async () => {
    const { stdout, status } = await call(main, ["development"], programs({ aws: AWS, kubectl: kubectl(NODES, PODS) }));
    expect(status).toBe(0);
    expect(stdout.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "<time>"))
      .toBe(`development at <time>: 3 nodes, 3 running tasks

general-spot-2xlarge (node group, release 1.64.0-ad9d4847)
  node-b, m7i.xlarge, spot, eu-west-2a, Bottlerocket, v1.36.1, up for 6 h 40 min, takes no further pods
    examples.short, task main (owner@justice.gov.uk), since <time>, for 3 min

general-on-demand-xlarge (node group, release 1.64.0-ad9d4847)
  node-a, m7i.xlarge, on-demand, eu-west-2a, Bottlerocket, v1.36.1, up for 6 h 40 min
    examples.hello, task main (owner@justice.gov.uk), since <time>, for 4 h 46 min

gpu-spot (pool, not in the stack file)
  node-c, m7i.xlarge, spot, eu-west-2a, Bottlerocket, v1.36.1, up for 6 h 40 min
    examples.gpu, task main (owner@justice.gov.uk), since <time>, for 1 d 1 h

${/Without nodes: .*/.exec(stdout)?.[0] ?? ""}

Wait for a node:
  examples.waits, task main (owner@justice.gov.uk), since <time>, for 7 min

A new AMI release, minor, disk or tag of these groups interrupts their tasks now:
  general-spot-2xlarge: 1 task; pulumi up goes on, because they are on spot
  general-on-demand-xlarge: 1 task; pulumi up stops before it
Other types, and the removal of a group, interrupt them too, and nothing stops pulumi up.
Karpenter waits for the tasks of its pools.
`);
  });

  test("an empty cluster has no task to interrupt", async () => {
    const { stdout } = await call(main, ["development"], programs({ aws: AWS, kubectl: kubectl([], []) }));
    expect(stdout).toContain("0 nodes, 0 running tasks");
    expect(stdout).toContain("A new AMI release, minor, disk or tag interrupts no task now.");
  });

  test("a program gets the same as JSON, with the caller's own kubeconfig and context", async () => {
    const answer = kubectl(NODES, PODS);
    const script = `case "$*" in "--kubeconfig own --context mine "*) ;; *) exit 9 ;; esac\n${answer}`;
    const { stdout } = await call(
      main,
      ["development", "--json", "--kubeconfig", "own", "--context", "mine"],
      programs({ kubectl: script }),
    );
    const { groups, waiting } = JSON.parse(stdout) as {
      groups: { name: string; stops: boolean; interrupted: { workflow: string }[] }[];
      waiting: { workflow: string; node: null }[];
    };
    expect(groups.filter(({ stops }) => stops).map(({ name }) => name)).toEqual(["general-on-demand-xlarge"]);
    expect(groups.flatMap(({ interrupted }) => interrupted.map(({ workflow }) => workflow))).toEqual([
      "examples.short",
      "examples.hello",
    ]);
    expect(waiting).toMatchObject([{ workflow: "examples.waits", node: null }]);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "kubectl is missing",
      { aws: AWS },
      "cannot read cluster airflow-development: kubectl is not installed on this machine (https://kubernetes.io/docs/tasks/tools/)\n",
    ],
    [
      "the AWS CLI is missing",
      {},
      "cannot read cluster airflow-development: the AWS CLI is not installed on this machine: install it, or give --kubeconfig\n",
    ],
    [
      "AWS does not know the cluster",
      { aws: "echo 'ResourceNotFoundException: No cluster found for name: airflow-development.' >&2; exit 254" },
      "cannot read cluster airflow-development: aws eks update-kubeconfig failed: ResourceNotFoundException: No cluster found for " +
        "name: airflow-development.\n",
    ],
    [
      "the API does not answer",
      {
        aws: AWS,
        kubectl:
          `echo 'E1128 14:00:00.000000   12345 memcache.go:265] "Unhandled Error" err="no group list"' >&2\n`.repeat(
            2,
          ) + "echo 'Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout' >&2; exit 1",
      },
      'cannot read cluster airflow-development: kubectl get nodes failed: "no group list"; Unable to connect to the server: dial tcp ' +
        "10.0.0.1:443: i/o timeout\n",
    ],
  ])("if %s, it says so in one sentence", async (_, scripts, message) => {
    const { stderr, status } = await call(main, ["development"], programs(scripts));
    expect({ stderr, status }).toEqual({ stderr: message, status: 1 });
  });

  test("a context without its file is a wrong call", async () => {
    const { stderr, status } = await call(main, ["development", "--context", "mine"]);
    expect(status).toBe(2);
    expect(stderr).toContain("--context names an entry of a kubeconfig: give --kubeconfig too");
  });
});
