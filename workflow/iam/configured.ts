import type { Compatibility } from "../../platform/config/stack.generated";
import { sortedUnique } from "../../platform/iam/patterns";
import type { RoleInput } from "./context";

/** A setting of `workflows.compatibility` that adds names to a grant. */
export type CompatibilityKey = Exclude<keyof Compatibility, "pythonValues">;

/** Names that a compatibility setting adds for a workflow; a closing `*` stands for any ending. */
export function compatiblePatterns(input: RoleInput, key: CompatibilityKey): string[] {
  const grants = input.settings.workflows.compatibility[key];
  return sortedUnique(grants.filter(({ workflows }) => isListed(input, workflows)).flatMap(({ patterns }) => patterns));
}

/** Whether configuration lists a workflow, as `project/workflow` or by `project/*`. */
export function isListed({ projectFolder, workflow }: RoleInput, workflows: readonly string[]): boolean {
  return workflows.includes(`${projectFolder}/${workflow}`) || workflows.includes(`${projectFolder}/*`);
}
