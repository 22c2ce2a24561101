import type { Compatibility, WorkflowPattern } from "../../platform/config/stack.generated";
import { matchesPattern, sortedUnique } from "../../platform/iam/patterns";
import type { RoleInput } from "./context";

/** A setting of `workflows.compatibility` that adds names to a grant. */
export type CompatibilityKey = "glueJobs" | "glueDatabases" | "workGroups" | "queryResults";

/** A setting of `workflows.compatibility` that is on for the workflows that it lists. */
export type CompatibilitySwitch =
  "allRegions" | "bucketListing" | "catalogues" | "glueServices" | "objectAcls" | "pythonValues" | "writeOnlyPaths";

/** The pattern that lists every workflow. */
const ALL = "*/*";

type Named = Pick<RoleInput, "projectFolder" | "workflow" | "settings">;

/** The names that a compatibility setting adds for a workflow. A `*` at the end matches any ending. */
export function compatiblePatterns(input: Named, key: CompatibilityKey): string[] {
  return sortedUnique(grantsFor(input, compatibilityOf(input)[key]).flatMap(({ patterns }) => patterns));
}

/** Whether a compatibility setting is on for a workflow. */
export function isSwitchedOn(input: Named, key: CompatibilitySwitch): boolean {
  return isListed(input, compatibilityOf(input)[key]);
}

/** The entries of a setting that list a workflow. */
export function grantsFor<Entry extends { readonly workflows: readonly WorkflowPattern[] }>(
  input: Named,
  entries: readonly Entry[],
): Entry[] {
  return entries.filter(({ workflows }) => isListed(input, workflows));
}

/** Settings of the stack for workflows that migrate. */
export function compatibilityOf({ settings }: Pick<Named, "settings">): Compatibility {
  return settings.workflows.compatibility;
}

/** Whether the configuration lists a workflow. A `*` at the end of a pattern matches any ending. */
export function isListed(
  { projectFolder, workflow }: Omit<Named, "settings">,
  workflows: readonly WorkflowPattern[],
): boolean {
  return workflows.some((pattern) => pattern === ALL || matchesPattern(pattern, `${projectFolder}/${workflow}`));
}
