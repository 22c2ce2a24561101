import { DEFAULTS } from "../defaults";
import { suggestion } from "../../diagnostics/suggestion";
import { cronProblem, isNone, PRESETS } from "../schedule";
import { error, type Rule } from "./rule";

/**
 * A schedule is a preset or a cron expression of Airflow. With any other, Airflow would not show the DAG, without a
 * message.
 */
export const scheduleRuns: Rule = ({
  dag: { schedule, max_active_runs: maxActiveRuns = DEFAULTS.max_active_runs },
}) => {
  if (typeof schedule !== "string" || isNone(schedule)) {
    return [];
  }
  const path = ["dag", "schedule"];
  if (schedule.startsWith("@")) {
    if (!Object.hasOwn(PRESETS, schedule)) {
      const advice = suggestion(schedule, Object.keys(PRESETS));
      return [error("unknown-preset", path, `${schedule} is not a preset of Airflow; ${advice}`)];
    }
    return schedule === "@continuous" && maxActiveRuns > 1
      ? [
          error(
            "continuous-runs",
            ["dag", "max_active_runs"],
            "@continuous starts the next run only when the last one ends; remove dag.max_active_runs, or write 1",
          ),
        ]
      : [];
  }
  const problem = cronProblem(schedule);
  return problem === undefined ? [] : [error("bad-cron", path, `dag.schedule ${problem}`)];
};
