import { messageOf } from "../../diagnostics/message-of";
import { suggestion } from "../../diagnostics/suggestion";
import { UsageError } from "../../diagnostics/usage-error";
import type { DagData, TriggerRule } from "../../workflow/compiled";
import { DEFAULTS } from "../../workflow/defaults";
import { fillIn, type Run } from "../../workflow/templates/fill-in";
import type { EnvironmentValue } from "../../workflow/templates/value";
import type { Container } from "./container";
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

/** The texts of a task's container, filled in. */
export type Texts = Pick<Container, "variables" | "command" | "args">;

/**
 * The environment, command and arguments that a task's pod would have, without secrets.
 *
 * @throws UsageError that lists each text that cannot be filled in.
 */
export function textsOf(dag: DagData, run: Run): Texts {
  const problems: string[] = [];
  const filled = (name: string, value: EnvironmentValue): string => {
    try {
      return fillIn(value, run);
    } catch (caught) {
      problems.push(`${run.taskId}: ${name}: ${messageOf(caught)}`);
      return "";
    }
  };
  const task = dag.tasks[run.taskId];
  const list = (key: "args" | "command"): string[] =>
    (task?.[key] ?? []).map((value, index) => filled(`${key}[${index}]`, value));
  const variables = Object.entries({ ...dag.env_vars, ...task?.env_vars }).map(([name, value]) => [
    name,
    filled(name, value),
  ]);
  const texts = {
    variables: Object.fromEntries(variables) as Record<string, string>,
    command: list("command"),
    args: list("args"),
  };
  if (problems.length > 0) {
    throw new UsageError(problems.join("\n"));
  }
  return texts;
}

/** Whether a task starts, by its trigger rule and the ends of the tasks before it. Tasks that did not run here do not count. */
export function starts({ tasks }: DagData, task: string, ended: ReadonlyMap<string, Ended | undefined>): boolean {
  const { dependencies = [], trigger_rule: rule = DEFAULTS.trigger_rule } = tasks[task] ?? {};
  const known = dependencies.filter((needed) => ended.has(needed));
  const succeeded = known.filter((needed) => ended.get(needed)?.exitCode === 0).length;
  const ran = known.filter((needed) => ended.get(needed) !== undefined).length;
  const all = known.length;
  return all === 0 || STARTS[rule]({ all, succeeded, ran, failed: all - succeeded });
}

/** Numbers of tasks. A task that did not start counts as failed, as Airflow's state `upstream_failed` does. */
interface Ends {
  readonly all: number;
  readonly ran: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** Source: https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html#trigger-rules */
const STARTS: Readonly<Record<TriggerRule, (ends: Ends) => boolean>> = {
  all_success: ({ failed }) => failed === 0,
  all_done: () => true,
  all_failed: ({ succeeded }) => succeeded === 0,
  all_skipped: () => false,
  one_success: ({ succeeded }) => succeeded > 0,
  one_failed: ({ failed }) => failed > 0,
  one_done: ({ ran }) => ran > 0,
  none_failed: ({ failed }) => failed === 0,
  none_failed_min_one_success: ({ failed }) => failed === 0,
  none_skipped: () => true,
};

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
