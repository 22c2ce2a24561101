import profiles from "../../../dags/analytical_platform_airflow/data/compute_profiles.json";
import type { Finding } from "../../../diagnostics/problem";
import { admitsEveryPod, nodePool } from "../../cluster/node-labels";
import { hasKarpenter } from "../../cluster/node-pools";
import { DAEMON_SETS, type DaemonSet } from "../../cluster/daemon-sets";
import { poolTakesProfiles, takesProfiles } from "../../cluster/placement";
import { unselected } from "../../cluster/network-policy-mode";
import { parseBlock } from "../../network/cidr";
import { notPublic } from "../../network/special-blocks";
import type { ClusterConfig, StackConfig } from "../stack.generated";
import stackSchema from "../stack.schema.json";
import { unlessRefused } from "../guarded";
import { broken } from "./finding";
import { blockProblem } from "./network";
import { groupNameFindings, nodeGroupFindings } from "./node-groups";
import { engineFindings, KARPENTER_NODES, nodePoolFindings } from "./node-pools";
import { placementFindings } from "./placement";

/** Checks `cluster`. A value that the schema refuses stops only the rules that read it. */
export function clusterFindings({ cluster }: StackConfig): Finding[] {
  const rules = [
    () => accessFindings(cluster, "publicAccessCidrBlocks"),
    () => accessFindings(cluster, "privateAccessCidrBlocks"),
    () => groupNameFindings(Object.keys(cluster.nodeGroups)),
    () => Object.keys(cluster.nodeGroups).flatMap((name) => unlessRefused(() => groupFindings(cluster, name))),
    () => Object.keys(cluster.nodePools).flatMap((name) => unlessRefused(() => poolFindings(cluster, name))),
    () => engineFindings(cluster),
    () => fleetFindings(cluster),
    () => placementFindings(cluster, undecidedPools(cluster)),
    () => systemGroupFindings(cluster),
    () => networkPolicyFindings(cluster),
  ];
  return rules.flatMap(unlessRefused);
}

function groupFindings(cluster: ClusterConfig, name: string): Finding[] {
  const group = cluster.nodeGroups[name];
  return group === undefined ? [] : nodeGroupFindings(name, group, cluster);
}

function poolFindings(cluster: ClusterConfig, name: string): Finding[] {
  const pool = cluster.nodePools[name];
  return pool === undefined ? [] : nodePoolFindings(name, pool, cluster);
}

/** Fleets and capacities of groups and pools whose instance types or limits have errors. */
function undecidedPools(cluster: ClusterConfig): string[] {
  const undecided = (findings: readonly Finding[]): boolean =>
    findings.some(({ path }) => ["instanceTypes", "instanceFamilies", "maxVcpu"].some((key) => path.includes(key)));
  return [
    ...Object.entries(cluster.nodeGroups).filter(([name]) => undecided(groupFindings(cluster, name))),
    ...Object.entries(cluster.nodePools).filter(([name]) => undecided(poolFindings(cluster, name))),
  ].flatMap(([, nodes]) => nodePool(nodes) ?? []);
}

function accessFindings(cluster: ClusterConfig, key: "publicAccessCidrBlocks" | "privateAccessCidrBlocks"): Finding[] {
  return cluster[key].flatMap((cidr, index) => {
    const path = ["cluster", key, index];
    const problem = blockProblem(cidr);
    if (problem !== undefined) {
      return [broken("malformed-block", path, problem)];
    }
    const special = key === "publicAccessCidrBlocks" && !isShipped(cidr) ? notPublic(parseBlock(cidr)) : undefined;
    if (special !== undefined && parseBlock(cidr).size < 2 ** 32) {
      return [
        broken(
          "not-public",
          path,
          `${cidr} shares addresses with ${special.cidr}, which are for ${special.use}, and EKS refuses them: write the public ` +
            "addresses of your offices and runners, as https://checkip.amazonaws.com shows them. Private ones go into " +
            "cluster.privateAccessCidrBlocks",
        ),
      ];
    }
    return parseBlock(cidr).size === 2 ** 32
      ? [
          broken(
            "open-to-the-world",
            path,
            `${cidr} opens the Kubernetes API to everyone: write the blocks of your offices and runners, or [] for none`,
          ),
        ]
      : [];
  });
}

/** Whether a block is the example of the shipped stack files, for documentation too: it has a warning of its own. */
function isShipped(cidr: string): boolean {
  return stackSchema.$defs.Cluster.properties.publicAccessCidrBlocks.items.shipped.includes(cidr);
}

/** Every fleet and capacity that manifests may request needs a group or pool. Otherwise its pods wait forever. */
function fleetFindings({ fleets, nodeGroups, nodePools }: ClusterConfig): Finding[] {
  const groups = Object.values(nodeGroups);
  const pools = hasKarpenter({ fleets }) ? Object.values(nodePools) : [];
  return Object.keys(profiles.fleets).flatMap((fleet) =>
    profiles.capacities
      .filter(
        (capacity) =>
          !groups.some((group) => takesProfiles(group, { fleet, capacity })) &&
          !pools.some((pool) => poolTakesProfiles(pool, { fleet, capacity })),
      )
      .map((capacity) => missingFleet(fleet, capacity, { fleets })),
  );
}

function missingFleet(fleet: string, capacity: string, cluster: Pick<ClusterConfig, "fleets">): Finding {
  return hasKarpenter(cluster)
    ? broken(
        "missing-fleet",
        ["cluster", "nodePools"],
        `no pool has fleet ${fleet}, capacity ${capacity}, a maxVcpu above 0 and no taints of its own, and compute profiles ` +
          `name that fleet: add one, such as ${fleet}-${capacity}`,
      )
    : broken(
        "missing-fleet",
        ["cluster", "nodeGroups"],
        `no group has fleet ${fleet} and capacity ${capacity}, which compute profiles name, and no taints of its own: add ` +
          `one, such as ${fleet}-${capacity}-xlarge`,
      );
}

/** Without a policy, a pod of the system reaches nothing in `strict` mode, and DNS or the network of nodes with it. */
export function networkPolicyFindings(
  { networkPolicyMode }: Pick<ClusterConfig, "networkPolicyMode">,
  daemonSets: readonly DaemonSet[] = DAEMON_SETS,
): Finding[] {
  const forgotten = networkPolicyMode === "strict" ? unselected(daemonSets) : [];
  return forgotten.map(({ name, namespace }) =>
    broken(
      "pod-without-network-policy",
      ["cluster", "networkPolicyMode"],
      `strict would cut off ${name}: no network policy selects the pods of namespace ${namespace}. Add the namespace to ` +
        "infra/cluster/system-namespaces.ts, or write standard",
    ),
  );
}

/** The system's own pods have no tolerations: they need a group without taints that always has a node. */
function systemGroupFindings(cluster: ClusterConfig): Finding[] {
  const groups = Object.entries(cluster.nodeGroups).filter(([, group]) => admitsEveryPod(group) && group.minSize > 0);
  const [name, largest] = groups.sort(([, a], [, b]) => b.minSize - a.minSize)[0] ?? [];
  if (name !== undefined && largest !== undefined) {
    return !hasKarpenter(cluster) || largest.minSize >= KARPENTER_NODES
      ? []
      : [
          broken(
            "too-few-system-nodes",
            ["cluster", "nodeGroups", name, "minSize"],
            `minSize ${largest.minSize} has no room for Karpenter's two pods, each on a node of its own: write ` +
              `${KARPENTER_NODES} or more`,
          ),
        ];
  }
  return [
    broken(
      "no-system-group",
      ["cluster", "nodeGroups"],
      "no group without fleet and taints has a minSize above 0, so DNS and the autoscaler would have no node: " +
        "add one, such as standard with minSize: 3",
    ),
  ];
}
