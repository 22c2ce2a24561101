"""
Pods that a crash left are deleted, but no pod that may still be needed.

The next run of their DAG deletes them before its first pod, and the platform's own DAG deletes them every ten minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest
from kubernetes.client import ApiException
from kubernetes.client import models as k8s

from analytical_platform_airflow import orphaned_pods_dag as the_dag
from analytical_platform_airflow.operator import MOST_EARLIER_PODS
from analytical_platform_airflow.orphaned_pods import (
    AIRFLOW_ANNOTATION,
    AIRFLOW_VARIABLE,
    DAG_ID_ANNOTATION,
    FINAL_STATES,
    PAGE,
    RUN_ID_ANNOTATION,
    RUNS_AT_ONCE,
    TASK_ID_ANNOTATION,
)
from fake_kubernetes import FakeKubernetes, drive, runs, succeeds
from workflows import context_of, make_task, rendered

EARLIER = "scheduled__2025-03-03T00:00:00+00:00"

OWN_DAG = "examples.hello"


States: TypeAlias = dict[str, dict[str, str | None]]
"""States of tasks by run and task."""


class AskedAirflow:
    """Answers a task's questions for states, by DAG. An error is raised."""

    def __init__(self, states: dict[str, States | Exception]) -> None:
        self.states = states
        self.asked: list[tuple[str, list[str]]] = []

    def get_task_states(self, *, dag_id: str, run_ids: list[str]) -> States:
        self.asked.append((dag_id, run_ids))
        answer = self.states.get(dag_id, {})
        if isinstance(answer, Exception):
            raise answer
        return answer


def _start_of_a_run(api: FakeKubernetes, states: States | Exception) -> set[str]:
    """Run a task of the DAG that left pods, and give the names of the pods that remain."""
    task = rendered(make_task())
    drive(task, api)
    context = context_of(task)
    airflow = AskedAirflow({OWN_DAG: states})
    context["ti"].get_task_states = airflow.get_task_states
    task.execute(context)
    assert len(api.created) == 1
    assert airflow.asked in ([], [(OWN_DAG, [EARLIER])])
    return set(api.pods)


def _platforms_own_dag(api: FakeKubernetes, states: States | Exception) -> set[str]:
    """Run the platform's own DAG, and give the names of the pods that remain. Nothing else starts."""
    _clean(api, {OWN_DAG: states})
    return set(api.pods)


def _clean(api: FakeKubernetes, states: dict[str, States | Exception]) -> AskedAirflow:
    airflow = AskedAirflow(states)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(the_dag, "api_client", lambda _path: None)
        patch.setattr(the_dag, "CoreV1Api", lambda _client: api)
        [task] = the_dag.orphaned_pods_dag().tasks
        try:
            task.execute({"ti": SimpleNamespace(get_task_states=airflow.get_task_states)})
        finally:
            assert api.created == []
    return airflow


BOTH = pytest.mark.parametrize("cleaned", [_start_of_a_run, _platforms_own_dag])
Cleaned: TypeAlias = Callable[[FakeKubernetes, States | Exception], set[str]]


def _left(
    api: FakeKubernetes,
    task_id: str = "main",
    *,
    dag_id: str = OWN_DAG,
    run_id: str = EARLIER,
    name: str = "left",
    **metadata: Any,
) -> k8s.V1Pod:
    """Add a running pod of another run."""
    task = make_task(dag_id=dag_id)
    context: Any = {**context_of(task), "run_id": run_id}
    labels = {**task._get_ti_pod_labels(context), "task_id": task_id}
    annotations = {
        AIRFLOW_ANNOTATION: "mwaa",
        DAG_ID_ANNOTATION: dag_id,
        RUN_ID_ANNOTATION: run_id,
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


@BOTH
@pytest.mark.parametrize("task_id", ["main", "another"])
@pytest.mark.parametrize("state", sorted(FINAL_STATES))
def test_a_pod_that_runs_on_is_deleted_when_its_task_is_over(cleaned: Cleaned, state: str, task_id: str) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api, task_id)
    assert cleaned(api, {EARLIER: {task_id: state}}) == set()


@BOTH
@pytest.mark.parametrize("state", [None, "running", "queued", "scheduled", "restarting", "up_for_retry", "deferred"])
def test_a_pod_whose_task_is_not_over_is_left_alone(cleaned: Cleaned, state: str | None) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    assert cleaned(api, {EARLIER: {"main": state}}) == {"left"}


@BOTH
def test_a_pod_of_a_run_that_was_deleted_is_deleted(cleaned: Cleaned) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    assert cleaned(api, {}) == set()


@BOTH
def test_an_airflow_that_has_not_made_a_pod_leaves_it_alone(cleaned: Cleaned, monkeypatch: pytest.MonkeyPatch) -> None:
    """`npm run dags -- test` in an environment's cluster does not know MWAA's runs there."""
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    monkeypatch.setenv(AIRFLOW_VARIABLE, "a-trial")
    assert cleaned(api, {}) == {"left"}


@BOTH
def test_a_pod_that_does_not_say_whose_it_is_is_left_alone(cleaned: Cleaned) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api, annotations=None)
    assert cleaned(api, {}) == {"left"}


@BOTH
@pytest.mark.parametrize(("hours", "is_left"), [(0, True), (2, False)])
def test_a_finished_pod_that_does_not_say_whose_it_is_is_kept_for_an_hour(
    cleaned: Cleaned, hours: int, is_left: bool
) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    pod = _left(api, annotations=None)
    succeeds(pod)
    pod.status.container_statuses[0].state.terminated.finished_at = datetime.now(UTC) - timedelta(hours=hours)
    assert ("left" in cleaned(api, {})) is is_left


def test_a_task_goes_on_where_airflow_does_not_answer() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _left(api)
    assert _start_of_a_run(api, RuntimeError("no answer")) == {"left"}


def test_a_start_looks_at_few_pods_however_many_the_namespace_and_its_own_dag_have() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    for number in range(MOST_EARLIER_PODS + 50):
        _left(api, name=f"own-{number}")
        _left(api, name=f"other-{number}", dag_id="examples.other")
    remaining = _start_of_a_run(api, {EARLIER: {"main": "failed"}})
    assert sum(name.startswith("own-") for name in remaining) == 50
    assert max(map(len, api.listed)) == MOST_EARLIER_PODS


def test_a_start_leaves_the_pods_of_its_own_run_and_of_other_dags_to_the_platforms_own_dag() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    own_run = _left(api, name="own-run")
    own_run.metadata.labels["run_id"] = make_task()._get_ti_pod_labels(context_of(make_task()))["run_id"]
    _left(api, name="other", dag_id="examples.other")
    assert _start_of_a_run(api, {EARLIER: {"main": "failed"}}) == {"own-run", "other"}


def test_the_platforms_own_dag_finds_each_orphaned_pod_among_two_thousand() -> None:
    api = FakeKubernetes()
    for number in range(2_000):
        _left(api, name=f"pod-{number}", dag_id=f"examples.{number % 200}")
    running: States = {EARLIER: {"main": "running"}}
    over: States = {EARLIER: {"main": "failed"}}
    airflow = _clean(api, {f"examples.{number}": over if number < 3 else running for number in range(200)})
    assert len(api.pods) == 2_000 - 3 * 10
    assert [len(page) for page in api.listed] == [PAGE] * 4
    assert len(airflow.asked) == 200


def test_a_question_to_airflow_names_a_bounded_number_of_runs() -> None:
    """Airflow 3 has the runs in the URL, which a server may refuse when it is too long."""
    api = FakeKubernetes()
    for number in range(RUNS_AT_ONCE + 1):
        _left(api, name=f"pod-{number}", run_id=f"scheduled__{number}")
    airflow = _clean(api, {OWN_DAG: {f"scheduled__{number}": {"main": "running"} for number in range(100)}})
    assert [len(run_ids) for _, run_ids in airflow.asked] == [RUNS_AT_ONCE, 1]
    assert len(api.pods) == RUNS_AT_ONCE + 1


def test_what_fails_for_one_dag_or_pod_stops_nothing_else_and_fails_the_platforms_task() -> None:
    api = FakeKubernetes()
    over: States = {EARLIER: {"main": "failed"}}
    for dag_id in ("examples.a", "examples.b", "examples.c"):
        _left(api, name=dag_id, dag_id=dag_id)
    delete = api.delete_namespaced_pod

    def refuses_one(name: str, **options: Any) -> None:
        if name == "examples.b":
            raise ApiException(status=500, reason="broken")
        delete(name, **options)

    vars(api)["delete_namespaced_pod"] = refuses_one
    with pytest.raises(ExceptionGroup, match="Deleted 1 orphaned pods; 2 requests failed"):
        _clean(api, {"examples.a": RuntimeError("no answer"), "examples.b": over, "examples.c": over})
    assert set(api.pods) == {"examples.a", "examples.b"}


def test_a_pod_that_is_gone_already_is_no_error() -> None:
    api = FakeKubernetes()
    _left(api)
    vars(api)["delete_namespaced_pod"] = lambda **_: (_ for _ in ()).throw(ApiException(status=404, reason="gone"))
    _clean(api, {OWN_DAG: {EARLIER: {"main": "failed"}}})


def test_the_platforms_own_dag_runs_every_ten_minutes_by_itself_and_never_twice_at_once() -> None:
    dag = the_dag.orphaned_pods_dag()
    assert dag.timetable.summary == "*/10 * * * *"
    assert (dag.catchup, dag.max_active_runs, dag.is_paused_upon_creation) == (False, 1, False)
    assert dag.get_task("delete").execution_timeout < timedelta(minutes=10)


def test_a_pod_says_whose_it_is_in_airflows_own_spelling() -> None:
    task = rendered(make_task())
    drive(task, FakeKubernetes())
    pod = task.build_pod_request_obj(context_of(task))
    assert pod.metadata.annotations[AIRFLOW_ANNOTATION] == "mwaa"
    assert pod.metadata.annotations[DAG_ID_ANNOTATION] == OWN_DAG
    assert pod.metadata.annotations[RUN_ID_ANNOTATION] == "manual__2025-03-04T05:06:07+00:00"
    assert pod.metadata.annotations[TASK_ID_ANNOTATION] == "main"
