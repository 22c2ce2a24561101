import { LABEL_PREFIX } from "../names/kubernetes";
import { DRAINING_TAINT_KEY } from "./node-labels";

/** A pod of a workflow that has not ended. */
export interface RunningTask {
  readonly pod: string;
  /** `<project>.<workflow>`. Null for a pod that Airflow did not make. */
  readonly workflow: string | null;
  readonly task: string | null;
  readonly run: string | null;
  /** Email address of the workflow's owner. Null for pods of older DAG objects. */
  readonly owner: string | null;
  /** Name of its node. Null while it waits for one. */
  readonly node: string | null;
  /** When its node took it, or when it began to wait: UTC, ISO 8601. */
  readonly since: string;
}

/** A node, with the tasks that run on it. */
export interface RunningNode {
  readonly name: string;
  /** EKS's name of its managed group: the name in the stack file and seven more characters. */
  readonly nodeGroup: string | null;
  /** Name of its pool of Karpenter's. */
  readonly nodePool: string | null;
  readonly capacity: "spot" | "on-demand" | null;
  readonly instanceType: string | null;
  readonly zone: string | null;
  readonly kubelet: string | null;
  readonly osImage: string | null;
  /** When it joined: UTC, ISO 8601. */
  readonly since: string;
  /** Whether it takes further pods: it is not cordoned, and neither drains nor is about to go. */
  readonly takesPods: boolean;
  readonly tasks: readonly RunningTask[];
}

/** The nodes of a cluster with their tasks, and the tasks that wait for a node. */
export interface Running {
  readonly nodes: readonly RunningNode[];
  readonly waiting: readonly RunningTask[];
}

/** The parts of a Pod that matter here, as the API server gives them. */
export interface PodObject {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly phase?: string; readonly startTime?: string };
}

/** The parts of a Node that matter here, as the API server gives them. */
export interface NodeObject {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string }[];
  };
  readonly status?: { readonly nodeInfo?: { readonly kubeletVersion?: string; readonly osImage?: string } };
}

/** Annotations with the exact IDs of a pod's task (dags/analytical_platform_airflow/orphaned_pods.py and tasks.py). */
const DAG_ID = `${LABEL_PREFIX}/dag-id`;
const TASK_ID = `${LABEL_PREFIX}/task-id`;
const RUN_ID = `${LABEL_PREFIX}/run-id`;
const OWNER = `${LABEL_PREFIX}/owner`;

/** Labels that EKS and Karpenter give their nodes. */
const NODE_GROUP = "eks.amazonaws.com/nodegroup";
const NODE_POOL = "karpenter.sh/nodepool";
const CAPACITY = ["karpenter.sh/capacity-type", "eks.amazonaws.com/capacityType"];

/** Taints of a node that takes no further pods. Karpenter sets the second when it is about to remove a node. */
const CLOSING_TAINTS: readonly string[] = [DRAINING_TAINT_KEY, "karpenter.sh/disrupted"];

/** Joins the nodes of a cluster and the pods of the workflows' namespace. */
export function runningTasks(nodes: readonly NodeObject[], pods: readonly PodObject[]): Running {
  const tasks = pods.filter(isUnfinished).map(toTask).sort(bySince);
  return {
    nodes: nodes.map((node) => toNode(node, tasks)).sort((a, b) => a.name.localeCompare(b.name)),
    waiting: tasks.filter(({ node }) => node === null),
  };
}

/** Tasks on the nodes of a managed group, by EKS's name of it; the longest-running first. */
export function tasksOfGroup({ nodes }: Running, nodeGroup: string): RunningTask[] {
  return nodes
    .filter((node) => node.nodeGroup === nodeGroup)
    .flatMap(({ tasks }) => tasks)
    .sort(bySince);
}

function isUnfinished({ status }: PodObject): boolean {
  return status?.phase !== "Succeeded" && status?.phase !== "Failed";
}

function bySince(a: RunningTask, b: RunningTask): number {
  return a.since.localeCompare(b.since) || a.pod.localeCompare(b.pod);
}

function toTask({ metadata, spec, status }: PodObject): RunningTask {
  const { name, creationTimestamp, annotations = {} } = metadata;
  return {
    pod: name,
    workflow: annotations[DAG_ID] ?? null,
    task: annotations[TASK_ID] ?? null,
    run: annotations[RUN_ID] ?? null,
    owner: annotations[OWNER] ?? null,
    node: spec.nodeName ?? null,
    since: status?.startTime ?? creationTimestamp,
  };
}

function toNode({ metadata, spec, status }: NodeObject, tasks: readonly RunningTask[]): RunningNode {
  const { name, creationTimestamp, labels = {} } = metadata;
  const capacity = CAPACITY.map((key) => labels[key])
    .find((value) => value !== undefined)
    ?.toLowerCase()
    .replace("_", "-");
  return {
    name,
    nodeGroup: labels[NODE_GROUP] ?? null,
    nodePool: labels[NODE_POOL] ?? null,
    capacity: capacity === "spot" || capacity === "on-demand" ? capacity : null,
    instanceType: labels["node.kubernetes.io/instance-type"] ?? null,
    zone: labels["topology.kubernetes.io/zone"] ?? null,
    kubelet: status?.nodeInfo?.kubeletVersion ?? null,
    osImage: status?.nodeInfo?.osImage ?? null,
    since: creationTimestamp,
    takesPods: spec.unschedulable !== true && !(spec.taints ?? []).some(({ key }) => CLOSING_TAINTS.includes(key)),
    tasks: tasks.filter(({ node }) => node === name),
  };
}
