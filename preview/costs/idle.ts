import type { StackConfig } from "../../platform/config/stack.generated";
import type { Registration } from "../offline/registration";
import { nodeGiB, nodePrice } from "./nodes";
import { PRICES } from "./prices";
import { type FixedCost, fixedCost } from "./fixed-costs";

/** Hours that AWS's own examples give a month. */
export const HOURS_PER_MONTH = 730;

/** One line of an environment's monthly costs. */
export interface CostLine {
  readonly what: string;
  readonly quantity: number;
  /** Price of one unit for a month; `null` if the price is unknown. */
  readonly each: number | null;
}

/**
 * Monthly costs of an environment in which nothing runs: resources with a fixed cost, and the nodes that the autoscaler never
 * removes.
 */
export function idleCost(
  registrations: readonly Pick<Registration, "type" | "inputs">[],
  cluster: Pick<StackConfig["cluster"], "nodeGroups">,
): CostLine[] {
  const lines = new Map<string, CostLine>();
  for (const cost of registrations.map(fixedCost)) {
    if (cost !== undefined && cost.quantity > 0) {
      const quantity = (lines.get(cost.what)?.quantity ?? 0) + cost.quantity;
      lines.set(cost.what, { what: cost.what, quantity, each: monthOf(cost) });
    }
  }
  // The order of registrations differs from run to run.
  return [...[...lines.values()].sort((a, b) => (a.what < b.what ? -1 : 1)), ...nodeLines(cluster)];
}

function monthOf({ price, per }: FixedCost): number | null {
  const { amount } = PRICES[price];
  return amount === null ? null : amount * (per === "hour" ? HOURS_PER_MONTH : 1);
}

/** The sum of the lines with a known price, and the number of lines without one. */
export function total(lines: readonly CostLine[]): { readonly known: number; readonly unknown: number } {
  return {
    known: lines.reduce((sum, { quantity, each }) => sum + quantity * (each ?? 0), 0),
    unknown: lines.filter(({ each }) => each === null).length,
  };
}

function nodeLines({ nodeGroups }: Pick<StackConfig["cluster"], "nodeGroups">): CostLine[] {
  return Object.entries(nodeGroups)
    .filter(([, { minSize }]) => minSize > 0)
    .flatMap(([name, group]) => {
      const { type, hour } = nodePrice(group);
      const perGiB = PRICES.gp3GbMonth.amount;
      return [
        {
          what: `nodes of ${name}, ${type} on demand`,
          quantity: group.minSize,
          each: hour === null ? null : hour * HOURS_PER_MONTH,
        },
        { what: `GiB of their volumes`, quantity: group.minSize * nodeGiB(group), each: perGiB },
      ];
    });
}
