"""Pods that a crash left: their task is over as Airflow knows it, or they finished long ago, and are still there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from kubernetes.client import models as k8s

FINISHED_PHASES = ("Succeeded", "Failed")

KEPT_FOR = timedelta(hours=1)
"""A finished pod is its own task's to look at and to delete; nobody looks at it after this long."""

FINAL_STATES = frozenset({"success", "failed", "skipped", "upstream_failed", "removed"})
"""States in which Airflow does no more for a task unless somebody clears it (its `State.finished`)."""

RUN_ID_ANNOTATION = "airflow.analytical-platform.service.justice.gov.uk/run-id"
TASK_ID_ANNOTATION = "airflow.analytical-platform.service.justice.gov.uk/task-id"
"""As Airflow writes them: the provider's labels of the same meaning are shortened and stripped of characters."""

TaskOfRun: TypeAlias = tuple[str, str]
"""Run id and task id."""


def note_task(pod: k8s.V1Pod, context: Any) -> None:
    """Write on a pod whose it is."""
    pod.metadata.annotations = {
        **(pod.metadata.annotations or {}),
        RUN_ID_ANNOTATION: context["run_id"],
        TASK_ID_ANNOTATION: context["ti"].task_id,
    }


def left_behind(pods: Iterable[k8s.V1Pod], task_instance: Any) -> list[k8s.V1Pod]:
    """
    Choose, of the pods of one DAG, those that no task will look at again.

    :param task_instance: the task that runs now: Airflow answers it.
    """
    present = [pod for pod in pods if not pod.metadata.deletion_timestamp]
    old = [pod for pod in present if finished_long_ago(pod)]
    owners = [(pod, owner) for pod in present if pod not in old and (owner := _owner(pod))]
    if not owners:
        return old
    states = _states(task_instance, sorted({run_id for _, (run_id, _task_id) in owners}))
    # A run that was deleted has no tasks any more: nothing is left that could want its pods.
    return old + [pod for pod, owner in owners if owner not in states or states[owner] in FINAL_STATES]


def finished_long_ago(pod: k8s.V1Pod, now: datetime | None = None) -> bool:
    """Whether the pod has finished so long ago that no task can be about to look at it."""
    if pod.status.phase not in FINISHED_PHASES:
        return False
    ends = [
        container.state.terminated.finished_at
        for container in pod.status.container_statuses or ()
        if container.state and container.state.terminated and container.state.terminated.finished_at
    ]
    finished = max(ends, default=pod.metadata.creation_timestamp)
    return finished is not None and finished < (now or datetime.now(UTC)) - KEPT_FOR


def _owner(pod: k8s.V1Pod) -> TaskOfRun | None:
    """Read whose pod it is; `None` for one that does not say, of which Airflow cannot be asked."""
    annotations = pod.metadata.annotations or {}
    run_id, task_id = annotations.get(RUN_ID_ANNOTATION), annotations.get(TASK_ID_ANNOTATION)
    return (run_id, task_id) if run_id and task_id else None


def _states(task_instance: Any, run_ids: list[str]) -> dict[TaskOfRun, str | None]:
    """Ask Airflow for the states of all tasks of some runs; a task that waits to be scheduled has none."""
    if hasattr(task_instance, "get_task_states"):
        found = task_instance.get_task_states(dag_id=task_instance.dag_id, run_ids=run_ids)
        return {(run_id, task_id): state for run_id, tasks in found.items() for task_id, state in tasks.items()}
    # Airflow 2: a task asks the database itself.
    from airflow.models import TaskInstance
    from airflow.utils.session import create_session

    with create_session() as session:
        rows = session.query(TaskInstance.run_id, TaskInstance.task_id, TaskInstance.state).filter(
            TaskInstance.dag_id == task_instance.dag_id, TaskInstance.run_id.in_(run_ids)
        )
        return {(run_id, task_id): state for run_id, task_id, state in rows}
