import { groupBy } from "../diagnostics/group-by";
import type { Problem } from "../diagnostics/problem";
import type { CompiledWorkflow } from "./compiled";
import { stackProblem } from "./stack-problem";

/** Workflows that a message names. */
const NAMED = 3;

/** One warning for each setting for workflows that migrate, with the number of workflows that use it. */
export function compatibilityInUse(environment: string, workflows: readonly CompiledWorkflow[]): Problem[] {
  const uses = workflows.flatMap(({ id, settingsUsed }) => settingsUsed.map(({ setting }) => ({ id, setting })));
  return [...groupBy(uses, ({ setting }) => setting)].map(([setting, users]) => {
    const names = users.slice(0, NAMED).map(({ id }) => id);
    const more = users.length > NAMED ? ` and ${users.length - NAMED} more` : "";
    const verb = users.length === 1 ? "workflow uses" : "workflows use";
    return stackProblem(
      environment,
      "warning",
      "compatibility-in-use",
      ["workflows", ...setting.split(".")],
      `${users.length} ${verb} it: ${names.join(", ")}${more}. The preview counts them by project; turn it off for those that no longer need it`,
    );
  });
}
