"""Orphaned pods: their task is over in Airflow, or they finished long ago, and they still exist."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from kubernetes.client import models as k8s

from analytical_platform_airflow.kubernetes_names import LABEL_PREFIX

FINISHED_PHASES = ("Succeeded", "Failed")

KEPT_FOR = timedelta(hours=1)
"""A finished pod is its own task's to look at and to delete; nobody looks at it after this long."""

FINAL_STATES = frozenset({"success", "failed", "skipped", "upstream_failed", "removed"})
"""States in which Airflow does no more for a task unless somebody clears it (its `State.finished`)."""

AIRFLOW_VARIABLE = "ANALYTICAL_PLATFORM_AIRFLOW"
"""Names the Airflow that runs here, where it is not MWAA: another one knows nothing of this one's runs."""

AIRFLOW_ANNOTATION = f"{LABEL_PREFIX}/airflow"
DAG_ID_ANNOTATION = f"{LABEL_PREFIX}/dag-id"
RUN_ID_ANNOTATION = f"{LABEL_PREFIX}/run-id"
TASK_ID_ANNOTATION = f"{LABEL_PREFIX}/task-id"
"""As Airflow writes them: the provider's labels of the same meaning are shortened and stripped of characters."""


class Owner(NamedTuple):
    """The task that owns a pod."""

    dag_id: str
    run_id: str
    task_id: str


def annotate_owner(pod: k8s.V1Pod, context: Any) -> None:
    """Write the annotations that name the task that owns the pod."""
    pod.metadata.annotations = {
        **(pod.metadata.annotations or {}),
        AIRFLOW_ANNOTATION: _this_airflow(),
        DAG_ID_ANNOTATION: context["ti"].dag_id,
        RUN_ID_ANNOTATION: context["run_id"],
        TASK_ID_ANNOTATION: context["ti"].task_id,
    }


def orphaned_pods(pods: Iterable[k8s.V1Pod], task_instance: Any) -> list[k8s.V1Pod]:
    """
    Choose, of the pods of all DAGs, those that no task will look at again.

    Airflow is asked about the tasks of two DAGs only, so that a task's start costs the same however many DAGs run: the
    task's own, and one that is drawn, so that a DAG which never runs again has its turn too.

    :param task_instance: the task that runs now: Airflow answers it.
    """
    orphaned: list[k8s.V1Pod] = []
    owned: dict[str, list[tuple[k8s.V1Pod, Owner]]] = {}
    for pod in pods:
        if pod.metadata.deletion_timestamp:
            continue
        if finished_long_ago(pod):
            orphaned.append(pod)
        elif owner := _owner(pod):
            owned.setdefault(owner.dag_id, []).append((pod, owner))
    others = sorted(owned.keys() - {task_instance.dag_id})
    for dag_id in [task_instance.dag_id, *random.sample(others, k=min(1, len(others)))]:
        orphaned += _over(owned.get(dag_id, []), dag_id, task_instance)
    return orphaned


def _over(owned: list[tuple[k8s.V1Pod, Owner]], dag_id: str, task_instance: Any) -> list[k8s.V1Pod]:
    """Choose, of the pods of one DAG, those whose task is over."""
    if not owned:
        return []
    states = _states(task_instance, dag_id, sorted({owner.run_id for _, owner in owned}))
    # A run that was deleted has no tasks any more: nothing is left that could want its pods.
    return [pod for pod, owner in owned if owner not in states or states[owner] in FINAL_STATES]


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


def _owner(pod: k8s.V1Pod) -> Owner | None:
    """Read whose pod it is; `None` for one that does not say, or that another Airflow made: this one cannot tell."""
    annotations = pod.metadata.annotations or {}
    if annotations.get(AIRFLOW_ANNOTATION) != _this_airflow():
        return None
    dag_id, run_id, task_id = (
        annotations.get(key) for key in (DAG_ID_ANNOTATION, RUN_ID_ANNOTATION, TASK_ID_ANNOTATION)
    )
    return Owner(dag_id, run_id, task_id) if dag_id and run_id and task_id else None


def _this_airflow() -> str:
    return os.environ.get(AIRFLOW_VARIABLE, "mwaa")


def _states(task_instance: Any, dag_id: str, run_ids: list[str]) -> dict[Owner, str | None]:
    """Ask Airflow for the states of all tasks of some runs; a task that waits to be scheduled has none."""
    if hasattr(task_instance, "get_task_states"):
        found = task_instance.get_task_states(dag_id=dag_id, run_ids=run_ids)
        return {
            Owner(dag_id, run_id, task_id): state for run_id, tasks in found.items() for task_id, state in tasks.items()
        }
    # Airflow 2: a task asks the database itself.
    from airflow.models import TaskInstance
    from airflow.utils.session import create_session

    with create_session() as session:
        rows = session.query(TaskInstance.run_id, TaskInstance.task_id, TaskInstance.state).filter(
            TaskInstance.dag_id == dag_id, TaskInstance.run_id.in_(run_ids)
        )
        return {Owner(dag_id, run_id, task_id): state for run_id, task_id, state in rows}
