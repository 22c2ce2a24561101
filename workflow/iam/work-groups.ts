import { sortedUnique } from "../../platform/iam/patterns";
import { compatiblePatterns, isListed } from "./configured";
import type { RoleInput } from "./context";

/** Athena work groups that a workflow may use; a closing `*` stands for any ending. */
export interface WorkGroups {
  /** Used by every workflow that has no work group of its own. */
  readonly shared: readonly string[];
  /** Those of the workflow's project, and those that `compatibility.workGroups` adds. */
  readonly own: readonly string[];
}

/** The work groups that configuration offers to a workflow. */
export function workGroupsOf(input: RoleInput): WorkGroups {
  const { workGroups, ownWorkGroups } = input.settings.workflows.athena;
  const own = ownWorkGroups.filter(({ workflows }) => isListed(input, workflows)).flatMap((entry) => entry.workGroups);
  return {
    shared: own.length === 0 ? workGroups : [],
    own: sortedUnique([...own, ...compatiblePatterns(input, "workGroups")]),
  };
}
