import { type AlarmRow, atLeastOne, type Condition, type Lines, type Metric } from "../alarm";

/** Names and dimensions of MWAA's metrics: https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html */
const METRICS = "https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html";

/** A metric that MWAA makes of Airflow's own. */
function airflow(name: string, statistic: Metric["statistic"], dimensions: Metric["dimensions"]): Metric {
  return { namespace: "AmazonMWAA", name, statistic, dimensions: { ...dimensions, Environment: "{environment}" } };
}

/** Tries of tasks that ended in a state, by the line that a scheduler of every version writes. */
function tries(state: string, dagId?: string): Lines {
  const dag = dagId === undefined ? "" : ` dag_id=${dagId},`;
  return { log: "scheduler", texts: [`TaskInstance Finished:${dag}`, ` state=${state}, executor=`] };
}

/** Start of the line that a notification writes when it cannot be sent (`notifications.py` of the shared package). */
const NOT_NOTIFIED = "Could not notify";

const FOR_15_MINUTES = { period: 300, of: 3, datapoints: 3 } satisfies Partial<Condition>;

/** Alarms about MWAA. */
export const AIRFLOW_ALARMS: readonly AlarmRow[] = [
  {
    id: "scheduler-stopped",
    symptom: "No scheduler of Airflow is alive",
    hurts: "every author: no task starts",
    severity: "critical",
    signal: {
      kind: "metric",
      metric: airflow("SchedulerHeartbeat", "Sum", { Function: "Scheduler" }),
      condition: { ...FOR_15_MINUTES, comparison: "less than", threshold: 1, missing: "breaching" },
    },
    reason: "a scheduler counts itself every few seconds; MWAA replaces one that failed within 15 minutes",
    runbook: "The scheduler has stopped",
    source: METRICS,
    silentInMaintenance: true,
  },
  {
    id: "all-dags-missing",
    symptom: "Airflow has no DAG",
    hurts: "every author: the shared package, the requirements or the bucket is broken, and nothing runs",
    severity: "critical",
    signal: {
      kind: "metric",
      metric: airflow("DagBagSize", "Maximum", { Function: "DAG Processing" }),
      condition: { ...FOR_15_MINUTES, comparison: "less than", threshold: 1, missing: "notBreaching" },
    },
    reason: "every environment has workflows; a stopped scheduler has its own alarm, so missing values count as good",
    runbook: "A DAG is missing",
    source: METRICS,
    silentInMaintenance: true,
  },
  {
    id: "dags-not-imported",
    symptom: "Airflow cannot import a DAG",
    hurts: "the authors of that workflow: it keeps its old version or does not run",
    severity: "warning",
    signal: {
      kind: "metric",
      metric: airflow("ImportErrors", "Maximum", { Function: "DAG Processing" }),
      condition: atLeastOne(FOR_15_MINUTES),
    },
    reason:
      "a deployment writes the shared package before the DAGs: an error that outlives 15 minutes has another cause",
    runbook: "A DAG is missing",
    source: METRICS,
    silentInMaintenance: true,
  },
  {
    id: "tasks-queued",
    symptom: "Tasks wait for a worker",
    hurts: "every author: runs start late",
    severity: "warning",
    signal: {
      kind: "metric",
      metric: airflow("QueuedTasks", "Minimum", { Function: "Executor" }),
      condition: atLeastOne({ period: 300, of: 6, datapoints: 6 }),
    },
    reason: "MWAA adds workers within minutes: a queue that is never empty for half an hour is longer than all workers",
    runbook: "Tasks wait for a worker",
    source: METRICS,
  },
  {
    id: "tasks-failing",
    symptom: "Most tasks fail, across DAGs",
    hurts: "every author: the cause is the platform and not one workflow",
    severity: "critical",
    signal: {
      kind: "expression",
      // Airflow 3.0.6 no longer counts ti_successes, and ti_failures only where a scheduler ends a task itself.
      metrics: { failed: tries("failed"), retried: tries("up_for_retry"), succeeded: tries("success") },
      expression:
        "IF(FILL(failed, 0) + FILL(retried, 0) >= 10 AND FILL(failed, 0) + FILL(retried, 0) > FILL(succeeded, 0), 1, 0)",
      condition: atLeastOne({ period: 900, of: 2, datapoints: 2 }),
    },
    reason:
      "one bad workflow fails a few tasks; ten in a quarter of an hour, and more than succeed, twice, are many workflows",
    runbook: "A task fails at once",
    source: "https://github.com/apache/airflow/blob/3.0.6/airflow-core/src/airflow/jobs/scheduler_job_runner.py",
  },
  {
    id: "orphaned-pods-stay",
    symptom: "Nobody deletes orphaned pods",
    hurts: "authors: a pod whose worker was killed runs on after its task has failed",
    severity: "warning",
    signal: {
      kind: "log",
      ...tries("success", "orphaned-pods"),
      condition: { period: 3600, of: 2, datapoints: 2, comparison: "less than", threshold: 1, missing: "breaching" },
    },
    reason: "the platform's own DAG succeeds six times an hour; an update of the environment takes less than two hours",
    runbook: "Orphaned pods",
    source: "https://github.com/apache/airflow/blob/3.0.6/airflow-core/src/airflow/jobs/scheduler_job_runner.py",
  },
  {
    id: "notifications-fail",
    symptom: "Notifications of workflows do not arrive",
    hurts: "maintainers: they are not notified that a task failed",
    severity: "warning",
    signal: {
      kind: "expression",
      // Callbacks of a task write into its log, those of a run into the DAG processor's.
      metrics: {
        tasks: { log: "tasks", texts: [NOT_NOTIFIED] },
        runs: { log: "DAG processing", texts: [NOT_NOTIFIED] },
      },
      expression: "FILL(tasks, 0) + FILL(runs, 0)",
      condition: atLeastOne({ period: 900, of: 1, datapoints: 1 }),
    },
    reason: "nobody else sees it: a notification fails without failing its task, and nothing sends it again",
    runbook: "No notifications arrive",
    source: "https://docs.slack.dev/reference/methods/chat.postMessage",
  },
];
