"""Puts each task of ``dag.test()`` under the supervision that it has on a worker.

``dag.test()`` runs tasks in its own process, where nobody looks whether Airflow still wants them. On a worker a
supervisor does: it runs the task in a process of its own, reports that it lives, and stops it when the answer is that its
state was changed, as it is by hand in the user interface.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def supervise_tasks() -> None:
    """Replace what ``dag.test()`` runs a task with."""
    try:
        import airflow.sdk.definitions.dag as runner
    except ModuleNotFoundError:
        import airflow.models.dag as runner

        runner._run_task = _in_a_local_task_job
    else:
        runner._run_task = _under_the_supervisor


def _under_the_supervisor(*, ti: Any, **_: Any) -> None:
    """Airflow 3: what an executor calls, with the execution API in this process instead of behind HTTP."""
    from airflow.executors import workloads
    from airflow.sdk.execution_time.supervisor import InProcessTestSupervisor, supervise

    ti.set_state("queued")
    supervise(
        ti=workloads.TaskInstance.model_validate(ti, from_attributes=True),
        bundle_info=workloads.BundleInfo(name="dags-folder"),
        dag_rel_path=Path(ti.task.dag.fileloc).name,
        token="",
        client=InProcessTestSupervisor._api_client(ti.task.dag),
        subprocess_logs_to_stdout=True,
    )


def _in_a_local_task_job(*, ti: Any, **_: Any) -> None:
    """Airflow 2: what `airflow tasks run --local` does."""
    from airflow.jobs.job import Job, run_job
    from airflow.jobs.local_task_job_runner import LocalTaskJobRunner

    ti.set_state("queued")
    job = Job(dag_id=ti.dag_id)
    runner = LocalTaskJobRunner(job=job, task_instance=ti)
    run_job(job=job, execute_callable=runner._execute)
