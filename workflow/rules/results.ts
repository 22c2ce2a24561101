import { DEFAULTS } from "../defaults";
import { templatedValues } from "../templated-values";
import { scopeAt, templateScope } from "../templates/scope";
import { readValue } from "../templates/template";
import { resultsIn } from "../templates/value";
import { error, type Rule, warning } from "./rule";
import type { ManifestDag } from "../normalise";

/** A condition has one comparison. */
export const conditionsCompare: Rule = ({ dag }) =>
  Object.entries(dag.tasks ?? {}).flatMap(([task, { when }]) =>
    when === undefined || (when.is === undefined) !== (when.is_not === undefined)
      ? []
      : [
          error(
            "condition-without-comparison",
            ["dag", "tasks", task, "when"],
            `dag.tasks.${task}.when has ${when.is === undefined ? "neither is nor" : "both is and"} is_not; write one of them`,
          ),
        ],
  );

/** A task that uses a result starts only if the task with the result has succeeded. */
export const resultsExist: Rule = (manifest, { environment }) => {
  const scope = templateScope(manifest, environment);
  return templatedValues(manifest).flatMap(({ path, value }) => {
    const { task, ...rest } = scopeAt(scope, path);
    const read = typeof value === "string" && task !== undefined ? readValue(value, { ...rest, task }).value : "";
    const missing = resultsIn(read)
      .map(({ result }) => result)
      .filter((result) => !startsOnlyAfterSuccess(String(task), result, manifest.dag));
    return [...new Set(missing)].map((result) =>
      warning(
        "result-may-be-missing",
        path,
        `${String(task)} can start although ${result} was skipped or failed; it then fails, because there is no result. Remove trigger_rule from ${String(task)} and from the tasks between`,
      ),
    );
  });
};

/** Whether a chain of tasks with the default trigger rule leads from the earlier task to the later one. */
function startsOnlyAfterSuccess(later: string, earlier: string, { tasks = {} }: ManifestDag): boolean {
  const seen = new Set<string>();
  const open = [later];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { dependencies = [], trigger_rule: rule = DEFAULTS.trigger_rule } = tasks[next] ?? {};
    if (seen.has(next) || rule !== DEFAULTS.trigger_rule) {
      continue;
    }
    seen.add(next);
    if (dependencies.includes(earlier)) {
      return true;
    }
    open.push(...dependencies);
  }
  return false;
}
