import data from "./data/daemon-sets.json";

/** A DaemonSet of the platform, with the requests of its pod. */
export interface DaemonSet {
  readonly name: string;
  readonly namespace: string;
  /** The nodes it runs on: `gpu` are those of node groups with NVIDIA GPUs. */
  readonly nodes: "all" | "gpu";
  /** CPU request of all its containers, in thousandths of a core. */
  readonly cpuMillis: number;
  /** Memory request of all its containers, in MiB. */
  readonly memoryMiB: number;
  /** Source of the figures. */
  readonly source: string;
}

/**
 * Every DaemonSet of the platform. The add-on sets the requests of EKS's DaemonSets; the data file sets those of Helm
 * releases.
 */
export const DAEMON_SETS: readonly DaemonSet[] = data.daemonSets.map((daemonSet) => ({
  ...daemonSet,
  nodes: daemonSet.nodes === "gpu" ? "gpu" : "all",
}));

/**
 * A DaemonSet by its name.
 *
 * @throws Error if the data file does not contain it.
 */
export function daemonSet(name: string): DaemonSet {
  const found = DAEMON_SETS.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`no DaemonSet ${name} in platform/cluster/data/daemon-sets.json: add it there with its requests`);
  }
  return found;
}

/** Requests of a DaemonSet's pod, as `resources.requests` of a Helm chart or a container. */
export function daemonSetRequests(name: string): { readonly cpu: string; readonly memory: string } {
  const { cpuMillis, memoryMiB } = daemonSet(name);
  return { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` };
}
