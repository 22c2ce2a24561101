import type { AirflowConfig } from "../config/stack.generated";
import { TASKS_PER_WORKER } from "./worker-classes";

/** The part of the configuration that decides how many tasks run at once. */
export type WorkerConfig = Pick<AirflowConfig, "environmentClass" | "maxWorkers">;

/** How many tasks run at once, by what limits them. */
export interface Concurrency {
  /** Of one worker. */
  readonly perWorker: number;
  /** Of all workers. */
  readonly slots: number;
  /** Of the environment: a task needs a slot of a worker and a pod. */
  readonly tasks: number;
}

/**
 * Computes the limits. A running task keeps a worker's process until its pod ends, and without a pod of the quota it
 * fails. So there are no more tasks at once than slots, nor than pods.
 *
 * @param pods Pods that the quota of the workflows' namespace allows.
 */
export function concurrency({ environmentClass, maxWorkers }: WorkerConfig, pods: number): Concurrency {
  const perWorker = TASKS_PER_WORKER[environmentClass];
  const slots = perWorker * maxWorkers;
  return { perWorker, slots, tasks: Math.min(slots, pods) };
}

/**
 * Airflow's options for these limits. Each scheduler may use all of them, so that one can do the other's work. Airflow
 * reads the size of the pool only when it makes its database.
 */
export function concurrencyOptions({ perWorker, tasks }: Concurrency): Record<string, string> {
  return {
    "core.parallelism": String(tasks),
    "core.default_pool_task_slot_count": String(tasks),
    // A workflow limits itself with `max_active_tasks`. MWAA's own default is 10,000
    // (https://github.com/awsdocs/amazon-mwaa-user-guide/blob/main/doc_source/best-practices-tuning.md).
    "core.max_active_tasks_per_dag": String(tasks),
    // One slot when idle.
    "celery.worker_autoscale": `${perWorker},1`,
  };
}
