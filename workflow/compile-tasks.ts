import { currentSpelling } from "../platform/compute-profiles";
import type { CompiledTask, Scalar } from "./compiled";
import { DEFAULTS } from "./defaults";
import { imageOf } from "./image";
import type { ManifestDag } from "./normalise";
import type { EnvironmentValue } from "./templates/value";

type Task = NonNullable<ManifestDag["tasks"]>[string];
type Settings = Parameters<typeof imageOf>[1];

/** Reads a value as spelt in the file (`1.10` stays `1.10`, `true` stays `true`), and parses its templates. */
export type ReadValue = (value: Scalar, path: readonly (string | number)[]) => EnvironmentValue;

/** Reads a map of environment variables; the path is where it is in the manifest. */
export function readMap(
  variables: Readonly<Record<string, Scalar>> = {},
  path: readonly string[],
  read: ReadValue,
): Record<string, EnvironmentValue> {
  return Object.fromEntries(
    Object.entries(variables).map(([variable, value]) => [variable, read(value, [...path, variable])]),
  );
}

/** The tasks of a DAG. A manifest without tasks gets one, called `main`. */
export function compileTasks(dag: ManifestDag, settings: Settings, read: ReadValue): Record<string, CompiledTask> {
  const tasks: NonNullable<ManifestDag["tasks"]> = dag.tasks ?? {
    main: { ...(dag.inlets && { inlets: dag.inlets }), ...(dag.outlets && { outlets: dag.outlets }) },
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [name, compileTask(name, task, dag, settings, read)]),
  );
}

function compileTask(name: string, task: Task, dag: ManifestDag, settings: Settings, read: ReadValue): CompiledTask {
  const path = ["dag", "tasks", name];
  const readList = (key: "args" | "command"): EnvironmentValue[] | undefined =>
    task[key]?.map((value, index) => read(value, [...path, key, index]));
  return {
    ...present({
      image: own(imageOf({ ...dag, ...task }, settings), imageOf(dag, settings)),
      command: readList("command"),
      args: readList("args"),
      retries: own(task.retries, dag.retries ?? DEFAULTS.retries),
      retry_delay: own(task.retry_delay, dag.retry_delay ?? DEFAULTS.retry_delay),
      timeout: task.timeout,
      trigger_rule: own(task.trigger_rule, DEFAULTS.trigger_rule),
    }),
    compute_profile: currentSpelling(task.compute_profile ?? dag.compute_profile ?? DEFAULTS.compute_profile),
    env_vars: readMap(task.env_vars, [...path, "env_vars"], read),
    dependencies: task.dependencies ?? [],
    inlets: task.inlets ?? [],
    outlets: task.outlets ?? [],
    hmcts_sdp_networking: task.hmcts_sdp_networking ?? dag.hmcts_sdp_networking ?? DEFAULTS.hmcts_sdp_networking,
  };
}

/** The task's value, or `undefined` if it equals the value that the task inherits. */
function own<T>(value: T | undefined, inherited: T): T | undefined {
  return value === inherited ? undefined : value;
}

/** Leaves out the keys whose value is `undefined`. */
function present<T extends object>(map: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
