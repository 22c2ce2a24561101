import { closest } from "fastest-levenshtein";

import type { Finding } from "../../../diagnostics/problem";
import { INSTANCE_TYPES, instanceType } from "../../cluster/instance-types";
import { isBottlerocketRelease } from "../../cluster/versions";
import { unlessRefused } from "../guarded";
import type { ClusterConfig, NodeGroupConfig } from "../stack.generated";
import { broken, type Path } from "./finding";

/** Names are in lower case. Readers, and some AWS services, do not distinguish names that differ only in case. */
export function groupNameFindings(names: readonly string[]): Finding[] {
  return names
    .filter((name) => name !== name.toLowerCase())
    .map((name) => {
      const lower = name.toLowerCase();
      const message = names.includes(lower)
        ? `${name} and ${lower} differ in case only, so they are one name: merge the two, or rename one in lower case`
        : `${name} is not in lower case: write ${lower}`;
      return { ...broken("group-name", ["cluster", "nodeGroups", name], message), atKey: true };
    });
}

/** Nodes that EKS lets one managed node group have: quota "Nodes per managed node group", which AWS raises on request. */
const NODES_PER_GROUP = 450;

/** Checks one node group. A value that the schema refuses stops only the rules that read it. */
export function nodeGroupFindings(
  name: string,
  group: NodeGroupConfig,
  cluster: Pick<ClusterConfig, "kubernetesVersion">,
): Finding[] {
  const path = ["cluster", "nodeGroups", name];
  return [
    () => sizeFindings(path, group),
    () => releaseFindings(path, group, cluster.kubernetesVersion),
    () => instanceFindings(path, group),
    () => gpuFindings(path, group),
    () => amiFindings(path, group),
  ].flatMap(unlessRefused);
}

function sizeFindings(path: Path, { minSize, maxSize, desiredSize, draining }: NodeGroupConfig): Finding[] {
  if (draining && minSize > 0) {
    return [
      broken(
        "draining-keeps-nodes",
        [...path, "minSize"],
        `minSize ${minSize} keeps nodes that take no further pods, because the group has draining: true: write minSize: 0`,
      ),
    ];
  }
  if (maxSize < minSize) {
    return [
      broken(
        "max-below-min",
        [...path, "maxSize"],
        `maxSize ${maxSize} is below minSize ${minSize}: write ${minSize} or more, or a smaller minSize`,
      ),
    ];
  }
  if (maxSize > NODES_PER_GROUP) {
    return [
      broken(
        "too-many-nodes",
        [...path, "maxSize"],
        `maxSize ${maxSize} is above ${NODES_PER_GROUP}, the nodes that EKS lets a managed node group have: write ` +
          `${NODES_PER_GROUP} or less, and another group of the fleet for more`,
      ),
    ];
  }
  return desiredSize < minSize || desiredSize > maxSize
    ? [
        broken(
          "desired-outside",
          [...path, "desiredSize"],
          `desiredSize ${desiredSize} is not between minSize ${minSize} and maxSize ${maxSize}: write ${minSize}, and leave ` +
            "the rest to the autoscaler",
        ),
      ]
    : [];
}

/** An AL2023 release belongs to one Kubernetes minor and begins with it. Bottlerocket has its own numbers. */
export function releaseFindings(
  path: Path,
  { amiType, amiReleaseVersion }: Pick<NodeGroupConfig, "amiType" | "amiReleaseVersion">,
  minor: string,
): Finding[] {
  const at = [...path, "amiReleaseVersion"];
  switch (amiType) {
    case "AL2023_x86_64_STANDARD":
    case "AL2023_x86_64_NVIDIA":
      return amiReleaseVersion.startsWith(`${minor}.`)
        ? []
        : [
            broken(
              "release-of-another-minor",
              at,
              `${amiReleaseVersion} is not a release for Kubernetes ${minor} (cluster.kubernetesVersion): write an AL2023 ` +
                `release that begins with ${minor}., as ${minor}.0-20260801`,
            ),
          ];
    case "BOTTLEROCKET_x86_64":
    case "BOTTLEROCKET_x86_64_NVIDIA":
      return isBottlerocketRelease(amiReleaseVersion)
        ? []
        : [
            broken(
              "release-of-another-family",
              at,
              `${amiReleaseVersion} is not a Bottlerocket release: write version and commit, as 1.64.0-ad9d4847`,
            ),
          ];
    default:
      return amiType satisfies never;
  }
}

/** Unknown types, and types of another size than the first. The autoscaler assumes that all have the same size. */
function instanceFindings(path: Path, { instanceTypes }: NodeGroupConfig): Finding[] {
  const [first] = instanceTypes;
  const expected = instanceType(first);
  return instanceTypes.flatMap((name, index) => {
    const type = instanceType(name);
    const at = [...path, "instanceTypes", index];
    if (type === undefined) {
      return [
        broken(
          "unknown-instance-type",
          at,
          `${name} is not in the table of instance types (platform/cluster/data/instance-types.json): write one that is, such as ` +
            `${closest(name, [...INSTANCE_TYPES])}, or add it there with its vCPU, memory, GPUs and pods`,
        ),
      ];
    }
    const same =
      expected === undefined ||
      (type.vcpu === expected.vcpu && type.memoryGiB === expected.memoryGiB && type.gpus === expected.gpus);
    return same
      ? []
      : [
          broken(
            "mixed-sizes",
            at,
            `${name} has ${type.vcpu} vCPU, ${type.memoryGiB} GiB and ${type.gpus} GPUs, unlike ${first} with ` +
              `${expected.vcpu}, ${expected.memoryGiB} and ${expected.gpus}: write types of one size, and another group for others`,
          ),
        ];
  });
}

/** The GPU fleet needs GPUs. No other group should pay for them. */
function gpuFindings(path: Path, { fleet, instanceTypes }: NodeGroupConfig): Finding[] {
  const gpuFleet = fleet === "gpu";
  return instanceTypes.flatMap((name, index) => {
    const gpus = instanceType(name)?.gpus;
    return gpus === undefined || gpus > 0 === gpuFleet
      ? []
      : [
          broken(
            "gpus-and-fleet",
            [...path, "instanceTypes", index],
            gpuFleet
              ? `${name} has no GPU, and the group is of fleet gpu: write a type that has, such as g6.xlarge`
              : `${name} has GPUs, and the group is not of fleet gpu: write fleet: gpu, or a type without, such as m7i.xlarge`,
          ),
        ];
  });
}

/** The GPU fleet needs an AMI with the driver. */
export function amiFindings(path: Path, { fleet, amiType }: Pick<NodeGroupConfig, "fleet" | "amiType">): Finding[] {
  const nvidia = amiType === "AL2023_x86_64_NVIDIA" || amiType === "BOTTLEROCKET_x86_64_NVIDIA";
  const gpuFleet = fleet === "gpu";
  const what = path.includes("nodePools") ? "pool" : "group";
  return nvidia === gpuFleet
    ? []
    : [
        broken(
          "ami-and-fleet",
          [...path, "amiType"],
          gpuFleet
            ? `${amiType} has no NVIDIA driver, and the ${what} is of fleet gpu: write BOTTLEROCKET_x86_64_NVIDIA`
            : `${amiType} is for GPUs, and the ${what} is not of fleet gpu: write BOTTLEROCKET_x86_64, or fleet: gpu`,
        ),
      ];
}
