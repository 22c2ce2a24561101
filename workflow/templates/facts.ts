/**
 * Type of a value, which decides the steps that it can have. A parameter is `anything`, because a trigger may change
 * its type.
 */
export type Type = "date" | "day" | "text" | "number" | "anything";

/** One fact of a run. */
export interface Fact {
  /** Name in the DAG object; the shared package computes the fact by this name. */
  readonly name: string;
  /** The names that authors may write, all of them Airflow's. */
  readonly spellings: readonly [string, ...string[]];
  readonly type: Type;
  readonly description: string;
  /** The replacement on Airflow 3; absent if Airflow 3 still has the fact. */
  readonly replacement?: string;
}

/**
 * Every fact that a template may use.
 * Source: https://airflow.apache.org/docs/apache-airflow/3.0.6/templates-ref.html and the page of the same name for 2.10.3.
 */
export const FACTS: readonly Fact[] = [
  fact("ds", ["ds"], "text", "the run's logical date as `2025-03-04`"),
  fact("ds_nodash", ["ds_nodash"], "text", "the same as `20250304`"),
  fact("ts", ["ts"], "text", "the run's logical date and time as `2025-03-04T05:06:07+00:00`"),
  fact("ts_nodash", ["ts_nodash"], "text", "the same as `20250304T050607`"),
  fact("ts_nodash_with_tz", ["ts_nodash_with_tz"], "text", "the same as `20250304T050607+0000`"),
  fact("logical_date", ["logical_date"], "date", "the run's logical date and time"),
  fact("data_interval_start", ["data_interval_start"], "date", "start of the run's data interval"),
  fact("data_interval_end", ["data_interval_end"], "date", "end of the run's data interval"),
  fact("run_id", ["run_id", "dag_run.run_id", "ti.run_id", "task_instance.run_id"], "text", "the run's id"),
  fact("task_id", ["ti.task_id", "task_instance.task_id", "task.task_id"], "text", "the task's id"),
  fact(
    "dag_id",
    ["dag.dag_id", "dag_run.dag_id", "ti.dag_id", "task_instance.dag_id", "task.dag_id"],
    "text",
    "the DAG's id",
  ),
  fact("try_number", ["ti.try_number", "task_instance.try_number"], "number", "1 for the first try of the task"),
  fact("execution_date", ["execution_date"], "date", "the logical date", "logical_date"),
  fact("next_execution_date", ["next_execution_date"], "date", "the next logical date", "data_interval_end"),
  fact("next_ds", ["next_ds"], "text", "the next logical date", "data_interval_end | ds"),
  fact("next_ds_nodash", ["next_ds_nodash"], "text", "the next logical date", "data_interval_end | ds_nodash"),
  fact("prev_execution_date", ["prev_execution_date"], "date", "the logical date before", before()),
  fact("prev_ds", ["prev_ds"], "text", "the logical date before", before(" | ds")),
  fact("prev_ds_nodash", ["prev_ds_nodash"], "text", "the logical date before", before(" | ds_nodash")),
  fact("tomorrow_ds", ["tomorrow_ds"], "text", "the day after", after(" | ds")),
  fact("tomorrow_ds_nodash", ["tomorrow_ds_nodash"], "text", "the day after", after(" | ds_nodash")),
  fact("yesterday_ds", ["yesterday_ds"], "text", "the day before", before(" | ds")),
  fact("yesterday_ds_nodash", ["yesterday_ds_nodash"], "text", "the day before", before(" | ds_nodash")),
];

function fact(name: string, spellings: Fact["spellings"], type: Type, description: string, replacement?: string): Fact {
  return { name, spellings, type, description, ...(replacement === undefined ? {} : { replacement }) };
}

function before(filter = ""): string {
  return `(logical_date - macros.timedelta(days=1))${filter}`;
}

function after(filter: string): string {
  return `(logical_date + macros.timedelta(days=1))${filter}`;
}

const BY_SPELLING: ReadonlyMap<string, Fact> = new Map(
  FACTS.flatMap((one) => one.spellings.map((spelling) => [spelling, one] as const)),
);

/** The fact with a spelling; undefined if there is no such fact. */
export function factSpelled(spelling: string): Fact | undefined {
  return BY_SPELLING.get(spelling);
}

/** Every spelling in a major version of Airflow. */
export function spellings(airflow: number): string[] {
  return FACTS.filter(({ replacement }) => airflow < 3 || replacement === undefined).flatMap((one) => one.spellings);
}
