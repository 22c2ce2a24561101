"""A pod that cannot start fails its task within the start-up timeout, with Kubernetes' own reason."""

from __future__ import annotations

import pytest
from harness.environment import Environment
from harness.nodes import closed
from harness.objects import Objects
from harness.processes import wait_until
from harness.runs import ON_EVERY_AIRFLOW, outcome_of_main
from harness.workbench import Workbench
from harness.workflows import NAMESPACE, workflow_data

POOL = "general-spot"
#: The package allows minutes. A test needs only enough for a busy machine to report the reason.
SHORT_START_UP = """
for task in dag.tasks:
    task.startup_timeout_seconds = 30
"""


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
        wait_until(lambda: "used" in objects.rest.call("GET", path).get("status", {}), "the quota counts")
        run = workbench.run(workflow_data("quota", {"main": {}}), SHORT_START_UP)
        assert outcome_of_main(run) == ("failed", 1)
    finally:
        objects.delete(quota)
    assert "exceeded quota: full" in run.log
