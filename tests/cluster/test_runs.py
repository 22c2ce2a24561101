"""A real Airflow runs workflows on the control plane, as the user that MWAA is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from harness.environment import preview_folder
from harness.rest import Object
from harness.workbench import Workbench
from harness.workflows import NAMESPACE, SERVICE_ACCOUNT, workflow_data

CHAIN = {"extract": {}, "transform": {"dependencies": ["extract"]}, "load": {"dependencies": ["transform"]}}


def environment_of(pod: Object) -> dict[str, Object]:
    """The variables of a pod's workflow container, by name."""
    [container] = [each for each in pod["spec"]["containers"] if each["name"] == "base"]
    return {variable["name"]: variable for variable in container["env"]}


def test_tasks_run_in_their_order_and_succeed(workbench: Workbench) -> None:
    with workbench.watch("order") as watch:
        record = workbench.run(workflow_data("order", CHAIN)).finish()
    assert record["state"] == "success"
    assert {task: entry["state"] for task, entry in record["tasks"].items()} == dict.fromkeys(CHAIN, "success")
    for earlier, later in (("extract", "transform"), ("transform", "load")):
        assert watch.first_seen(earlier, "Succeeded") < watch.first_seen(later, "Pending")


def test_the_log_of_the_container_is_in_the_log_of_the_task(workbench: Workbench) -> None:
    run = workbench.run(workflow_data("log", {"main": {}}))
    run.finish()
    assert "a line of the container's log" in run.log


def test_no_pod_is_left_of_a_run_that_succeeded(workbench: Workbench) -> None:
    workbench.run(workflow_data("tidy", {"main": {}})).finish()
    assert workbench.pods() == []


def test_values_arrive_as_written_and_templates_as_airflow_renders_them(workbench: Workbench) -> None:
    """`$$(X)` is how Kubernetes is told that `$(X)` is text: a real kubelet gives the container the latter."""
    written = {"QUOTES": "it's \"so\"", "BACKSLASH": r"C:\new", "DOLLARS": "$(HOME) $HOME", "JSON": '{"a": 1}'}
    templated = {"RUN": "{{ run_id }}"}
    data = workflow_data("values", {"main": {}}, env_vars={**written, **templated})
    with workbench.watch("values") as watch:
        record = workbench.run(data).finish()
    [pod] = watch.pods_of_task("main")
    variables = environment_of(pod)
    arrived = {name: variables[name]["value"].replace("$$", "$") for name in written}
    assert arrived == written
    assert variables["RUN"]["value"] == record["run_id"]


def test_a_secret_reaches_the_pod_as_a_reference_and_never_as_a_value(workbench: Workbench) -> None:
    data = workflow_data("secret", {"main": {}}, secrets={"SECRET_PASSWORD": "password"})
    with workbench.watch("secret") as watch:
        workbench.run(data).finish()
    [pod] = watch.pods_of_task("main")
    reference = {"secretKeyRef": {"name": SERVICE_ACCOUNT, "key": "password"}}
    assert environment_of(pod)["SECRET_PASSWORD"] == {"name": "SECRET_PASSWORD", "valueFrom": reference}


def test_a_pod_that_fails_fails_its_task_after_the_retries_and_slack_hears_of_it_once(workbench: Workbench) -> None:
    notifications = {"slack_channel": "#alerts", "slack_events": ["success", "failure"]}
    tasks = {"first": {}, "second": {"dependencies": ["first"]}}
    data = workflow_data("failing", tasks, "fail", retries=2, notifications=notifications)
    with workbench.watch("failing") as watch:
        record = workbench.run(data).finish()
    assert record["state"] == "failed"
    assert (record["tasks"]["first"]["state"], record["tasks"]["first"]["tries"]) == ("failed", 3)
    assert record["tasks"]["second"]["state"] == "upstream_failed"
    assert len(watch.pods_of_task("first")) == 3
    assert watch.pods_of_task("second") == []
    [message] = workbench.slack.messages
    assert message["channel"] == "#alerts"
    assert "test-cluster.failing" in message["text"] and "first" in message["text"]


def test_a_retry_makes_good_what_failed_once_and_slack_hears_of_success_alone(workbench: Workbench) -> None:
    notifications = {"slack_channel": "#alerts", "slack_events": ["success", "failure"]}
    data = workflow_data("flaky", {"main": {}}, "fail-first-try", retries=1, notifications=notifications)
    record = workbench.run(data).finish()
    assert (record["state"], record["tasks"]["main"]["tries"]) == ("success", 2)
    [message] = workbench.slack.messages
    assert "succeeded" in message["text"]


def example_with_most_tasks(most: int = 6) -> Path:
    """Of the preview's DAG objects, one with several tasks, but not so many that the test takes minutes."""
    objects = sorted((preview_folder() / "dags").rglob("*.py"))
    tasks = {path: len(re.findall(r'^ {8}"[\w-]+": \{', _tasks_block(path.read_text()), re.M)) for path in objects}
    return max((path for path in objects if tasks[path] <= most), key=lambda path: tasks[path])


def _tasks_block(source: str) -> str:
    return source.partition("    tasks=")[2].partition("\n    }")[0]


def test_an_example_of_the_repository_runs_to_success_with_its_own_service_account(workbench: Workbench) -> None:
    record = workbench.run_object(example_with_most_tasks()).finish()
    assert record["state"] == "success"
    assert len(record["tasks"]) > 1
    assert workbench.pods() == []


@pytest.mark.parametrize("workbench", ["2.10.3"], indirect=True)
def test_the_same_object_runs_on_the_oldest_airflow(workbench: Workbench) -> None:
    record = workbench.run(workflow_data("oldest", CHAIN)).finish()
    assert {task: entry["state"] for task, entry in record["tasks"].items()} == dict.fromkeys(CHAIN, "success")


def test_the_runs_are_those_of_the_mwaa_user(workbench: Workbench) -> None:
    """The administrator would be let through everywhere; the kubeconfig that Airflow has is not the administrator's."""
    with workbench.watch("whose") as watch:
        workbench.run(workflow_data("whose", {"main": {}})).finish()
    [pod] = watch.pods_of_task("main")
    assert pod["metadata"]["namespace"] == NAMESPACE
