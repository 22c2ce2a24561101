import type { ClusterConfig, NodeGroupConfig } from "../../platform/config/stack.generated";
import { instanceType } from "../../platform/cluster/instance-types";
import { nodePool } from "../../platform/cluster/node-labels";
import { placements } from "../../platform/cluster/placement";
import type { Change } from "./choose";

/** One deployment of an upgrade that interrupts no task. Each has groups of the fleets, smallest first. */
export interface Turn {
  /** Groups that get the new release now, because they take no new tasks, or because they can never drain. */
  readonly upgrade: readonly string[];
  /** Groups that begin to drain, so that the next turn can upgrade them. */
  readonly drain: readonly string[];
  /** Groups that take new tasks again. */
  readonly undrain: readonly string[];
  /** Groups that alone take some profile, and therefore do not drain. */
  readonly alone: readonly string[];
}

/** The node groups of the fleets among changes of AMI releases. */
export function fleetGroups({ nodeGroups }: Pick<ClusterConfig, "nodeGroups">, changes: readonly Change[]): string[] {
  return changes.map(groupOf).filter((name): name is string => nodeGroups[name ?? ""]?.fleet !== undefined);
}

/** The changes that a turn makes: those of its own groups, and all outside the node groups of the fleets. */
export function changesInTurn(
  cluster: Pick<ClusterConfig, "nodeGroups">,
  changes: readonly Change[],
  { upgrade }: Pick<Turn, "upgrade">,
): Change[] {
  const waiting = fleetGroups(cluster, changes).filter((name) => !upgrade.includes(name));
  return changes.filter((change) => !waiting.includes(groupOf(change) ?? ""));
}

/** Name of the node group that a change is of. */
function groupOf({ path: [, section, name] }: Change): string | undefined {
  return section === "nodeGroups" ? String(name) : undefined;
}

type NodeGroups = ClusterConfig["nodeGroups"];

/**
 * The next turn of an upgrade of the fleets' node groups. Half of a fleet's sizes drain at a time, every second one, so that each
 * profile keeps a group, at most one size larger. The turn follows from the stack file alone: groups that drain have had their turn
 * to empty.
 *
 * @param old names of the groups of the fleets with the old release.
 */
export function nextTurn(cluster: ClusterConfig, old: readonly string[]): Turn {
  const upgrade = bySize(
    cluster.nodeGroups,
    old.filter((name) => cluster.nodeGroups[name]?.draining === true),
  );
  const rest = bySize(
    cluster.nodeGroups,
    old.filter((name) => !upgrade.includes(name)),
  );
  const open = { ...cluster, nodeGroups: drained(cluster.nodeGroups, upgrade, false) };
  const canDrain = rest.filter((name) => keepsAPlace(open, [name]));
  const alone = rest.filter((name) => !canDrain.includes(name));
  const wanted = upgrade.length === 0 ? everySecond(cluster.nodeGroups, canDrain) : canDrain;
  const drain = wanted.reduce<string[]>(
    (chosen, name) => (keepsAPlace(open, [...chosen, name]) ? [...chosen, name] : chosen),
    [],
  );
  const isLast = upgrade.length === 0 && drain.length === 0;
  return { upgrade: isLast ? alone : upgrade, drain, undrain: upgrade, alone };
}

/** Whether every compute profile has a node while these groups drain too. */
function keepsAPlace(cluster: ClusterConfig, names: readonly string[]): boolean {
  return placements({ ...cluster, nodeGroups: drained(cluster.nodeGroups, names, true) }).every(
    ({ group }) => group !== undefined,
  );
}

function drained(groups: NodeGroups, names: readonly string[], draining: boolean): NodeGroups {
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [name, names.includes(name) ? { ...group, draining } : group]),
  );
}

/** Every second size of each fleet and capacity, from the smallest. */
function everySecond(groups: NodeGroups, names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.filter((name) => {
    const pool = nodePool(groups[name] as NodeGroupConfig) ?? "";
    const count = counts.get(pool) ?? 0;
    counts.set(pool, count + 1);
    return count % 2 === 0;
  });
}

function bySize(groups: NodeGroups, names: readonly string[]): string[] {
  const vcpu = (name: string): number => instanceType(groups[name]?.instanceTypes[0] ?? "")?.vcpu ?? 0;
  return [...names].sort((a, b) => vcpu(a) - vcpu(b) || a.localeCompare(b));
}
