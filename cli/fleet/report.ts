import type { ClusterConfig } from "../../platform/config/stack.generated";
import type { Running, RunningNode, RunningTask } from "../../platform/cluster/running-tasks";

/** Nodes of one node group or pool. */
export interface GroupReport {
  /** Name in the stack file; EKS's or Karpenter's own if the file lacks it. */
  readonly name: string;
  readonly kind: "node group" | "pool" | "other nodes";
  readonly inStackFile: boolean;
  /** Whether the stack file has `draining: true`. */
  readonly draining: boolean;
  /** AMI release in the stack file. Null for nodes that it lacks. */
  readonly amiReleaseVersion: string | null;
  readonly nodes: readonly RunningNode[];
  /**
   * The tasks that `pulumi up` interrupts if it changes the group's AMI release, Kubernetes minor or disk, or the stack's tags.
   * Karpenter waits for the tasks of its pools.
   */
  readonly interrupted: readonly RunningTask[];
  /** Whether `pulumi up` stops before such a change: a task runs on on-demand capacity. */
  readonly stops: boolean;
}

/** The fleets of a stack at one moment. */
export interface FleetReport {
  readonly stack: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly groups: readonly GroupReport[];
  /** Tasks without a node. */
  readonly waiting: readonly RunningTask[];
}

/** Pulumi adds seven hexadecimal digits to a group's name. */
const SUFFIX = /-[0-9a-f]{7}$/;

/** Orders the nodes of a cluster by the groups and pools of its stack file. */
export function fleetReport(
  stack: string,
  { nodeGroups, nodePools }: Pick<ClusterConfig, "nodeGroups" | "nodePools">,
  { nodes, waiting }: Running,
  now: Date,
): FleetReport {
  const groupOf = ({ nodeGroup }: RunningNode): string | undefined => nodeGroup?.replace(SUFFIX, "");
  const listed = [
    ...Object.entries(nodeGroups).map(([name, { draining, amiReleaseVersion }]) => ({
      name,
      kind: "node group" as const,
      configured: { draining, amiReleaseVersion },
      nodes: nodes.filter((node) => groupOf(node) === name),
    })),
    ...Object.entries(nodePools).map(([name, { amiReleaseVersion }]) => ({
      name,
      kind: "pool" as const,
      configured: { draining: false, amiReleaseVersion },
      nodes: nodes.filter(({ nodePool }) => nodePool === name),
    })),
  ];
  const known = new Set(listed.flatMap((group) => group.nodes));
  const unknown = nodes.filter((node) => !known.has(node));
  const others = [...new Set(unknown.map(ownerOf))].map((name) => {
    const own = unknown.filter((node) => ownerOf(node) === name);
    const kind: GroupReport["kind"] =
      own[0]?.nodePool != null ? "pool" : own[0]?.nodeGroup != null ? "node group" : "other nodes";
    return { name, kind, configured: undefined, nodes: own };
  });
  return {
    stack,
    at: now.toISOString(),
    groups: [...listed, ...others].map(({ name, kind, configured, nodes: own }) => {
      const interrupted = kind === "node group" ? own.flatMap(({ tasks }) => tasks) : [];
      return {
        name,
        kind,
        inStackFile: configured !== undefined,
        draining: configured?.draining ?? false,
        amiReleaseVersion: configured?.amiReleaseVersion ?? null,
        nodes: own,
        interrupted,
        stops: interrupted.length > 0 && own.some(({ capacity }) => capacity !== "spot"),
      };
    }),
    waiting,
  };
}

function ownerOf({ nodePool, nodeGroup }: RunningNode): string {
  return nodePool ?? nodeGroup ?? "nodes of no group";
}
