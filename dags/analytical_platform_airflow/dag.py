"""The DAG of one workflow."""

from __future__ import annotations

from datetime import timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Any

from airflow.exceptions import AirflowTimetableInvalid

from analytical_platform_airflow.airflow_versions import DAG, Param
from analytical_platform_airflow.data import Scalar, TaskData, WorkflowData
from analytical_platform_airflow.errors import WorkflowError
from analytical_platform_airflow.notifications import callbacks
from analytical_platform_airflow.schedule import airflow_schedule, midnight_utc
from analytical_platform_airflow.tasks import TaskFactory


def workflow(*, manifest: str, **data: Any) -> DAG:
    """
    Make the DAG of one manifest.

    :param manifest: path of the manifest in the repository.
    :param data: the other fields of `WorkflowData`.
    :raises WorkflowError: the data cannot become a DAG. The message begins with the manifest's path.
    """
    try:
        return _dag(WorkflowData(manifest=manifest, **data))
    except Exception as error:
        raise WorkflowError(manifest, str(error)) from error


def _dag(data: WorkflowData) -> DAG:
    _refuse_cycles(data.tasks)
    notify = callbacks(data)
    limits: dict[str, Any] = {"max_active_tasks": data.max_active_tasks} if data.max_active_tasks else {}
    dag = DAG(
        dag_id=data.dag_id,
        description=f"{data.environment}: {data.project}/{data.workflow}",
        doc_md=data.doc_md,
        tags=data.tags,
        schedule=airflow_schedule(data.schedule),
        start_date=midnight_utc(data.start_date),
        end_date=midnight_utc(data.end_date) if data.end_date else None,
        catchup=data.catchup,
        is_paused_upon_creation=data.is_paused_upon_creation,
        max_active_runs=data.max_active_runs,
        params={name: _param(value) for name, value in data.params.items()},
        dagrun_timeout=timedelta(seconds=data.timeout) if data.timeout else None,
        on_success_callback=notify.success,
        on_failure_callback=notify.timeout if data.timeout else None,
        access_control=_access_control(data.interface_role),
        **limits,
    )
    factory = TaskFactory(data, notify.failure)
    tasks = {task_id: factory.make(task_id, task) for task_id, task in data.tasks.items()}
    dag.add_tasks(tasks.values())
    for task_id, task in data.tasks.items():
        if dependencies := task.get("dependencies"):
            tasks[task_id].set_upstream([tasks[dependency] for dependency in dependencies])
    # Airflow would report this error too, but without the manifest.
    try:
        dag.timetable.validate()
    except AirflowTimetableInvalid as error:
        raise ValueError(f"schedule {data.schedule!r}: {error}") from error
    return dag


def _refuse_cycles(tasks: dict[str, TaskData]) -> None:
    graph = {task_id: task.get("dependencies", []) for task_id, task in tasks.items()}
    if unknown := {name for dependencies in graph.values() for name in dependencies} - graph.keys():
        raise ValueError(f"tasks depend on {', '.join(sorted(unknown))}, which does not exist")
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise ValueError(f"tasks depend on each other in a circle: {' -> '.join(error.args[1])}") from error


def _access_control(role: str | None) -> dict[str, dict[str, set[str]]] | None:
    """
    Permissions that let a role see, pause, start and clear the DAG.

    The role must exist when Airflow reads the DAG. Otherwise Airflow reports an import error
    (https://airflow.apache.org/docs/apache-airflow-providers-fab/stable/auth-manager/access-control.html).
    """
    if role is None:
        return None
    return {role: {"DAGs": {"can_read", "can_edit"}, "DAG Runs": {"can_read", "can_create"}}}


def _param(value: Scalar) -> Param | Scalar:
    """Declare a parameter. Without a value it may be null; otherwise Airflow would require one at each trigger."""
    return Param(None, type=["null", "boolean", "number", "string"]) if value is None else value
