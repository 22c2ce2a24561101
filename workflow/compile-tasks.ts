import { currentSpelling } from "../platform/compute-profiles";
import type { CompiledTask, Condition, Scalar } from "./compiled";
import { DEFAULTS } from "./defaults";
import { imageOf } from "./image";
import type { ManifestDag } from "./normalise";
import { asWritten, type EnvironmentValue, type ResultField, resultsIn } from "./templates/value";

type Task = NonNullable<ManifestDag["tasks"]>[string];
type When = NonNullable<Task["when"]>;
type Settings = Parameters<typeof imageOf>[1];

/** Reads a value as spelt in the file (`1.10` stays `1.10`, `true` stays `true`), and parses its templates. */
export type ReadValue = (value: Scalar, path: readonly (string | number)[]) => EnvironmentValue;

/** Reads a map of environment variables; the path is its place in the manifest. */
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
  return withResults(
    Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [name, compileTask(name, task, dag, settings, read)]),
    ),
  );
}

/** Adds the fields of each task's result that other tasks use. Airflow keeps no other result. */
function withResults(tasks: Readonly<Record<string, CompiledTask>>): Record<string, CompiledTask> {
  const used = Object.values(tasks).flatMap(resultsUsed);
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => {
      const fields = [...new Set(used.filter(({ result }) => result === name).map(({ field }) => field))].sort();
      return [name, fields.length === 0 ? task : { ...task, results: fields }];
    }),
  );
}

/** The fields of results in a task's texts and condition. */
export function resultsUsed({ env_vars: variables, command = [], args = [], when }: CompiledTask): ResultField[] {
  const values = [...Object.values(variables), ...command, ...args, ...(when === undefined ? [] : [when.value])];
  return values.flatMap(resultsIn);
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
      when: task.when && compileCondition(task.when, [...path, "when"], read),
    }),
    compute_profile: currentSpelling(task.compute_profile ?? dag.compute_profile ?? DEFAULTS.compute_profile),
    env_vars: readMap(task.env_vars, [...path, "env_vars"], read),
    dependencies: task.dependencies ?? [],
    inlets: task.inlets ?? [],
    outlets: task.outlets ?? [],
    hmcts_sdp_networking: task.hmcts_sdp_networking ?? dag.hmcts_sdp_networking ?? DEFAULTS.hmcts_sdp_networking,
  };
}

function compileCondition({ value, is, is_not: isNot }: When, path: readonly string[], read: ReadValue): Condition {
  // Only the value has templates.
  const plain = (key: string, text: Scalar): string =>
    typeof text === "string" ? text : asWritten(read(text, [...path, key]));
  return {
    value: read(value, [...path, "value"]),
    ...present({
      is: is === undefined ? undefined : plain("is", is),
      is_not: isNot === undefined ? undefined : plain("is_not", isNot),
    }),
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
