import type { CompiledWorkflow } from "../../workflow/compiled";
import { DAY } from "../../workflow/cron";
import { nextRuns } from "../../workflow/next-runs";

const DAYS = 7;

/** A run each minute of the week. */
const MOST_RUNS = DAYS * 24 * 60;

/**
 * The largest number of tasks that schedules start in one minute of the seven days from a day, `YYYY-MM-DD`: those without dependencies
 * of each run, at most `max_active_tasks`.
 */
export function busiestMinute(workflows: readonly CompiledWorkflow[], day: string): number {
  const from = new Date(Date.parse(day) - 1);
  const until = from.getTime() + DAYS * DAY;
  const started = new Map<number, number>();
  for (const { dag } of workflows) {
    const first = Object.values(dag.tasks).filter(({ dependencies }) => dependencies.length === 0).length;
    const tasks = Math.min(first, dag.max_active_tasks ?? first);
    const minutes = (nextRuns(dag, from, MOST_RUNS, until) ?? []).map((run) => Math.floor(run.getTime() / 60_000));
    new Set(minutes).forEach((minute) => {
      started.set(minute, (started.get(minute) ?? 0) + tasks);
    });
  }
  return Math.max(0, ...started.values());
}
