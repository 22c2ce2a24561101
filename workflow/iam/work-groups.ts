import { sortedUnique } from "../../platform/iam/patterns";
import { compatiblePatterns, isListed } from "./configured";
import type { RoleInput } from "./context";

/** Athena work groups that a workflow may use. A `*` at the end matches any ending. */
export interface WorkGroups {
  /** Work groups for all workflows without work groups of their own; empty if the workflow has one. */
  readonly shared: readonly string[];
  /** Work groups that the configuration gives to this workflow, with those of `compatibility.workGroups`. */
  readonly own: readonly string[];
}

export function workGroupsOf(input: RoleInput): WorkGroups {
  const { workGroups, ownWorkGroups } = input.settings.workflows.athena;
  const own = ownWorkGroups.filter(({ workflows }) => isListed(input, workflows)).flatMap((entry) => entry.workGroups);
  return {
    shared: own.length === 0 ? workGroups : [],
    own: sortedUnique([...own, ...compatiblePatterns(input, "workGroups")]),
  };
}
