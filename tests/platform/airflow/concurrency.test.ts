import { concurrency, concurrencyOptions } from "../../../platform/airflow/concurrency";

test("workers' slots limit the tasks, if the quota has more pods", () => {
  expect(concurrency({ environmentClass: "mw1.medium", maxWorkers: 10 }, 200)).toEqual({
    perWorker: 10,
    slots: 100,
    tasks: 100,
  });
});

test("the quota's pods limit the tasks, if workers have more slots: a task without a pod would fail", () => {
  expect(concurrency({ environmentClass: "mw1.xlarge", maxWorkers: 20 }, 600)).toMatchObject({
    slots: 800,
    tasks: 600,
  });
});

test("schedulers, the pool and workers get the same limits", () => {
  expect(concurrencyOptions({ perWorker: 40, slots: 800, tasks: 600 })).toEqual({
    "core.parallelism": "600",
    "core.default_pool_task_slot_count": "600",
    "core.max_active_tasks_per_dag": "600",
    "celery.worker_autoscale": "40,1",
  });
});
