import type { ComputeProfile } from "../../compute-profiles";
import type { Finding } from "../../../diagnostics/problem";
import { nodeAllocatable, type Resources, roomForWorkflows } from "../../cluster/allocatable";
import { INSTANCE_TYPES, instanceType } from "../../cluster/instance-types";
import { instanceFamily } from "../../cluster/node-pools";
import { type FleetGroup, fits, placements, podRequests } from "../../cluster/placement";
import type { ClusterConfig } from "../stack.generated";
import { broken } from "./finding";

/**
 * Largest ratio of the smallest fitting node to a profile, in CPU and in memory. 2 is usual: on an instance of the
 * profile's size, kubelet and DaemonSets leave too little room, and the next size is twice as large. 4 is the smallest
 * profile, of one core, on the smallest node that justifies its DaemonSets. Beyond that, most of the paid capacity is
 * idle.
 */
const LARGEST_NODE = 4;

/** Maximum number of instance types that an error proposes: as many as a spot group needs. */
const PROPOSED_TYPES = 4;

/**
 * Every offered compute profile needs a group whose nodes it fits, and that are not much larger than it. While a group drains, a
 * larger node is enough.
 *
 * @param undecided node pools with a group whose instance types have their own errors; the rule skips them.
 */
export function placementFindings(cluster: ClusterConfig, undecided: readonly string[]): Finding[] {
  const undrained = new Map(
    placements(withoutDraining(cluster)).map(({ profile, group }) => [profile.name, group] as const),
  );
  const alone = new Map<string, ComputeProfile[]>();
  const findings = placements(cluster)
    .filter(({ profile: { fleet, capacity } }) => !undecided.includes(`${fleet}-${capacity}`))
    .flatMap(({ profile, candidates, group }) => {
      const own = undrained.get(profile.name);
      const drains = own?.section === "nodeGroups" && cluster.nodeGroups[own.name]?.draining === true;
      if (group !== undefined) {
        return drains ? [] : tooLarge(profile, group, cluster);
      }
      const largest = candidates.at(-1);
      if (largest === undefined) {
        // A fleet and capacity without a group has its own error.
        return [];
      }
      if (drains) {
        alone.set(own.name, [...(alone.get(own.name) ?? []), profile]);
        return [];
      }
      return [fitsNowhere(profile, largest, cluster)];
    });
  return [...findings, ...[...alone].map(([name, profiles]) => drainsAlone(name, profiles))];
}

function withoutDraining(cluster: ClusterConfig): ClusterConfig {
  const nodeGroups = Object.entries(cluster.nodeGroups).map(([name, group]) => [name, { ...group, draining: false }]);
  return { ...cluster, nodeGroups: Object.fromEntries(nodeGroups) as ClusterConfig["nodeGroups"] };
}

function drainsAlone(name: string, profiles: readonly ComputeProfile[]): Finding {
  return broken(
    "draining-alone",
    ["cluster", "nodeGroups", name, "draining"],
    `no other node has room for ${profiles.map((profile) => profile.name).join(", ")}, so new tasks would wait while group ${name} ` +
      `drains: copy its entry under another name, such as ${name}-twin, without draining, until ${name} takes tasks again`,
  );
}

function fitsNowhere(profile: ComputeProfile, largest: FleetGroup, cluster: ClusterConfig): Finding {
  return broken(
    "profile-fits-nowhere",
    ["cluster", largest.section],
    `no node has room for compute profile ${profile.name}, which asks for ${words(podRequests(profile))}: the largest of ` +
      `its fleet and capacity, of ${ownerOf(largest)}, has ${words(largest.room)} after what kubelet and DaemonSets ` +
      `keep. ${advice(profile, largest, cluster)}`,
  );
}

function tooLarge(profile: ComputeProfile, group: FleetGroup, cluster: ClusterConfig): Finding[] {
  return group.vcpu > profile.cpu * LARGEST_NODE && group.memoryGiB > profile.memoryGiB * LARGEST_NODE
    ? [
        broken(
          "profile-on-too-large-node",
          ["cluster", group.section, group.name],
          `the smallest node with room for compute profile ${profile.name}, which asks for ${words(podRequests(profile))}, is ` +
            `one of ${ownerOf(group)} with ${group.vcpu} vCPU and ${group.memoryGiB} GiB: more than ${LARGEST_NODE} times ` +
            `as large, most of it paid for and idle. ${advice(profile, group, cluster)}`,
        ),
      ]
    : [];
}

function ownerOf({ name, section }: FleetGroup): string {
  return section === "nodePools" ? `pool ${name}` : `group ${name}`;
}

/** The group or the families to add for a profile: the smallest instance types that have room for it. */
function advice(
  profile: ComputeProfile,
  { name: owner, section }: FleetGroup,
  { nodePools }: Pick<ClusterConfig, "nodePools">,
): string {
  const { fleet, capacity } = profile;
  const amiType = profile.gpus > 0 ? "BOTTLEROCKET_x86_64_NVIDIA" : "BOTTLEROCKET_x86_64";
  const roomy = INSTANCE_TYPES.flatMap((name) => {
    const type = instanceType(name);
    const suits = type !== undefined && type.gpus > 0 === profile.gpus > 0;
    return suits && fits(roomForWorkflows(nodeAllocatable(type, amiType)), podRequests(profile))
      ? [{ name, ...type }]
      : [];
  }).sort((a, b) => a.vcpu - b.vcpu || a.memoryGiB - b.memoryGiB);
  const [least] = roomy;
  if (least === undefined) {
    return "No instance type of platform/cluster/data/instance-types.json has room for it: add a larger one there";
  }
  const same = roomy.filter(
    ({ vcpu, memoryGiB, gpus }) => [vcpu, memoryGiB, gpus].join() === [least.vcpu, least.memoryGiB, least.gpus].join(),
  );
  const names = same.slice(0, PROPOSED_TYPES).map(({ name }) => name);
  if (section === "nodePools") {
    const families: readonly string[] = nodePools[owner]?.instanceFamilies ?? [];
    const own = roomy.find(({ name }) => families.includes(instanceFamily(name)));
    return own === undefined
      ? `Add to instanceFamilies of pool ${owner} a family with room, such as that of ${names.join(", ")}`
      : `Write maxVcpu: ${own.vcpu} or more in pool ${owner}`;
  }
  return `Add a group with fleet: ${fleet}, capacity: ${capacity} and instanceTypes: [${names.join(", ")}]`;
}

function words({ cpuMillis, memoryMiB, gpus }: Resources): string {
  const amounts = [`${cpuMillis / 1000} CPU`, `${(memoryMiB / 1024).toFixed(1).replace(/\.0$/, "")} GiB`];
  return [...amounts, ...(gpus > 0 ? [`${gpus} GPU${gpus > 1 ? "s" : ""}`] : [])]
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");
}
