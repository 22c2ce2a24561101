import { instanceType } from "../../platform/cluster/instance-types";
import { volumes } from "../../platform/cluster/volumes";
import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import { PRICES } from "./prices";

/** Types whose price does not follow from their vCPUs: the price of each, if it is known. */
const BY_NAME: Readonly<Record<string, number | null>> = {
  "g4dn.xlarge": PRICES["g4dn.xlargeHour"].amount,
  "r7i.8xlarge": PRICES["r7i.8xlargeHour"].amount,
};

/** Costs of a node of a group. */
export interface NodePrice {
  /** The first of the group's instance types with a known price, otherwise the first. */
  readonly type: string;
  /** Price of an hour on demand; `null` if no type of the group has a known price. */
  readonly hour: number | null;
}

/** Price of an hour of a group's node on demand, without its volumes. */
export function nodePrice({ instanceTypes }: { readonly instanceTypes: readonly string[] }): NodePrice {
  const prices = instanceTypes.map((type) => ({ type, hour: instanceHour(type) }));
  return prices.find(({ hour }) => hour !== null) ?? { type: instanceTypes[0] ?? "", hour: null };
}

function instanceHour(type: string): number | null {
  const perVcpu = PRICES.m6aVcpuHour.amount;
  const vcpu = instanceType(type)?.vcpu;
  return type.startsWith("m6a.") && perVcpu !== null && vcpu !== undefined ? vcpu * perVcpu : (BY_NAME[type] ?? null);
}

/** GiB of all volumes of one node. */
export function nodeGiB(group: Pick<NodeGroupConfig, "amiType" | "diskSizeGiB">): number {
  return Object.values(volumes(group)).reduce((sum, size) => sum + size, 0);
}
