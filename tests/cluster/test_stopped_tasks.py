"""A task that Airflow stops while its pod runs never counts as a success, and its pod is deleted."""

from __future__ import annotations

import signal

import pytest
from harness.runs import ON_EVERY_AIRFLOW, outcome_of_main, started
from harness.workbench import Workbench
from harness.workflows import workflow_data


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
    """The reason for the guard (apache/airflow#71202, #73006). If this fails, the provider is mended: remove it."""
    data = workflow_data("unguarded", {"main": {}}, "run")
    with workbench.watch("test-cluster.unguarded") as watch:
        run = started(workbench, watch, data, UNGUARDED)
        run.process.send_signal(signal.SIGTERM)
        assert outcome_of_main(run) == ("success", 1)


#: Replaces the package operator's methods around a pod's run by the provider's.
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
