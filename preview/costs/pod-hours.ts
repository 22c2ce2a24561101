import { type Fleets, placements, podRequests, podsOnNode } from "../../platform/cluster/placement";
import { nodePrice } from "./nodes";

/**
 * The list price of an hour of a pod, by the name of its compute profile; `null` if no price is known, or if no node takes the pod.
 *
 * A pod pays an equal part of the smallest node that it fits, as if only pods of its profile ran there. The price is that of capacity on
 * demand, also for spot, whose price changes and is lower.
 */
export function podHours(fleets: Fleets): ReadonlyMap<string, number | null> {
  return new Map(
    placements(fleets).map(({ profile, group }) => {
      const hour = group === undefined ? null : nodePrice(group).hour;
      return [
        profile.name,
        group === undefined || hour === null ? null : hour / podsOnNode(group.room, podRequests(profile)),
      ];
    }),
  );
}
