"""Whatever happens to a worker, a node or the API server, what Airflow records is true.

Each row of "Faults" in the specification of manifests, made to happen.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from control_plane import ControlPlane
from harness.airflow import VERSIONS, Run
from harness.environment import Environment
from harness.nodes import closed, node_of
from harness.objects import Objects
from harness.pods import OUTCOME_ANNOTATION
from harness.processes import wait_until
from harness.rest import Object
from harness.watch import PodWatch
from harness.workbench import PODS, Workbench
from harness.workflows import NAMESPACE, workflow_data

ON_EVERY_AIRFLOW = pytest.mark.parametrize("workbench", VERSIONS, indirect=True)
POOL = "general-spot"
#: The package allows minutes for a pod to be scheduled and to start; a test only needs to see that they end.
SHORT_START_UP = """
for task in dag.tasks:
    task.startup_timeout_seconds = task.schedule_timeout_seconds = 10
"""


def started(
    bench: Workbench, watch: PodWatch, data: dict[str, Any], epilogue: str = "", *, supervised: bool = False
) -> Run:
    """Start a run and wait until its pod runs."""
    run = bench.run(data, epilogue, supervised=supervised)
    run.wait_until(lambda: watch.is_running("main"), "the pod runs")
    # The task has seen it running too once the first line of its log has come.
    run.wait_until(lambda: "a line of the container's log" in run.log, "the log is streamed")
    return run


def outcome_of_main(run: Run) -> tuple[str, int]:
    """State and tries of the only task."""
    main = run.finish()["tasks"]["main"]
    return main["state"], main["tries"]


@ON_EVERY_AIRFLOW
def test_a_task_told_to_stop_fails_and_its_pod_is_deleted(workbench: Workbench) -> None:
    with workbench.watch("test-cluster.stopped") as watch:
        run = started(workbench, watch, workflow_data("stopped", {"main": {}}, "run"))
        run.process.send_signal(signal.SIGTERM)
        assert outcome_of_main(run) == ("failed", 1)
    workbench.wait_until_no_pod_is_left()


def test_a_task_told_to_stop_is_retried_with_a_new_pod(workbench: Workbench) -> None:
    with workbench.watch("test-cluster.retried") as watch:
        run = started(workbench, watch, workflow_data("retried", {"main": {}}, "run-first-try", retries=1))
        run.process.send_signal(signal.SIGTERM)
        assert outcome_of_main(run) == ("success", 2)
    first, second = (pod["metadata"]["name"] for pod in watch.pods_of_task("main"))
    assert watch.was_gone_before(first, second)
    workbench.wait_until_no_pod_is_left()


@pytest.mark.parametrize("workbench", ["2.10.3"], indirect=True)
def test_a_task_told_to_stop_is_up_for_retry_where_its_process_ends_with_it(workbench: Workbench) -> None:
    with workbench.watch("test-cluster.retried") as watch:
        run = started(workbench, watch, workflow_data("retried", {"main": {}}, "run", retries=1))
        run.process.send_signal(signal.SIGTERM)
        assert outcome_of_main(run) == ("up_for_retry", 1)
    workbench.wait_until_no_pod_is_left()


def test_the_providers_own_operator_records_a_stopped_task_as_a_success(workbench: Workbench) -> None:
    """Why the guard exists (apache/airflow#71202, #73006). When this fails, the provider is mended: drop the guard."""
    data = workflow_data("unguarded", {"main": {}}, "run")
    with workbench.watch("test-cluster.unguarded") as watch:
        run = started(workbench, watch, data, UNGUARDED)
        run.process.send_signal(signal.SIGTERM)
        assert outcome_of_main(run) == ("success", 1)


#: Takes from the package's operator what it adds to the provider's around a pod's run.
UNGUARDED = """
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as Provider

for task in dag.tasks:
    for name in ("execute_sync", "on_kill", "get_or_create_pod", "await_pod_start"):
        setattr(type(task), name, getattr(Provider, name))
"""


@ON_EVERY_AIRFLOW
def test_a_task_marked_failed_by_hand_loses_its_pod_and_is_not_retried(workbench: Workbench) -> None:
    with workbench.watch("test-cluster.marked") as watch:
        data = workflow_data("marked", {"main": {}}, "run", retries=1)
        run = started(workbench, watch, data, supervised=True)
        run.mark_failed("main")
        assert outcome_of_main(run) == ("failed", 1)
    workbench.wait_until_no_pod_is_left()


@ON_EVERY_AIRFLOW
def test_a_pod_lost_with_its_node_fails_its_task_which_says_so(
    workbench: Workbench, objects: Objects, environment: Environment
) -> None:
    with workbench.watch("test-cluster.lost") as watch:
        run = started(workbench, watch, workflow_data("lost", {"main": {}}, "run"))
        [pod] = watch.pods_of_task("main")
        node = pod["spec"]["nodeName"]
        with without_node(objects, environment, node):
            assert outcome_of_main(run)[0] == "failed"
    assert f"its node {node} was lost" in run.log
    assert "general-on-demand-1vcpu-4gb is of the same size and would not be interrupted" in run.log


@contextmanager
def without_node(objects: Objects, environment: Environment, node: str) -> Iterator[None]:
    """Delete a node, as a reclaimed instance's is; make it anew at the end."""
    manifest = node_of(node, environment.node_groups[node])
    objects.delete(manifest)
    yield
    objects.create(manifest)


@ON_EVERY_AIRFLOW
def test_an_evicted_pod_fails_its_task_which_says_so(workbench: Workbench) -> None:
    with workbench.watch("test-cluster.evicted") as watch:
        run = started(workbench, watch, workflow_data("evicted", {"main": {}}, "run"))
        [pod] = watch.pods_of_task("main")
        evict(workbench, pod)
        assert outcome_of_main(run)[0] == "failed"
    assert "was lost" in run.log
    assert "would not be interrupted" in run.log


def evict(bench: Workbench, pod: Object) -> None:
    """Evict a pod as `kubectl drain` does."""
    name = pod["metadata"]["name"]
    eviction = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name, "namespace": NAMESPACE}}
    bench.admin.call("POST", f"{PODS}/{name}/eviction", eviction)


@ON_EVERY_AIRFLOW
def test_a_task_goes_on_when_the_api_server_is_back(workbench: Workbench, plane: ControlPlane) -> None:
    with workbench.watch("test-cluster.outage") as watch:
        run = started(workbench, watch, workflow_data("outage", {"main": {}}, "run"))
        plane.stop_api_server()
        run.wait_until(lambda: "refused" in run.log, "the task notices that the API server is away")
        plane.start_api_server()
        [pod] = workbench.pods()
        assert pod["status"]["phase"] == "Running"
        let_succeed(workbench, pod)
        assert outcome_of_main(run) == ("success", 1)
    assert len(watch.pods_of_task("main")) == 1


def let_succeed(bench: Workbench, pod: Object) -> None:
    """End a pod that runs until it is told otherwise."""
    change = {"metadata": {"annotations": {OUTCOME_ANNOTATION: "succeed"}}}
    bench.admin.call("PATCH", f"{PODS}/{pod['metadata']['name']}", change)


@ON_EVERY_AIRFLOW
@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("image-pull-back-off", "Failed to pull image: rpc error: code = NotFound"),
        ("secret-missing", 'secret "not-synced-yet" not found'),
    ],
)
def test_a_pod_that_cannot_start_fails_its_task_in_the_words_of_the_event(
    workbench: Workbench, outcome: str, words: str
) -> None:
    run = workbench.run(workflow_data(outcome, {"main": {}}, outcome), SHORT_START_UP)
    assert outcome_of_main(run) == ("failed", 1)
    assert words in run.log
    workbench.wait_until_no_pod_is_left()


@ON_EVERY_AIRFLOW
def test_a_pod_that_no_node_fits_fails_its_task_in_the_words_of_the_scheduler(
    workbench: Workbench, objects: Objects, environment: Environment
) -> None:
    with closed(objects, environment.nodes_of_pool(POOL)):
        run = workbench.run(workflow_data("unschedulable", {"main": {}}), SHORT_START_UP)
        assert outcome_of_main(run) == ("failed", 1)
    assert "nodes are available" in run.log
    workbench.wait_until_no_pod_is_left()


@ON_EVERY_AIRFLOW
def test_a_full_quota_fails_the_task_in_the_words_of_the_quota(workbench: Workbench, objects: Objects) -> None:
    name = {"name": "full", "namespace": NAMESPACE}
    quota = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": name, "spec": {"hard": {"pods": "0"}}}
    path = objects.path(objects.create(quota))
    try:
        wait_until(lambda: "used" in objects.rest.call("GET", path).get("status", {}), "the quota counts", 60)
        run = workbench.run(workflow_data("quota", {"main": {}}), SHORT_START_UP)
        assert outcome_of_main(run) == ("failed", 1)
    finally:
        objects.delete(quota)
    assert "exceeded quota: full" in run.log
