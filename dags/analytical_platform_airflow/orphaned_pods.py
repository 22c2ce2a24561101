"""
Orphaned pods: pods that still exist although their task is over, or although they finished long ago.

A worker that crashes leaves them (docs/decisions/orphaned-pods.md).
"""

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
"""The time that a task has to read and delete its own finished pod. After it, the pod counts as orphaned."""

FINAL_STATES = frozenset({"success", "failed", "skipped", "upstream_failed", "removed"})
"""States in which Airflow does nothing more for a task, unless somebody clears it (Airflow's `State.finished`)."""

AIRFLOW_VARIABLE = "ANALYTICAL_PLATFORM_AIRFLOW"
"""Environment variable with a name for this Airflow, if it is not MWAA. Two Airflows do not know each other's runs."""

AIRFLOW_ANNOTATION = f"{LABEL_PREFIX}/airflow"
DAG_ID_ANNOTATION = f"{LABEL_PREFIX}/dag-id"
RUN_ID_ANNOTATION = f"{LABEL_PREFIX}/run-id"
TASK_ID_ANNOTATION = f"{LABEL_PREFIX}/task-id"
"""These annotations have the exact IDs. The provider's labels shorten them and replace characters."""


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
    Return the orphaned pods among the pods of all DAGs.

    This asks Airflow about two DAGs: the task's own, and one other at random. A start therefore costs the same for any
    number of DAGs, and pods of a DAG that never runs again are found in time.

    :param pods: the pods of all DAGs.
    :param task_instance: the task that runs now, which can ask Airflow for states.
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
    """Return the pods of one DAG whose task is over."""
    if not owned:
        return []
    states = _states(task_instance, dag_id, sorted({owner.run_id for _, owner in owned}))
    # A deleted run has no tasks, so no task needs its pods.
    return [pod for pod, owner in owned if owner not in states or states[owner] in FINAL_STATES]


def finished_long_ago(pod: k8s.V1Pod, now: datetime | None = None) -> bool:
    """Whether the pod finished more than `KEPT_FOR` ago."""
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
    """Return the task that owns a pod; `None` without annotations, or if another Airflow made the pod."""
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
    """Ask Airflow for the states of all tasks of these runs. The state is `None` before Airflow schedules a task."""
    if hasattr(task_instance, "get_task_states"):
        found = task_instance.get_task_states(dag_id=dag_id, run_ids=run_ids)
        return {
            Owner(dag_id, run_id, task_id): state for run_id, tasks in found.items() for task_id, state in tasks.items()
        }
    # In Airflow 2, a task may query the database.
    from airflow.models import TaskInstance
    from airflow.utils.session import create_session

    with create_session() as session:
        rows = session.query(TaskInstance.run_id, TaskInstance.task_id, TaskInstance.state).filter(
            TaskInstance.dag_id == dag_id, TaskInstance.run_id.in_(run_ids)
        )
        return {Owner(dag_id, run_id, task_id): state for run_id, task_id, state in rows}
