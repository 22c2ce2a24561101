"""
Orphaned pods: pods that still exist although their task is over, or although they finished long ago.

A worker that crashes leaves them (docs/decisions/orphaned-pods.md). A DAG of the platform, `orphaned_pods_dag.py`,
deletes them every ten minutes. A task that starts deletes those of earlier runs of its DAG, so that it never runs
beside one.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

from kubernetes.client import ApiException, CoreV1Api
from kubernetes.client import models as k8s

from analytical_platform_airflow.kubernetes_names import LABEL_PREFIX

log = logging.getLogger(__name__)

ALL_TASKS = "kubernetes_pod_operator=True"
"""Label selector for the pods of all tasks: the provider sets this label."""

FINISHED_PHASES = ("Succeeded", "Failed")

KEPT_FOR = timedelta(hours=1)
"""The time that a task has to read and delete its own finished pod. After it, the pod counts as orphaned."""

PAGE = 500
"""Pods in one answer of the API server."""

RUNS_AT_ONCE = 50
"""Runs in one question to Airflow 3, which has their IDs in its URL."""

GONE = (404, 409)
"""Statuses of the API server if the pod no longer exists, or if another one has its name."""

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


class Pod(NamedTuple):
    """The facts of a pod that decide whether it is orphaned. Thousands of them need little memory."""

    name: str
    uid: str
    owner: Owner | None
    """`None` without annotations, or if another Airflow made the pod."""
    finished_long_ago: bool

    @classmethod
    def of(cls, pod: k8s.V1Pod) -> Self:
        """Take the facts from Kubernetes' answer."""
        return cls(pod.metadata.name, pod.metadata.uid, _owner(pod), finished_long_ago(pod))


def delete_orphaned_pods(
    client: CoreV1Api, namespace: str, task_instance: Any, selector: str = ALL_TASKS, most: int | None = None
) -> int:
    """
    Delete the orphaned pods of a namespace.

    If Airflow does not answer for a DAG, the pods of other DAGs are still deleted.

    :param task_instance: the task that runs now, which can ask Airflow for states.
    :param selector: a label selector for the pods to look at.
    :param most: how many pods to look at; `None` for all.
    :returns: the number of deleted pods.
    :raises ExceptionGroup: some requests to Airflow or Kubernetes failed.
    """
    owned: dict[str, list[Pod]] = {}
    orphaned: list[Pod] = []
    for pod in _pods(client, namespace, selector, most):
        if pod.finished_long_ago:
            orphaned.append(pod)
        elif pod.owner:
            owned.setdefault(pod.owner.dag_id, []).append(pod)
    errors: list[Exception] = []
    for dag_id, pods in owned.items():
        try:
            orphaned += _over(pods, dag_id, task_instance)
        except Exception as error:
            error.add_note(f"Airflow did not give the states of {dag_id}; its pods stay")
            errors.append(error)
    deleted = 0
    for pod in orphaned:
        try:
            deleted += _delete(client, namespace, pod)
        except Exception as error:
            error.add_note(f"Pod {pod.name} is orphaned and could not be deleted")
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"Deleted {deleted} orphaned pods; {len(errors)} requests failed", errors)
    return deleted


def _pods(client: CoreV1Api, namespace: str, selector: str, most: int | None) -> Iterator[Pod]:
    """Read pods that nobody has deleted yet, page by page."""
    page = min(most or PAGE, PAGE)
    more: dict[str, str] = {}
    seen = 0
    while True:
        found = client.list_namespaced_pod(namespace=namespace, label_selector=selector, limit=page, **more)
        yield from (Pod.of(pod) for pod in found.items if not pod.metadata.deletion_timestamp)
        seen += len(found.items)
        token = found.metadata and found.metadata._continue
        if not token or (most is not None and seen >= most):
            return
        more = {"_continue": token}


def _delete(client: CoreV1Api, namespace: str, pod: Pod) -> bool:
    """Delete exactly this pod, and return whether it still existed."""
    log.warning("Deleting an orphaned pod: %s, of %s", pod.name, pod.owner or "an unknown task")
    options = k8s.V1DeleteOptions(preconditions=k8s.V1Preconditions(uid=pod.uid))
    try:
        client.delete_namespaced_pod(name=pod.name, namespace=namespace, body=options)
    except ApiException as error:
        if error.status in GONE:
            return False
        raise
    return True


def _over(pods: list[Pod], dag_id: str, task_instance: Any) -> list[Pod]:
    """Return the pods of one DAG whose task is over."""
    run_ids = sorted({pod.owner.run_id for pod in pods if pod.owner})
    states: dict[Owner, str | None] = {}
    for first in range(0, len(run_ids), RUNS_AT_ONCE):
        states.update(_states(task_instance, dag_id, run_ids[first : first + RUNS_AT_ONCE]))
    # A deleted run has no tasks, so no task needs its pods.
    return [pod for pod in pods if pod.owner not in states or states[pod.owner] in FINAL_STATES]


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
