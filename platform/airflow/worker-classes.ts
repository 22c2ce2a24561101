import type { AirflowConfig } from "../config/stack.generated";

/** Tasks that AWS lets one worker of a class run at once (MWAA user guide, environment classes). */
export const TASKS_PER_WORKER: Readonly<Record<AirflowConfig["environmentClass"], number>> = {
  "mw1.small": 5,
  "mw1.medium": 10,
  "mw1.large": 20,
  "mw1.xlarge": 40,
  "mw1.2xlarge": 80,
};
