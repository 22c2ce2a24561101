import type { ClusterConfig, NodePoolConfig } from "../config/stack.generated";
import { INSTANCE_TYPES, instanceType } from "./instance-types";

/** The smallest node that justifies its DaemonSets, in vCPUs. */
const SMALLEST_VCPU = 4;

/** Instance types of a pool with one size. */
export interface PoolSize {
  readonly instanceTypes: readonly [string, ...string[]];
  readonly vcpu: number;
  readonly memoryGiB: number;
}

/** Whether a stack has Karpenter. Its node pools count only then. */
export function hasKarpenter({ fleets }: Pick<ClusterConfig, "fleets">): boolean {
  return fleets === "karpenter";
}

/** The family of an instance type: `m7i` of `m7i.xlarge`. */
export function instanceFamily(type: string): string {
  return type.slice(0, type.indexOf("."));
}

/** The instance types of a pool, smallest first: every size of its families that the table has and that justifies its DaemonSets. */
export function poolInstanceTypes({ instanceFamilies }: Pick<NodePoolConfig, "instanceFamilies">): string[] {
  return poolSizes({ instanceFamilies }).flatMap(({ instanceTypes }) => instanceTypes);
}

/** The sizes of a pool, smallest first. Types of one size have the same vCPUs, memory and GPUs. */
export function poolSizes({ instanceFamilies }: Pick<NodePoolConfig, "instanceFamilies">): PoolSize[] {
  const sizes = new Map<string, PoolSize>();
  for (const name of INSTANCE_TYPES.filter((type) => instanceFamilies.includes(instanceFamily(type)))) {
    const type = instanceType(name);
    if (type !== undefined && type.vcpu >= SMALLEST_VCPU) {
      const { vcpu, memoryGiB, gpus } = type;
      const key = [vcpu, memoryGiB, gpus].join();
      const same = sizes.get(key);
      sizes.set(
        key,
        same === undefined
          ? { instanceTypes: [name], vcpu, memoryGiB }
          : { ...same, instanceTypes: [...same.instanceTypes, name] },
      );
    }
  }
  return [...sizes.values()].sort((a, b) => a.vcpu - b.vcpu || a.memoryGiB - b.memoryGiB);
}
