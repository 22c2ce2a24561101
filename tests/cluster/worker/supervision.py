"""Puts each task of ``dag.test()`` under a supervisor, as on a worker.

``dag.test()`` runs tasks in its own process, without a check whether they should still run. On a worker, a supervisor
runs the task in a separate process and sends heartbeats. It stops the task if the answer is that somebody has changed
its state, for example in the user interface.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any


def supervise_tasks() -> None:
    """Replace the function with which ``dag.test()`` runs a task."""
    # By name, because neither version of Airflow has the other's modules.
    runner: Any
    try:
        runner = import_module("airflow.sdk.definitions.dag")
    except ModuleNotFoundError:
        runner = import_module("airflow.models.dag")
        runner._run_task = _in_a_local_task_job
    else:
        runner._run_task = _under_the_supervisor


def _under_the_supervisor(*, ti: Any, **_: Any) -> None:
    """Airflow 3: the function that an executor calls, with the execution API in this process instead of HTTP."""
    workloads: Any = import_module("airflow.executors.workloads")
    supervisor: Any = import_module("airflow.sdk.execution_time.supervisor")
    ti.set_state("queued")
    supervisor.supervise(
        ti=workloads.TaskInstance.model_validate(ti, from_attributes=True),
        bundle_info=workloads.BundleInfo(name="dags-folder"),
        dag_rel_path=Path(ti.task.dag.fileloc).name,
        token="",
        client=supervisor.InProcessTestSupervisor._api_client(ti.task.dag),
        subprocess_logs_to_stdout=True,
    )


def _in_a_local_task_job(*, ti: Any, **_: Any) -> None:
    """Airflow 2: the work of `airflow tasks run --local`."""
    jobs: Any = import_module("airflow.jobs.job")
    runners: Any = import_module("airflow.jobs.local_task_job_runner")
    ti.set_state("queued")
    job = jobs.Job(dag_id=ti.dag_id)
    runner = runners.LocalTaskJobRunner(job=job, task_instance=ti)
    jobs.run_job(job=job, execute_callable=runner._execute)
