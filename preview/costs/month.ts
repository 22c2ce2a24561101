import type { CompiledTask, DagData } from "../../workflow/compiled";
import { runsInAYear } from "../../workflow/runs-started";
import { HOURS_PER_MONTH } from "./idle";

/** Hours that a task is assumed to run, because manifests do not say. */
export const ASSUMED_HOURS = 1;

const SECONDS_PER_HOUR = 3600;

/**
 * Runs in an average month of a year; `null` if the schedule does not fix them, because a person, a dataset or `@once` decides.
 *
 * At most as many as fit the month: a run starts only while fewer than `max_active_runs` are under way. None after the end date.
 *
 * @param day `YYYY-MM-DD`.
 * @param hours assumed for a task without a shorter timeout.
 */
export function runsAMonth(dag: DagData, day: string, hours: number): number | null {
  const { schedule, end_date: end } = dag;
  if (schedule === null || schedule === "@once" || (typeof schedule === "object" && "datasets" in schedule)) {
    return null;
  }
  if (end !== null && end < day) {
    return 0;
  }
  const scheduled = schedule === "@continuous" ? Infinity : runsInAYear(schedule) / 12;
  return Math.min(scheduled, (dag.max_active_runs * HOURS_PER_MONTH) / hoursOfRun(dag, hours));
}

/** Hours that a task runs: the assumed ones, or its timeout or that of the run if it is shorter. */
export function hoursOfTask(dag: DagData, task: CompiledTask, hours: number): number {
  const seconds = Math.min(task.timeout ?? dag.task_timeout ?? Infinity, dag.timeout ?? Infinity);
  return Math.min(hours, seconds / SECONDS_PER_HOUR);
}

/** Hours from the start of a run to its end: those of the longest chain of tasks that wait for each other. */
function hoursOfRun(dag: DagData, hours: number): number {
  const ends = new Map<string, number>();
  const endOf = (name: string): number => {
    const task = dag.tasks[name];
    const known = ends.get(name);
    if (known !== undefined || task === undefined) {
      return known ?? 0;
    }
    const end = Math.max(0, ...task.dependencies.map(endOf)) + hoursOfTask(dag, task, hours);
    ends.set(name, end);
    return end;
  };
  return Math.max(...Object.keys(dag.tasks).map(endOf));
}
