"""A task's record is true after any interruption."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from airflow.exceptions import AirflowException, AirflowTaskTimeout
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as ProviderPodOperator
from kubernetes.client import ApiException
from kubernetes.client import models as k8s

from analytical_platform_airflow.errors import TaskStoppedError, TaskTimedOutError
from fake_kubernetes import NODE, FakeKubernetes, drive, fails, is_drained, is_evicted, runs, succeeds, waits
from workflows import context_of, make_task, rendered


def _task(api: FakeKubernetes, profile: str = "general-spot-4vcpu-16gb") -> Any:
    task = rendered(make_task({"compute_profile": profile}))
    task.startup_timeout_seconds = 0
    # An argument of the newer provider: the time that a pod may wait for a node. Default: the start-up timeout.
    vars(task)["schedule_timeout_seconds"] = 0
    drive(task, api)
    return task


def _told_to_stop(task: Any, after: Callable[[k8s.V1Pod], None]) -> Callable[[k8s.V1Pod], None]:
    """SIGTERM while the pod runs: Airflow calls `on_kill`, and on Airflow 3 the wait for the pod then goes on."""

    def step(pod: k8s.V1Pod) -> None:
        task.on_kill()
        # The API server keeps the pod until its containers have ended.
        api = task.client
        api.pods[pod.metadata.name] = pod
        after(pod)

    return step


def test_a_pod_that_succeeds_makes_a_success_and_is_deleted() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    task = _task(api)
    assert task.execute(context_of(task)) is None
    assert api.deleted == [api.created[0].metadata.name]


def test_a_pod_that_fails_makes_a_failure_and_is_deleted() -> None:
    api = FakeKubernetes(runs, runs, fails)
    task = _task(api)
    with pytest.raises(AirflowException, match="returned a failure"):
        task.execute(context_of(task))
    assert api.pods == {}


@pytest.mark.parametrize("end", [fails, succeeds])
def test_a_task_told_to_stop_while_its_pod_runs_is_never_a_success(end: Callable[[k8s.V1Pod], None]) -> None:
    api = FakeKubernetes()
    task = _task(api)
    api.script = [runs, runs, _told_to_stop(task, end), end]
    with pytest.raises(TaskStoppedError, match="Airflow stopped the task"):
        task.execute(context_of(task))
    assert api.created[0].metadata.name in api.deleted


def test_without_the_guard_the_provider_records_a_success() -> None:
    api = FakeKubernetes()
    task = _task(api)
    api.script = [runs, runs, _told_to_stop(task, fails), fails]
    task._is_stopped = False
    result = ProviderPodOperator.execute_sync(task, context_of(task))
    assert task._killed is True
    assert result is None


def test_a_stop_before_there_is_a_pod_leaves_none_behind() -> None:
    api = FakeKubernetes(runs)
    task = _task(api)
    create = api.create_namespaced_pod

    def create_while_stopped(**kwargs: Any) -> k8s.V1Pod:
        task.on_kill()
        return create(**kwargs)

    vars(api)["create_namespaced_pod"] = create_while_stopped
    with pytest.raises(TaskStoppedError):
        task.execute(context_of(task))
    assert api.pods == {}


def test_a_stop_while_the_pod_is_gone_at_once_is_a_stop_and_not_a_lost_node() -> None:
    api = FakeKubernetes()
    task = _task(api)
    api.script = [runs, runs, lambda _: task.on_kill()]
    with pytest.raises(TaskStoppedError, match="Airflow stopped the task"):
        task.execute(context_of(task))


def _times_out(_pod: k8s.V1Pod) -> None:
    """Airflow's timer goes off in the middle of a request."""
    raise AirflowTaskTimeout("Timeout, PID: 1")


@pytest.mark.parametrize(
    "script", [[_times_out], [runs, _times_out], [runs, runs, _times_out]], ids=["start", "running", "log"]
)
def test_a_task_that_takes_too_long_fails_with_its_limit_and_its_pod_is_deleted(
    script: list[Callable[[k8s.V1Pod], None]],
) -> None:
    api = FakeKubernetes(*script, runs)
    task = _task(api)
    task.execution_timeout = timedelta(seconds=90)
    with pytest.raises(TaskTimedOutError, match=r"its timeout, 90 seconds\. Its pod was deleted"):
        task.execute(context_of(task))
    assert len(api.created) == 1
    assert api.pods == {}


def test_a_pod_that_was_being_created_when_the_time_was_up_is_deleted_too() -> None:
    api = FakeKubernetes(runs)
    task = _task(api)
    create = api.create_namespaced_pod

    def create_too_late(**kwargs: Any) -> k8s.V1Pod:
        create(**kwargs)
        raise AirflowTaskTimeout

    vars(api)["create_namespaced_pod"] = create_too_late
    with pytest.raises(TaskTimedOutError):
        task.execute(context_of(task))
    assert api.deleted == [api.created[0].metadata.name]


def test_a_pod_that_cannot_be_deleted_when_the_time_is_up_is_admitted() -> None:
    api = FakeKubernetes(runs, runs, _times_out)
    task = _task(api)

    def refuse(**_: Any) -> None:
        raise ApiException(status=500, reason="away")

    vars(api)["delete_namespaced_pod"] = refuse
    with pytest.raises(TaskTimedOutError, match="Its pod may still run"):
        task.execute(context_of(task))


def test_a_task_told_to_stop_before_its_time_is_up_was_stopped() -> None:
    api = FakeKubernetes()
    task = _task(api)
    api.script = [runs, runs, _told_to_stop(task, _times_out)]
    with pytest.raises(TaskStoppedError):
        task.execute(context_of(task))


@pytest.mark.parametrize(
    ("profile", "advice"),
    [
        ("general-spot-4vcpu-16gb", "general-on-demand-4vcpu-16gb has the same size and would not be interrupted"),
        ("gpu-spot-1vcpu-4gb", "gpu-on-demand-1vcpu-4gb has the same size"),
        ("general-on-demand-4vcpu-16gb", "the node failed or was replaced"),
    ],
)
def test_a_drained_node_is_named_with_the_profile_that_would_not_be_interrupted(profile: str, advice: str) -> None:
    task = _task(FakeKubernetes(runs, runs, is_drained), profile)
    with pytest.raises(AirflowException) as error:
        task.execute(context_of(task))
    assert f"its node {NODE} was lost (EvictionByEvictionAPI: Eviction API: evicting)" in str(error.value)
    assert advice in str(error.value)


@pytest.mark.parametrize("profile", ["general-spot-4vcpu-16gb", "general-on-demand-4vcpu-16gb"])
@pytest.mark.parametrize(
    ("words", "is_whole_node", "resource", "advice"),
    [
        (
            "The node was low on resource: ephemeral-storage. Container base was using 41Gi, request is 0. ",
            True,
            "disk",
            "Write less to it",
        ),
        ("The node was low on resource: inodes. ", True, "disk", "delete files that are no longer needed"),
        ("Pod ephemeral local storage usage exceeds the total limit of containers 10Gi. ", False, "disk", "S3"),
        ('Container base exceeded its local ephemeral storage limit "10Gi". ', False, "disk", "S3"),
        ('Usage of EmptyDir volume "scratch" exceeds the limit "1Gi". ', False, "disk", "S3"),
        ("The node was low on resource: memory. ", True, "memory", "a profile with more memory"),
        ("The node was low on resource: pids. ", True, "processes", "fewer processes"),
    ],
    ids=["disk", "inodes", "pod-limit", "container-limit", "volume-limit", "memory", "processes"],
)
def test_an_evicted_pod_names_what_its_node_ran_out_of_and_is_not_sent_to_on_demand(
    profile: str, words: str, resource: str, advice: str, *, is_whole_node: bool
) -> None:
    task = _task(FakeKubernetes(runs, runs, is_evicted(words, is_whole_node=is_whole_node)), profile)
    with pytest.raises(AirflowException) as error:
        task.execute(context_of(task))
    message = str(error.value)
    assert f"its node {NODE} ran out of {resource} (" in message
    assert words.strip() in message
    assert advice in message
    assert "would not be interrupted" not in message
    assert "was lost" not in message


def test_a_pod_that_vanishes_with_its_node_says_so() -> None:
    api = FakeKubernetes()
    task = _task(api)
    api.script = [runs, runs, lambda pod: vars(api)["pods"].pop(pod.metadata.name)]
    with pytest.raises(AirflowException) as error:
        task.execute(context_of(task))
    assert f"its node {NODE} was lost (the pod is gone" in str(error.value)
    assert "general-on-demand-4vcpu-16gb" in str(error.value)


def test_a_retry_attaches_to_the_pod_that_is_still_alive() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    earlier = _pod_of_an_earlier_try(api, runs)
    task = _task(api)
    task.execute(context_of(task))
    assert api.created == []
    assert api.deleted == [earlier.metadata.name]


def test_a_retry_waits_for_a_pod_that_is_on_its_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    earlier = _pod_of_an_earlier_try(api, runs)
    earlier.metadata.deletion_timestamp = datetime.now(UTC)
    task = _task(api)
    task.startup_timeout_seconds = 600
    monkeypatch.setattr("time.sleep", lambda _: api.pods.pop(earlier.metadata.name, None))
    task.execute(context_of(task))
    assert len(api.created) == 1


def test_a_retry_never_runs_beside_a_pod_that_does_not_go() -> None:
    api = FakeKubernetes(runs)
    earlier = _pod_of_an_earlier_try(api, runs)
    earlier.metadata.labels["already_checked"] = "True"
    task = _task(api)
    with pytest.raises(AirflowException, match="still being deleted: earlier"):
        task.execute(context_of(task))
    assert api.created == []


def test_a_retry_removes_the_failed_pod_of_an_earlier_try_and_makes_its_own() -> None:
    api = FakeKubernetes(runs, runs, succeeds)
    _pod_of_an_earlier_try(api, fails)
    task = _task(api)
    task.execute(context_of(task))
    assert api.deleted[0] == "earlier"
    assert len(api.created) == 1


def test_an_image_that_cannot_be_pulled_fails_in_the_events_own_words() -> None:
    words = 'Back-off pulling image "registry.example/hello:1.0.0"'
    _fails_to_start(waits("ImagePullBackOff", words), words)


def test_a_missing_secret_fails_in_the_events_own_words() -> None:
    _fails_to_start(
        waits("CreateContainerConfigError", 'secret "examples-hello" not found'), '"examples-hello" not found'
    )


def test_a_pod_that_fits_no_node_fails_in_the_events_own_words() -> None:
    def pending(pod: k8s.V1Pod) -> None:
        pod.status = k8s.V1PodStatus(phase="Pending")

    words = "0/3 nodes are available: 3 Insufficient cpu."
    _fails_to_start(
        pending, words, k8s.CoreV1Event(involved_object={}, metadata=k8s.V1ObjectMeta(uid="1"), message=words)
    )


def test_a_full_quota_fails_in_the_api_servers_own_words() -> None:
    api = FakeKubernetes(runs)
    api.refusal = ApiException(status=403, reason="Forbidden")
    api.refusal.body = json.dumps({"message": "pods is forbidden: exceeded quota: workflows"})
    task = _task(api)
    with pytest.raises(AirflowException, match="exceeded quota: workflows"):
        task.execute(context_of(task))


def _fails_to_start(step: Callable[[k8s.V1Pod], None], words: str, event: k8s.CoreV1Event | None = None) -> None:
    api = FakeKubernetes(step)
    if event:
        event.type, event.reason = "Warning", "FailedScheduling"
        event.involved_object = k8s.V1ObjectReference(field_path="spec")
        api.events = [event]
    task = _task(api)
    with pytest.raises(AirflowException) as error:
        task.execute(context_of(task))
    assert words in str(error.value)
    assert api.pods == {}


def _pod_of_an_earlier_try(api: FakeKubernetes, state: Callable[[k8s.V1Pod], None]) -> k8s.V1Pod:
    task = make_task({"compute_profile": "general-spot-4vcpu-16gb"})
    of_run = task._get_ti_pod_labels(context_of(task))
    pod = k8s.V1Pod(
        metadata=k8s.V1ObjectMeta(name="earlier", namespace="mwaa", labels={**task.labels, **of_run}),
        spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]),
    )
    state(pod)
    api.pods["earlier"] = pod
    return pod
