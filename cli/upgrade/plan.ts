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
  ];
  return steps.filter(({ names }) => names.length > 0);
}

/** Nodes are replaced if their release or Kubernetes changes, because a release has one AMI for each minor. */
function rolls(before: NodeGroupConfig | undefined, after: NodeGroupConfig, newMinor: boolean): boolean {
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
  const versions = groups.map(([name, { amiReleaseVersion: release }]) => {
    const old = before.nodeGroups[name]?.amiReleaseVersion;
    return old === release
      ? `release ${release}, from its AMI for Kubernetes ${before.kubernetesVersion} to that for ${after.kubernetesVersion}`
      : `release ${String(old)} to ${release}`;
  });
  const canBeEmpty = groups.every(([, { minSize }]) => minSize === 0);
  return {
    names: groups.map(([name]) => name),
    versions: [...new Set(versions)],
    effects: [canBeEmpty ? `${HOW_NODES_ROLL}; a group without nodes has nothing to roll` : HOW_NODES_ROLL],
  };
}
