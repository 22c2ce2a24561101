import data from "./data/daemon-sets.json";

/** A DaemonSet of the platform, with what its pod asks of every node it runs on. */
export interface DaemonSet {
  readonly name: string;
  readonly namespace: string;
  /** The nodes it runs on: `gpu` are those of node groups with NVIDIA GPUs. */
  readonly nodes: "all" | "gpu";
  /** CPU request of all its containers, in thousandths of a core. */
  readonly cpuMillis: number;
  /** Memory request of all its containers, in MiB. */
  readonly memoryMiB: number;
  /** Where the figures come from. */
  readonly source: string;
}

/**
 * Every DaemonSet of the platform. Those of EKS add-ons ask for what the add-on states; those of Helm releases for what is
 * written in the data file, from which the release takes it.
 */
export const DAEMON_SETS: readonly DaemonSet[] = data.daemonSets.map((daemonSet) => ({
  ...daemonSet,
  nodes: daemonSet.nodes === "gpu" ? "gpu" : "all",
}));

/** A DaemonSet by its name. Throws where the data file does not have it. */
export function daemonSet(name: string): DaemonSet {
  const found = DAEMON_SETS.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`no DaemonSet ${name} in platform/cluster/data/daemon-sets.json: add it there with its requests`);
  }
  return found;
}

/** What a DaemonSet's pod asks for, as `resources.requests` of a Helm chart or a container. */
export function daemonSetRequests(name: string): { readonly cpu: string; readonly memory: string } {
  const { cpuMillis, memoryMiB } = daemonSet(name);
  return { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` };
}
