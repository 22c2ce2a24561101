import table from "./data/instance-types.json";

/** Resources of an instance type. */
export interface InstanceType {
  readonly vcpu: number;
  readonly memoryGiB: number;
  /** NVIDIA GPUs. */
  readonly gpus: number;
  /**
   * Pods that its network interfaces could address one by one, without prefixes. AL2023 images may reserve memory for
   * them.
   */
  readonly eniMaxPods: number;
}

const TYPES: Readonly<Record<string, InstanceType | undefined>> = Object.fromEntries(
  table.types.map(
    ([name, vcpu, memoryGiB, gpus, eniMaxPods]) =>
      [name, { vcpu, memoryGiB, gpus, eniMaxPods }] as [string, InstanceType],
  ),
);

/** An instance type by its name; `undefined` if the table does not contain it. */
export function instanceType(name: string): InstanceType | undefined {
  return TYPES[name];
}

/** All names of the table. */
export const INSTANCE_TYPES: readonly string[] = Object.keys(TYPES);
