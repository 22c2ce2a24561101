import { isMap } from "../diagnostics/is-map";
import type { Manifest, ManifestDag } from "./normalise";
import { TEXT_LISTS } from "./templated-values";
import { isOwnParameter } from "./variables";

/**
 * Copies a valid manifest without parts that have no effect: duplicates in lists, and a task's variables that repeat a
 * variable of the platform.
 */
export function simplify(manifest: Manifest): Manifest {
  const { dag, ...rest } = withoutDuplicates(manifest);
  return { ...rest, dag: dag.tasks === undefined ? dag : { ...dag, tasks: withoutOwnParameters(dag, dag.tasks) } };
}

function withoutOwnParameters(
  dag: ManifestDag,
  tasks: NonNullable<ManifestDag["tasks"]>,
): NonNullable<ManifestDag["tasks"]> {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      task.env_vars === undefined
        ? task
        : {
            ...task,
            env_vars: Object.fromEntries(
              Object.entries(task.env_vars).filter(([variable, value]) => !isOwnParameter(dag.params, variable, value)),
            ),
          },
    ]),
  );
}

/** Lists that may repeat a value. */
const KEPT: ReadonlySet<string> = new Set(TEXT_LISTS);

function withoutDuplicates<T>(data: T): T;
function withoutDuplicates(data: unknown): unknown {
  if (Array.isArray(data)) {
    return [...new Set<unknown>(data)];
  }
  return isMap(data)
    ? Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          KEPT.has(key) && Array.isArray(value) ? value : withoutDuplicates(value),
        ]),
      )
    : data;
}
