import { closest } from "fastest-levenshtein";

import profiles from "../../../dags/analytical_platform_airflow/data/compute_profiles.json";
import type { Finding } from "../../../diagnostics/problem";
import { chart } from "../../cluster/charts";
import { INSTANCE_TYPES, instanceType } from "../../cluster/instance-types";
import { hasKarpenter, instanceFamily, poolInstanceTypes, poolSizes } from "../../cluster/node-pools";
import { poolTakesProfiles, takesProfiles } from "../../cluster/placement";
import { minorNumber } from "../../cluster/versions";
import { unlessRefused } from "../guarded";
import type { ClusterConfig, NodePoolConfig } from "../stack.generated";
import { broken, type Path } from "./finding";
import { amiFindings, releaseFindings } from "./node-groups";

/** Nodes that Karpenter's two pods need: never both on one, and none on a node that Karpenter started itself. */
export const KARPENTER_NODES = 2;

/**
 * Newest minor that the installed version of Karpenter knows (`MaxK8sVersion` in
 * https://github.com/aws/karpenter-provider-aws/blob/v1.13.1/pkg/providers/version/version.go).
 */
const NEWEST_KARPENTER_MINOR = "1.36";

const POOLS: Path = ["cluster", "nodePools"];

/** Checks that Karpenter and its pools come together, and that one of the two engines starts the nodes of each fleet. */
export function engineFindings(cluster: ClusterConfig): Finding[] {
  const pools = Object.keys(cluster.nodePools);
  if (!hasKarpenter(cluster)) {
    return pools.length === 0
      ? []
      : [
          broken(
            "pools-without-karpenter",
            POOLS,
            `nodePools (${pools.join(", ")}) are Karpenter's, and cluster.fleets is node-groups: write fleets: karpenter, or ` +
              "delete nodePools",
          ),
        ];
  }
  const tooNew = newerThanKarpenter(cluster.kubernetesVersion);
  return pools.length === 0
    ? [
        broken(
          "karpenter-without-pools",
          ["cluster", "fleets"],
          "fleets: karpenter needs nodePools, from which Karpenter starts nodes: add one for each fleet and capacity, such as " +
            "general-spot, or write fleets: node-groups",
        ),
      ]
    : [...tooNew, ...twoEnginesFindings(cluster)];
}

/** Karpenter does not start with a minor that is newer than those it knows. */
function newerThanKarpenter(minor: string): Finding[] {
  return minorNumber(minor) <= minorNumber(NEWEST_KARPENTER_MINOR)
    ? []
    : [
        broken(
          "karpenter-too-old",
          ["cluster", "kubernetesVersion"],
          `Karpenter ${chart("karpenter").version} knows Kubernetes up to ${NEWEST_KARPENTER_MINOR}, and does not start with ` +
            `${minor}: take a later Karpenter first (platform/cluster/data/charts.json and NEWEST_KARPENTER_MINOR), or write ` +
            `"${NEWEST_KARPENTER_MINOR}"`,
        ),
      ];
}

/** Two engines would both start a node for one pod that waits. */
function twoEnginesFindings({ nodeGroups, nodePools }: ClusterConfig): Finding[] {
  return Object.keys(profiles.fleets).flatMap((fleet) =>
    profiles.capacities.flatMap((capacity) => {
      const [pool] = Object.entries(nodePools).find(([, each]) => poolTakesProfiles(each, { fleet, capacity })) ?? [];
      return pool === undefined
        ? []
        : Object.entries(nodeGroups)
            .filter(([, group]) => takesProfiles(group, { fleet, capacity }))
            .map(([name]) =>
              broken(
                "two-engines",
                ["cluster", "nodeGroups", name],
                `group ${name} and pool ${pool} both take pods of ${fleet}-${capacity}, so a pod that waits would start two ` +
                  "nodes: write draining: true in the group, or maxVcpu: 0 in the pool",
              ),
            );
    }),
  );
}

/** Checks one pool. */
export function nodePoolFindings(
  name: string,
  pool: NodePoolConfig,
  cluster: Pick<ClusterConfig, "kubernetesVersion">,
): Finding[] {
  const path = [...POOLS, name];
  return [
    () => releaseFindings(path, pool, cluster.kubernetesVersion),
    () => familyFindings(path, pool),
    () => amiFindings(path, pool),
    () => limitFindings(path, pool),
    () => labelFindings(path, pool),
  ].flatMap(unlessRefused);
}

/**
 * Labels in the domains that Karpenter keeps for itself: the API server refuses a pool with one (CRD of NodePool in
 * https://github.com/aws/karpenter-provider-aws/blob/v1.13.1/pkg/apis/crds/karpenter.sh_nodepools.yaml).
 */
function labelFindings(path: Path, { labels }: NodePoolConfig): Finding[] {
  return Object.keys(labels)
    .filter((key) => /karpenter\.(?:sh|k8s\.aws)\//.test(key))
    .map((key) => ({
      ...broken(
        "label-of-karpenter",
        [...path, "labels", key],
        `karpenter.sh and karpenter.k8s.aws are domains for Karpenter's own labels, and a pool with the label ${key} is ` +
          "refused: write a key outside them",
      ),
      atKey: true,
    }));
}

/** Families that the table lacks, and families with or without GPUs in the wrong fleet. */
function familyFindings(path: Path, { fleet, instanceFamilies }: NodePoolConfig): Finding[] {
  const known = [...new Set(INSTANCE_TYPES.map(instanceFamily))];
  return instanceFamilies.flatMap((family, index) => {
    const at = [...path, "instanceFamilies", index];
    const [type] = poolInstanceTypes({ instanceFamilies: [family] });
    if (type === undefined) {
      return [
        broken(
          "unknown-instance-family",
          at,
          `the table of instance types (platform/cluster/data/instance-types.json) has no type of family ${family} with 4 vCPU ` +
            `or more: write one that it has, such as ${closest(family, known)}, or add its types there`,
        ),
      ];
    }
    const hasGpus = (instanceType(type)?.gpus ?? 0) > 0;
    return hasGpus === (fleet === "gpu")
      ? []
      : [
          broken(
            "gpus-and-fleet",
            at,
            hasGpus
              ? `family ${family} has GPUs, and the pool is not of fleet gpu: write fleet: gpu, or a family without, such as m7i`
              : `family ${family} has no GPU, and the pool is of fleet gpu: write a family that has, such as g6`,
          ),
        ];
  });
}

/** A limit below the smallest node admits none. 0 is meant. */
function limitFindings(path: Path, { maxVcpu, instanceFamilies }: NodePoolConfig): Finding[] {
  const least = poolSizes({ instanceFamilies })[0]?.vcpu ?? 0;
  return maxVcpu === 0 || maxVcpu >= least
    ? []
    : [
        broken(
          "limit-below-one-node",
          [...path, "maxVcpu"],
          `maxVcpu ${maxVcpu} admits no node, because the smallest has ${least}: write ${least} or more, or 0 to take no ` +
            "further pods",
        ),
      ];
}
