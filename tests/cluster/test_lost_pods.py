"""A pod lost with its node, an unreachable API server, a worker that crashes: the record stays true."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from control_plane import ControlPlane
from harness.airflow import Run
from harness.environment import Environment
from harness.nodes import REPOSITORY, node_of
from harness.objects import Objects
from harness.pods import EXIT_CODE_ANNOTATION
from harness.processes import wait_until
from harness.rest import Object
from harness.runs import ON_EVERY_AIRFLOW, annotate, let_succeed, outcome_of_main, started
from harness.watch import PodWatch
from harness.workbench import PODS, Workbench
from harness.workflows import NAMESPACE, workflow_data

LONG_AGO = "2026-01-01T00:00:00Z"


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
    assert "general-on-demand-1vcpu-4gb has the same size and would not be interrupted" in run.log


@contextmanager
def without_node(objects: Objects, environment: Environment, node: str) -> Iterator[None]:
    """Delete a node, like that of a reclaimed instance, and create it again at the end."""
    manifest = node_of(node, environment.node_groups[node])
    objects.delete(manifest)
    try:
        yield
    finally:
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


def test_an_evicted_pod_that_ends_politely_is_no_success(workbench: Workbench) -> None:
    """A program that ends with 0 after a request to stop has not done its work."""
    with workbench.watch("test-cluster.polite") as watch:
        run = started(workbench, watch, workflow_data("polite", {"main": {}}, "run"))
        [pod] = watch.pods_of_task("main")
        annotate(workbench, pod, EXIT_CODE_ANNOTATION, "0")
        evict(workbench, pod)
        assert outcome_of_main(run)[0] == "failed"
    assert "was lost" in run.log


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
        run.wait_until(lambda: "refused" in run.log, "the task notices that the API server is unreachable")
        plane.start_api_server()
        [pod] = workbench.pods()
        assert pod["status"]["phase"] == "Running"
        let_succeed(workbench, pod)
        assert outcome_of_main(run) == ("success", 1)
    assert len(watch.pods_of_task("main")) == 1


def test_what_a_crash_left_is_deleted_by_the_next_run(workbench: Workbench) -> None:
    with workbench.watch("test-cluster.crashed") as watch:
        crashed = started(workbench, watch, workflow_data("crashed", {"main": {}}, "run"))
        crashed.kill()
        [left] = workbench.pods()
        let_succeed(workbench, left)
        make_old(workbench, left["metadata"]["name"])
        assert outcome_of_main(workbench.run(workflow_data("crashed", {"main": {}}))) == ("success", 1)
    assert len(watch.pods_of_task("main")) == 2
    workbench.wait_until_no_pod_is_left()


@ON_EVERY_AIRFLOW
@pytest.mark.parametrize("is_over", [True, False], ids=["over", "not-over"])
def test_a_pod_that_runs_on_after_a_crash_is_deleted_by_the_next_run_where_its_task_is_over(
    workbench: Workbench, *, is_over: bool
) -> None:
    with workbench.watch("test-cluster.orphaned") as watch:
        crashed = crashes(workbench, watch, is_over=is_over)
        [left] = workbench.pods()
        later = workbench.run(workflow_data("orphaned", {"main": {}}), after=crashed)
        assert outcome_of_main(later) == ("success", 1)
        wait_until(lambda: len(workbench.pods()) == (0 if is_over else 1), "every unneeded pod is gone")
        assert [pod["metadata"]["name"] for pod in workbench.pods()] == ([] if is_over else [left["metadata"]["name"]])
    assert len(watch.pods_of_task("main")) == 2


@ON_EVERY_AIRFLOW
@pytest.mark.parametrize("is_over", [True, False], ids=["over", "not-over"])
def test_a_pod_that_runs_on_after_a_crash_is_deleted_where_its_task_is_over_although_no_workflow_runs_again(
    workbench: Workbench, *, is_over: bool
) -> None:
    with workbench.watch("test-cluster.orphaned") as watch:
        crashed = crashes(workbench, watch, is_over=is_over)
        cleaning = workbench.run_object(REPOSITORY / "infra" / "workflows" / "orphaned_pods.py", after=crashed)
        assert cleaning.finish()["tasks"]["delete"]["state"] == "success"
        wait_until(lambda: len(workbench.pods()) == (0 if is_over else 1), "every unneeded pod is gone")
    assert len(watch.pods_of_task("main")) == 1


def crashes(bench: Workbench, watch: PodWatch, *, is_over: bool) -> Run:
    """Kill the worker of a task outright. Its pod runs on."""
    crashed = started(bench, watch, workflow_data("orphaned", {"main": {}}, "run"))
    crashed.kill()
    if is_over:
        # As the scheduler does after too long without a heartbeat of the task.
        crashed.mark_failed("main")
    return crashed


def make_old(bench: Workbench, name: str) -> None:
    """Move the end of a pod, once it has ended, into the past."""
    path = f"{PODS}/{name}"

    def ended() -> bool:
        return bool(bench.admin.call("GET", path)["status"]["phase"] == "Succeeded")

    wait_until(ended, "the pod has ended")
    statuses: list[Object] = bench.admin.call("GET", path)["status"]["containerStatuses"]
    for status in statuses:
        status["state"]["terminated"].update(startedAt=LONG_AGO, finishedAt=LONG_AGO)
    bench.admin.call("PATCH", f"{path}/status", {"status": {"containerStatuses": statuses}})
