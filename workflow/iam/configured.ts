import type { Compatibility } from "../../platform/config/stack.generated";
import { sortedUnique } from "../../platform/iam/patterns";
import type { RoleInput } from "./context";

/** A key of `workflows.compatibility` whose entries add names to a grant. */
export type CompatibilityKey = Exclude<keyof Compatibility, "pythonValues">;

/** The names that a compatibility setting adds for a workflow. A `*` at the end matches any ending. */
export function compatiblePatterns(input: RoleInput, key: CompatibilityKey): string[] {
  const grants = input.settings.workflows.compatibility[key];
  return sortedUnique(grants.filter(({ workflows }) => isListed(input, workflows)).flatMap(({ patterns }) => patterns));
}

/** Whether a list of the configuration includes a workflow, as `project/workflow` or `project/*`. */
export function isListed({ projectFolder, workflow }: RoleInput, workflows: readonly string[]): boolean {
  return workflows.includes(`${projectFolder}/${workflow}`) || workflows.includes(`${projectFolder}/*`);
}
