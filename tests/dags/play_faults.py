"""
Play faults of Airflow with the DAG object of `test_faults_in_airflow.py`, and write what the database says after each.

python tests/dags/play_faults.py DAG_OBJECT RECORD
"""

from __future__ import annotations

import inspect
import json
import logging
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import airflow
from airflow.jobs.job import Job
from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
from airflow.models import TaskInstance
from airflow.utils.session import create_session

if not airflow.__version__.startswith("3."):
    # Airflow 2's own tables refer to the tables of its users.
    import_module("airflow.providers.fab.auth_manager.models")

# `npm run dags -- test` runs a DAG with this module.
run_dag: Any = import_module("run_dag")

IS_AIRFLOW_3 = airflow.__version__.startswith("3.")
FIRST, SECOND = datetime(2025, 3, 4, tzinfo=UTC), datetime(2025, 3, 5, tzinfo=UTC)


class NothingToRunError(Exception):
    """Every task that is left waits for something."""


def main() -> None:
    """Play the faults one after the other."""
    dag_object, result = (Path(argument) for argument in sys.argv[1:])
    run_dag.log_plainly()
    dag = run_dag.load(dag_object)
    run_dag.know_datasets(dag)
    stop_when_nothing_runs()
    record: dict[str, Any] = {"first": states(dag, run(dag, FIRST)), "published": published()}
    record["second"] = states(dag, run(dag, SECOND))
    change(dag, FIRST, "fails", "success")
    record["second, after somebody marked the first a success"] = states(dag, run(dag, SECOND))
    record["second delivery"] = second_delivery(dag, FIRST, "succeeds")
    result.write_text(json.dumps(record), "utf-8")


def stop_when_nothing_runs() -> None:
    """Make `dag.test()` end instead of waiting for ever for a task that cannot start."""
    sleep = time.sleep

    def stop_or_sleep(seconds: Any) -> None:
        if sys._getframe(1).f_code.co_name == "test":
            raise NothingToRunError
        sleep(seconds)

    time.sleep = stop_or_sleep


def run(dag: Any, date: datetime) -> datetime:
    """Run the DAG for a date as far as it goes, and give the date."""
    name = "logical_date" if "logical_date" in inspect.signature(dag.test).parameters else "execution_date"
    try:
        dag.test(**{name: date})
    except NothingToRunError:
        logging.getLogger(__name__).info("No task of %s can start", date)
    return date


def of_run(session: Any, dag: Any, date: datetime) -> Any:
    """Query the task instances of a run."""
    runs = import_module("airflow.models").DagRun
    column = runs.logical_date if IS_AIRFLOW_3 else runs.execution_date
    [run_id] = session.query(runs.run_id).filter(runs.dag_id == dag.dag_id, column == date).one()
    return session.query(TaskInstance).filter(TaskInstance.dag_id == dag.dag_id, TaskInstance.run_id == run_id)


def states(dag: Any, date: datetime) -> dict[str, str | None]:
    """Give the state of each task."""
    with create_session() as session:
        return {task.task_id: task.state and str(task.state) for task in of_run(session, dag, date)}


def change(dag: Any, date: datetime, task_id: str, state: str) -> None:
    """Mark a task, as somebody does in the user interface."""
    with create_session() as session:
        of_run(session, dag, date).filter(TaskInstance.task_id == task_id).one().set_state(state, session=session)


def published() -> list[str]:
    """List the URIs of all events of datasets."""
    models: Any = import_module("airflow.models.asset" if IS_AIRFLOW_3 else "airflow.models.dataset")
    event, dataset = (
        (models.AssetEvent, models.AssetModel) if IS_AIRFLOW_3 else (models.DatasetEvent, models.DatasetModel)
    )
    key = event.asset_id if IS_AIRFLOW_3 else event.dataset_id
    with create_session() as session:
        return sorted(uri for (uri,) in session.query(dataset.uri).join(event, key == dataset.id))


def second_delivery(dag: Any, date: datetime, task_id: str) -> str | None:
    """Let the executor report the end of a second delivery while the first runs, and give the task's state then."""
    with create_session() as session:
        job = Job()
        session.add(job)
        session.flush()
        task = of_run(session, dag, date).filter(TaskInstance.task_id == task_id).one()
        task.state, task.queued_by_job_id = "running", job.id
        session.flush()
        executor = SimpleNamespace(
            get_event_buffer=lambda: {task.key: ("failed", "the task runs already")},
            has_task=lambda _task: False,
            send_callback=lambda _request: None,
        )
        runner: Any = SchedulerJobRunner(job=job)
        if IS_AIRFLOW_3:
            bag: Any = import_module("airflow.jobs.scheduler_job_runner").SchedulerDagBag()
            runner.process_executor_events(executor=executor, job_id=job.id, scheduler_dag_bag=bag, session=session)
        else:
            runner._standalone_dag_processor = True
            runner._process_executor_events(executor=executor, session=session)
    return states(dag, date)[task_id]


if __name__ == "__main__":
    main()
