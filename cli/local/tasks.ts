import { messageOf } from "../../diagnostics/message-of";
import { suggestion } from "../../diagnostics/suggestion";
import { UsageError } from "../../diagnostics/usage-error";
import type { DagData } from "../../workflow/compiled";
import { fillIn, type Run } from "../../workflow/templates/fill-in";
import type { Ended } from "./run";

/**
 * The tasks to run, each after its dependencies.
 *
 * @param named The only task to run, if there is one; its dependencies stay out.
 * @throws UsageError for a task that the workflow does not have.
 */
export function tasksInOrder({ tasks }: DagData, named: string | undefined): string[] {
  if (named !== undefined) {
    if (!Object.hasOwn(tasks, named)) {
      const names = Object.keys(tasks);
      throw new UsageError(
        `the workflow has no task ${named}; ${suggestion(named, names, `it has ${names.join(", ")}`)}`,
      );
    }
    return [named];
  }
  const ordered = new Set<string>();
  const add = (task: string): void => {
    tasks[task]?.dependencies.forEach(add);
    ordered.add(task);
  };
  Object.keys(tasks).forEach(add);
  return [...ordered];
}

/**
 * The environment that a task's pod would have, without secrets.
 *
 * @throws UsageError that lists each variable that cannot be filled in.
 */
export function environmentOf(dag: DagData, run: Run): Record<string, string> {
  const problems: string[] = [];
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...dag.env_vars, ...dag.tasks[run.taskId]?.env_vars })) {
    try {
      filled[name] = fillIn(value, run);
    } catch (caught) {
      problems.push(`${run.taskId}: ${name}: ${messageOf(caught)}`);
    }
  }
  if (problems.length > 0) {
    throw new UsageError(problems.join("\n"));
  }
  return filled;
}

/** Whether a task must not start because a task that it needs did not succeed, like Airflow's state `upstream_failed`. */
export function lacksUpstream(
  { tasks }: DagData,
  task: string,
  ended: ReadonlyMap<string, Ended | undefined>,
): boolean {
  return (tasks[task]?.dependencies ?? []).some((needed) => ended.has(needed) && ended.get(needed)?.exitCode !== 0);
}

/** A table of the tasks and their results. */
export function resultTable(ended: ReadonlyMap<string, Ended | undefined>): string {
  const width = Math.max("task".length, ...[...ended.keys()].map(({ length }) => length));
  const rows = [...ended].map(([task, end]) => {
    const state = end === undefined ? "not started" : end.exitCode === 0 ? "success" : "failed";
    const numbers =
      end === undefined ? "" : `${String(end.exitCode).padStart(4)}  ${end.seconds.toFixed(1).padStart(7)}`;
    return `${task.padEnd(width)}  ${state.padEnd(11)}  ${numbers}`.trimEnd();
  });
  return [`${"task".padEnd(width)}  state        exit  seconds`, ...rows].join("\n");
}
