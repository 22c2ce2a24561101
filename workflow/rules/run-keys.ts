import { error, type Rule, warning } from "./rule";
import type { Finding } from "../../diagnostics/problem";

/** A trigger rule needs dependencies: it compares their results. */
export const triggerRuleHasDependencies: Rule = ({ dag }) =>
  Object.entries(dag.tasks ?? {})
    .filter(([, { trigger_rule: rule, dependencies }]) => rule !== undefined && dependencies === undefined)
    .map(([task]): Finding => ({
      ...warning(
        "trigger-rule-without-dependencies",
        ["dag", "tasks", task, "trigger_rule"],
        `the trigger_rule of ${task} has no effect, because the task has no dependencies; add dependencies or remove it`,
      ),
      atKey: true,
    }));

/** A command names a program: a container whose program is an empty text never starts. */
export const commandNamesAProgram: Rule = ({ dag }) =>
  Object.entries(dag.tasks ?? {}).flatMap(([task, { command }]) =>
    command?.[0] === undefined || String(command[0]).trim() !== ""
      ? []
      : [
          error(
            "empty-command",
            ["dag", "tasks", task, "command", 0],
            `the command of ${task} names no program, so that its container cannot start; write the program first, or leave command out for the image's own`,
          ),
        ],
  );

/** The timeout of a task is not longer than the timeout of its run. */
export const tasksEndBeforeTheRun: Rule = ({ dag }) =>
  Object.entries(dag.tasks ?? {}).flatMap(([task, { timeout }]) =>
    dag.timeout === undefined || timeout === undefined || timeout <= dag.timeout
      ? []
      : [
          warning(
            "timeout-beyond-run",
            ["dag", "tasks", task, "timeout"],
            `the timeout of ${task}, ${timeout} seconds, has no effect: Airflow stops the run after dag.timeout, ${dag.timeout} seconds; lower the first or raise the second`,
          ),
        ],
  );
