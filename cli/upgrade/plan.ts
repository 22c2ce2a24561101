import { admitsEveryPod } from "../../platform/cluster/node-labels";
import { CLUSTER_ADD_ONS, NODE_ADD_ONS, type AddOnName } from "../../platform/cluster/versions";
import { addOnVersion } from "../../platform/config/rules/versions";
import { raisesMajor } from "../../platform/airflow/versions";
import type { AirflowConfig, ClusterConfig, NodeGroupConfig, StackConfig } from "../../platform/config/stack.generated";

/** One step of `pulumi up`; the next begins after its end. */
export interface Step {
  /** The parts that change: `control plane`, names of add-ons, or names of node groups. */
  readonly names: readonly string[];
  /** The old and the new version. */
  readonly versions: readonly string[];
  /** The effects on running nodes, pods and tasks. */
  readonly effects: readonly string[];
}

/** EKS's way of updating the nodes of a managed group (`updateConfig` in infra/cluster/node-groups.ts). */
const HOW_NODES_ROLL = "new nodes start first, then the old ones are drained, at most a third of a group at a time";

/** Effect of an upgrade of Airflow. AWS's user guide describes it, but gives no time. */
const HOW_AIRFLOW_UPGRADES =
  "in place: MWAA takes a snapshot of its database, replaces web server, schedulers and workers, and restores the snapshot. " +
  "Meanwhile the interface is away and no run starts. Workers may stop at once: their tasks fail or are retried, and their " +
  "pods go on. AWS gives no time; pulumi up waits at most 3 hours";

/** The provider replaces an environment whose major version rises (infra/airflow/environment.ts names its source). */
const HOW_MAJORS_RISE =
  "the provider may plan a replacement, which the protection refuses: docs/platform/upgrade-airflow.md says how to go on";

/** Karpenter's way of replacing nodes (`nodePoolSpec` in platform/cluster/karpenter-objects.ts). */
const HOW_POOLS_DRIFT =
  "new nodes have it at once, and Karpenter replaces each old one when its last task has ended; no task is interrupted";

type Release = Pick<NodeGroupConfig, "amiReleaseVersion">;

/** The steps of `pulumi up` from one configuration to another, in order: each depends on those before it. */
export function planUpgrade(before: StackConfig, after: StackConfig): Step[] {
  return [...planCluster(before.cluster, after.cluster), ...planAirflow(before.airflow, after.airflow)];
}

/** Airflow comes after the cluster, which its DAGs need. */
function planAirflow({ version: from }: AirflowConfig, { version: to }: AirflowConfig): Step[] {
  return from === to
    ? []
    : [
        {
          names: ["Airflow"],
          versions: [`Airflow ${from} to ${to}, with the requirements of that version`],
          effects: [HOW_AIRFLOW_UPGRADES, ...(raisesMajor(from, to) ? [HOW_MAJORS_RISE] : [])],
        },
      ];
}

/** The steps of a cluster alone. */
export function planCluster(before: ClusterConfig, after: ClusterConfig): Step[] {
  const [from, to] = [before.kubernetesVersion, after.kubernetesVersion];
  const groups = Object.entries(after.nodeGroups).filter(([name, group]) =>
    rolls(before.nodeGroups[name], group, from !== to),
  );
  const system = groups.filter(([, group]) => admitsEveryPod(group));
  const fleets = groups.filter(([, group]) => !admitsEveryPod(group));
  const steps: Step[] = [
    {
      names: from === to ? [] : ["control plane"],
      versions: [`Kubernetes ${from} to ${to}`],
      effects: ["in place, and permanent because EKS allows no downgrade; nodes and pods do not change"],
    },
    addOnStep(NODE_ADD_ONS, before, after, "their pods are replaced on each node in turn"),
    nodeStep(system, before, after),
    addOnStep(CLUSTER_ADD_ONS, before, after, "their pods are replaced in turn"),
    nodeStep(fleets, before, after),
    poolStep(before, after),
  ];
  return steps.filter(({ names }) => names.length > 0);
}

/** Pools whose nodes Karpenter replaces. It waits for their tasks, so the step ends long before the last node is new. */
function poolStep(before: ClusterConfig, after: ClusterConfig): Step {
  const newMinor = before.kubernetesVersion !== after.kubernetesVersion;
  const pools = Object.entries(after.nodePools).filter(([name, pool]) => rolls(before.nodePools[name], pool, newMinor));
  return {
    names: pools.map(([name]) => name),
    versions: releaseWords(pools, before.nodePools, before, after),
    effects: [HOW_POOLS_DRIFT],
  };
}

/** Nodes are replaced if their release or Kubernetes changes, because a release has one AMI for each minor. */
function rolls(before: Release | undefined, after: Release, newMinor: boolean): boolean {
  return newMinor || before?.amiReleaseVersion !== after.amiReleaseVersion;
}

function addOnStep(addOns: readonly AddOnName[], before: ClusterConfig, after: ClusterConfig, effect: string): Step {
  const names = addOns.filter((addOn) => addOnVersion(before, addOn) !== addOnVersion(after, addOn));
  const versions = names.map((addOn) => `${addOn} ${addOnVersion(before, addOn)} to ${addOnVersion(after, addOn)}`);
  return { names, versions, effects: [effect] };
}

function nodeStep(
  groups: readonly (readonly [string, NodeGroupConfig])[],
  before: ClusterConfig,
  after: ClusterConfig,
): Step {
  const canBeEmpty = groups.every(([, { minSize }]) => minSize === 0);
  return {
    names: groups.map(([name]) => name),
    versions: releaseWords(groups, before.nodeGroups, before, after),
    effects: [canBeEmpty ? `${HOW_NODES_ROLL}; a group without nodes has nothing to roll` : HOW_NODES_ROLL],
  };
}

/** The old and new releases of groups or pools, each change once. */
function releaseWords(
  changed: readonly (readonly [string, Release])[],
  old: Readonly<Record<string, Release>>,
  before: ClusterConfig,
  after: ClusterConfig,
): string[] {
  const words = changed.map(([name, { amiReleaseVersion: release }]) => {
    const from = old[name]?.amiReleaseVersion;
    return from === release
      ? `release ${release}, from its AMI for Kubernetes ${before.kubernetesVersion} to that for ${after.kubernetesVersion}`
      : `release ${String(from)} to ${release}`;
  });
  return [...new Set(words)];
}
