"""What a crash left is deleted by the next task of the DAG, and what may still be wanted is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from kubernetes.client import models as k8s

from analytical_platform_airflow.leftovers import FINAL_STATES, RUN_ID_ANNOTATION, TASK_ID_ANNOTATION
from fake_kubernetes import FakeKubernetes, drive, runs, succeeds
from workflows import context_of, make_task, rendered

EARLIER = "scheduled__2025-03-03T00:00:00+00:00"


def _names_after_a_run(api: FakeKubernetes, states: dict[str, dict[str, str | None]] | Exception) -> set[str]:
    """Names of the pods that are left when a task has run, where Airflow answers with these states."""
    task = rendered(make_task())
    drive(task, api)
    context = context_of(task)

    def get_task_states(*, dag_id: str, run_ids: list[str]) -> dict[str, dict[str, str | None]]:
        assert (dag_id, run_ids) == (task.dag_id, [EARLIER])
        if isinstance(states, Exception):
            raise states
        return states

    context["ti"].get_task_states = get_task_states
    task.execute(context)
    assert len(api.created) == 1
    return set(api.pods)


def _left(api: FakeKubernetes, task_id: str = "main", **metadata: Any) -> k8s.V1Pod:
    """Put a pod that runs there, of another run."""
    task = make_task()
    context: Any = {**context_of(task), "run_id": EARLIER}
    labels = {**task._get_ti_pod_labels(context), "task_id": task_id}
    annotations = {RUN_ID_ANNOTATION: EARLIER, TASK_ID_ANNOTATION: task_id}
    pod = k8s.V1Pod(
        metadata=k8s.V1ObjectMeta(
            **{"name": "left", "namespace": "mwaa", "labels": labels, "annotations": annotations, **metadata}
        ),
        spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]),
    )
    runs(pod)
    api.pods["left"] = pod
    return pod


@pytest.mark.parametrize("task_id", ["main", "another"])
@pytest.mark.parametrize("state", sorted(FINAL_STATES))
def test_a_pod_that_runs_on_is_deleted_when_its_task_is_over(state: str, task_id: str) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api, task_id)
    assert _names_after_a_run(api, {EARLIER: {task_id: state}}) == set()


@pytest.mark.parametrize("state", [None, "running", "queued", "scheduled", "restarting", "up_for_retry"])
def test_a_pod_whose_task_is_not_over_is_left_alone(state: str | None) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    assert _names_after_a_run(api, {EARLIER: {"main": state}}) == {"left"}


def test_a_pod_of_a_run_that_was_deleted_is_deleted() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    assert _names_after_a_run(api, {}) == set()


def test_a_pod_that_does_not_say_whose_it_is_is_left_alone() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api, annotations=None)
    assert _names_after_a_run(api, {}) == {"left"}


def test_a_task_goes_on_where_airflow_does_not_answer() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    assert _names_after_a_run(api, RuntimeError("no answer")) == {"left"}


@pytest.mark.parametrize(("hours", "is_left"), [(0, True), (2, False)])
def test_a_finished_pod_that_does_not_say_whose_it_is_is_kept_for_an_hour(hours: int, is_left: bool) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    pod = _left(api, annotations=None)
    succeeds(pod)
    pod.status.container_statuses[0].state.terminated.finished_at = datetime.now(UTC) - timedelta(hours=hours)
    assert ("left" in _names_after_a_run(api, {})) is is_left


def test_a_pod_says_whose_it_is_in_airflows_own_spelling() -> None:
    task = rendered(make_task())
    drive(task, FakeKubernetes())
    pod = task.build_pod_request_obj(context_of(task))
    assert pod.metadata.annotations[RUN_ID_ANNOTATION] == "manual__2025-03-04T05:06:07+00:00"
    assert pod.metadata.annotations[TASK_ID_ANNOTATION] == "main"
