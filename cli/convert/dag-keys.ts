import type { ManifestTask } from "./tasks";

/** Keys of a task that the DAG has too, for all its tasks. */
const SHARED = ["retries", "retry_delay", "compute_profile", "hmcts_sdp_networking"] as const;

/** Keys that only a task of `dag.tasks` has. */
const OF_TASKS = ["repository", "tag", "command", "args", "trigger_rule", "timeout", "when"] as const;

/** The value of a shared key that a task without it has. */
const ABSENT = { retries: 0, hmcts_sdp_networking: false } as const;

type DagKeys = Pick<ManifestTask, (typeof SHARED)[number] | "env_vars"> & {
  tasks?: Readonly<Record<string, ManifestTask>>;
};

/**
 * Keys of `dag` for these tasks, written once where tasks agree. A single task `main` needs no `tasks`. Otherwise the most
 * common value of a key is the DAG's, and tasks with another value have their own.
 */
export function dagKeysOf(tasks: ReadonlyMap<string, ManifestTask>): DagKeys {
  const [[name, only] = ["", {}]] = tasks;
  if (tasks.size === 1 && name === "main" && OF_TASKS.every((key) => only[key] === undefined)) {
    return only;
  }
  const own = new Map([...tasks].map(([id, task]) => [id, { ...task }]));
  const common = {
    ...Object.fromEntries(SHARED.flatMap((key) => commonValue(key, [...own.values()]))),
    ...commonVariables([...own.values()]),
  };
  return { ...common, tasks: Object.fromEntries([...own].map(([id, task]) => [id, withoutEmpty(task)])) };
}

/** Takes the most common value of a key out of the tasks that have it. */
function commonValue(key: (typeof SHARED)[number], tasks: ManifestTask[]): (readonly [string, unknown])[] {
  const values = tasks.map((task) => task[key]);
  const counts = new Map<unknown, number>();
  values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  const [[best] = [undefined]] = [...counts].sort(([, one], [, other]) => other - one);
  if (best === undefined || (key === "hmcts_sdp_networking" && counts.size > 1)) {
    return [];
  }
  for (const task of tasks) {
    if (task[key] === best) {
      // eslint's rule against dynamic deletion keeps maps fast; these objects are small and short-lived.
      Reflect.deleteProperty(task, key);
    } else if (task[key] === undefined && key in ABSENT) {
      Object.assign(task, { [key]: ABSENT[key as keyof typeof ABSENT] });
    }
  }
  return [[key, best]];
}

/** Takes the variables that all tasks have alike out of them. */
function commonVariables(tasks: ManifestTask[]): Pick<ManifestTask, "env_vars"> {
  const [first] = tasks;
  const common = Object.entries(first?.env_vars ?? {}).filter(([name, value]) =>
    tasks.every((task) => task.env_vars?.[name] === value),
  );
  if (common.length === 0) {
    return {};
  }
  const names = new Set(common.map(([name]) => name));
  for (const task of tasks) {
    task.env_vars = Object.fromEntries(Object.entries(task.env_vars ?? {}).filter(([name]) => !names.has(name)));
  }
  return { env_vars: Object.fromEntries(common) };
}

function withoutEmpty(task: ManifestTask): ManifestTask {
  const { env_vars: variables, ...rest } = task;
  return variables === undefined || Object.keys(variables).length === 0 ? rest : { ...rest, env_vars: variables };
}
