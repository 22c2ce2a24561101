"""The next task of any DAG deletes the pods that a crash left, but no pod that may still be needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from kubernetes.client import models as k8s

from analytical_platform_airflow.orphaned_pods import (
    AIRFLOW_ANNOTATION,
    AIRFLOW_VARIABLE,
    DAG_ID_ANNOTATION,
    FINAL_STATES,
    RUN_ID_ANNOTATION,
    TASK_ID_ANNOTATION,
    orphaned_pods,
)
from fake_kubernetes import FakeKubernetes, drive, runs, succeeds
from workflows import context_of, make_task, rendered

EARLIER = "scheduled__2025-03-03T00:00:00+00:00"

OWN_DAG = "examples.hello"


def _names_after_a_run(
    api: FakeKubernetes, states: dict[str, dict[str, str | None]] | Exception, dag_id: str = OWN_DAG
) -> set[str]:
    """Names of the remaining pods after a task has run, if Airflow answers with these states of a DAG."""
    task = rendered(make_task())
    drive(task, api)
    context = context_of(task)

    expected = (dag_id, [EARLIER])

    def get_task_states(*, dag_id: str, run_ids: list[str]) -> dict[str, dict[str, str | None]]:
        assert (dag_id, run_ids) == expected
        if isinstance(states, Exception):
            raise states
        return states

    context["ti"].get_task_states = get_task_states
    task.execute(context)
    assert len(api.created) == 1
    return set(api.pods)


def _left(
    api: FakeKubernetes, task_id: str = "main", *, dag_id: str = OWN_DAG, name: str = "left", **metadata: Any
) -> k8s.V1Pod:
    """Add a running pod of another run."""
    task = make_task(dag_id=dag_id)
    context: Any = {**context_of(task), "run_id": EARLIER}
    labels = {**task._get_ti_pod_labels(context), "task_id": task_id}
    annotations = {
        AIRFLOW_ANNOTATION: "mwaa",
        DAG_ID_ANNOTATION: dag_id,
        RUN_ID_ANNOTATION: EARLIER,
        TASK_ID_ANNOTATION: task_id,
    }
    pod = k8s.V1Pod(
        metadata=k8s.V1ObjectMeta(
            **{"name": name, "namespace": "mwaa", "labels": labels, "annotations": annotations, **metadata}
        ),
        spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]),
    )
    runs(pod)
    api.pods[name] = pod
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


@pytest.mark.parametrize(("state", "is_left"), [("failed", False), ("running", True)])
def test_a_pod_of_a_dag_that_never_runs_again_is_deleted_by_the_task_of_another_when_its_own_is_over(
    state: str, is_left: bool
) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api, dag_id="examples.once")
    states: dict[str, dict[str, str | None]] = {EARLIER: {"main": state}}
    assert _names_after_a_run(api, states, "examples.once") == ({"left"} if is_left else set())


def test_each_start_asks_about_one_other_dag_and_in_time_about_all() -> None:
    dag_ids = [f"examples.once-{number}" for number in range(3)]
    api = FakeKubernetes(runs)
    pods = [_left(api, dag_id=dag_id, name=dag_id) for dag_id in dag_ids]
    asked: list[str] = []

    def get_task_states(*, dag_id: str, run_ids: list[str]) -> dict[str, dict[str, str | None]]:
        asked.append(dag_id)
        return {run_id: {"main": "failed"} for run_id in run_ids}

    found: set[str] = set()
    # In a hundred draws from three, it is practically impossible that one is never drawn.
    for _ in range(100):
        asked.clear()
        chosen = orphaned_pods(pods, SimpleNamespace(dag_id=OWN_DAG, get_task_states=get_task_states))
        assert [pod.metadata.name for pod in chosen] == asked
        assert len(asked) == 1
        found.update(asked)
    assert found == set(dag_ids)


def test_an_airflow_that_has_not_made_a_pod_leaves_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """`npm run dags -- test` in an environment's cluster does not know MWAA's runs there."""
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    _left(api, dag_id="examples.once", name="other")
    monkeypatch.setenv(AIRFLOW_VARIABLE, "a-trial")
    assert _names_after_a_run(api, {}) == {"left", "other"}


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
    assert pod.metadata.annotations[AIRFLOW_ANNOTATION] == "mwaa"
    assert pod.metadata.annotations[DAG_ID_ANNOTATION] == OWN_DAG
    assert pod.metadata.annotations[RUN_ID_ANNOTATION] == "manual__2025-03-04T05:06:07+00:00"
    assert pod.metadata.annotations[TASK_ID_ANNOTATION] == "main"
