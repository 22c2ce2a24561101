import type { DagData, TriggerRule } from "../../workflow/compiled";
import { DEFAULTS } from "../../workflow/defaults";

/** Airflow's state of a task that has ended, or that does not start because of the tasks before it. */
export type State = "success" | "failed" | "skipped" | "upstream_failed";

/** The start of a task, or its state if it does not start. */
export type Start = "starts" | "skipped" | "upstream_failed";

/** Whether a task starts, by its trigger rule and the states of the tasks before it. Tasks that are not part of the run do not count. */
export function startOf({ tasks }: DagData, task: string, states: ReadonlyMap<string, State>): Start {
  const { dependencies = [], trigger_rule: rule = DEFAULTS.trigger_rule } = tasks[task] ?? {};
  const known = dependencies.flatMap((needed) => states.get(needed) ?? []);
  const count = (...wanted: readonly State[]): number => known.filter((state) => wanted.includes(state)).length;
  return known.length === 0
    ? "starts"
    : STARTS[rule]({
        all: known.length,
        succeeded: count("success"),
        skipped: count("skipped"),
        failed: count("failed"),
        notStarted: count("upstream_failed"),
      });
}

/** Numbers of tasks before a task. */
interface Numbers {
  readonly all: number;
  readonly succeeded: number;
  readonly skipped: number;
  /** Tasks that ran and failed. */
  readonly failed: number;
  /** Tasks in the state `upstream_failed`. */
  readonly notStarted: number;
}

type Rule = (numbers: Numbers) => Start;

const skippedIf = (isSkipped: boolean): Start => (isSkipped ? "skipped" : "starts");

/** Only failures keep the task from its start, or skipped tasks too. */
const unlessFailed =
  (isSkipped: (numbers: Numbers) => boolean): Rule =>
  (numbers) =>
    numbers.failed + numbers.notStarted > 0 ? "upstream_failed" : skippedIf(isSkipped(numbers));

/** Source: https://github.com/apache/airflow/blob/3.0.6/airflow-core/src/airflow/ti_deps/deps/trigger_rule_dep.py */
const STARTS: Readonly<Record<TriggerRule, Rule>> = {
  all_success: unlessFailed(({ skipped }) => skipped > 0),
  all_done: () => "starts",
  all_failed: ({ succeeded, skipped }) => skippedIf(succeeded + skipped > 0),
  all_skipped: ({ all, skipped }) => skippedIf(skipped < all),
  one_success: ({ all, succeeded, skipped }) =>
    skipped === all ? "skipped" : succeeded === 0 ? "upstream_failed" : "starts",
  one_failed: ({ failed, notStarted }) => skippedIf(failed + notStarted === 0),
  one_done: ({ succeeded, failed }) => skippedIf(succeeded + failed === 0),
  none_failed: unlessFailed(() => false),
  none_failed_min_one_success: unlessFailed(({ all, skipped }) => skipped === all),
  none_skipped: ({ skipped }) => skippedIf(skipped > 0),
};
