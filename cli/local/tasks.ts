import { messageOf } from "../../diagnostics/message-of";
import { suggestion } from "../../diagnostics/suggestion";
import { UsageError } from "../../diagnostics/usage-error";
import type { DagData } from "../../workflow/compiled";
import { conditionInWords } from "../../workflow/settings-in-words";
import { fillIn, type Run } from "../../workflow/templates/fill-in";
import type { EnvironmentValue } from "../../workflow/templates/value";
import type { Container } from "./container";
import type { State } from "./trigger-rules";

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

/** Why the condition of a task skips it; undefined if the task runs. */
export function whySkipped({ tasks }: DagData, run: Run): string | undefined {
  const { when } = tasks[run.taskId] ?? {};
  if (when === undefined) {
    return undefined;
  }
  const text = fillIn(when.value, run);
  const holds = when.is === undefined ? text !== when.is_not : text === when.is;
  return holds ? undefined : `${conditionInWords(when)} does not hold: the value is ${JSON.stringify(text)}`;
}

/** The end of a task. */
export interface End {
  readonly state: State;
  /** Present only if the task's container ran. */
  readonly ran?: { readonly exitCode: number; readonly seconds: number };
}

/** A table of the tasks and their ends. */
export function endsTable(ends: ReadonlyMap<string, End>): string {
  const width = Math.max("task".length, ...[...ends.keys()].map(({ length }) => length));
  const rows = [...ends].map(([task, { state, ran }]) => {
    const numbers = ran && `${String(ran.exitCode).padStart(4)}  ${ran.seconds.toFixed(1).padStart(7)}`;
    return `${task.padEnd(width)}  ${STATES[state].padEnd(11)}  ${numbers ?? ""}`.trimEnd();
  });
  return [`${"task".padEnd(width)}  state        exit  seconds`, ...rows].join("\n");
}

const STATES: Readonly<Record<State, string>> = {
  success: "success",
  failed: "failed",
  skipped: "skipped",
  upstream_failed: "not started",
};
