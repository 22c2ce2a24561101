import type { Scalar } from "./compiled";
import type { Manifest } from "./normalise";

/** A value of the manifest that may contain templates, and its path. */
export interface TemplatedValue {
  readonly path: readonly (string | number)[];
  readonly value: Scalar;
}

/** Keys of a task with a list of texts for its container. */
export const TEXT_LISTS = ["command", "args"] as const;

/** Every value that may contain templates: environment variables, commands, arguments and conditions. */
export function templatedValues({ dag }: Manifest): TemplatedValue[] {
  return [
    ...ofMap(["dag", "env_vars"], dag.env_vars),
    ...Object.entries(dag.tasks ?? {}).flatMap(([name, task]) => {
      const path = ["dag", "tasks", name];
      return [
        ...TEXT_LISTS.flatMap((key) =>
          (task[key] ?? []).map((value, index) => ({ path: [...path, key, index], value })),
        ),
        ...ofMap([...path, "env_vars"], task.env_vars),
        ...(task.when === undefined ? [] : [{ path: [...path, "when", "value"], value: task.when.value }]),
      ];
    }),
  ];
}

function ofMap(path: readonly string[], variables: Readonly<Record<string, Scalar>> = {}): TemplatedValue[] {
  return Object.entries(variables).map(([variable, value]) => ({ path: [...path, variable], value }));
}
