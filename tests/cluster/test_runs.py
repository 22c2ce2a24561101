"""A real Airflow runs workflows on the control plane, with MWAA's user."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from control_plane import ControlPlane
from harness.airflow import VERSIONS, Airflow
from harness.environment import Environment, preview_folder
from harness.rest import Object
from harness.watch import PodWatch
from harness.workbench import Workbench
from harness.workflows import SERVICE_ACCOUNT, workflow_data

CHAIN = {"extract": {}, "transform": {"dependencies": ["extract"]}, "load": {"dependencies": ["transform"]}}
ON_EVERY_EVENT = {"slack_channel": "#alerts", "slack_events": ["success", "failure"]}
WRITTEN = {"QUOTES": """it's "so\"""", "BACKSLASH": r"C:\new", "DOLLARS": "$(HOME) $HOME", "JSON": '{"a": 1}'}


@dataclass(frozen=True)
class Finished:
    """A finished run, with its record."""

    record: dict[str, Any]
    log: str
    watch: PodWatch
    messages: list[dict[str, str]]
    pods_left: list[Object]


@pytest.fixture(scope="module", params=VERSIONS)
def chain(
    request: pytest.FixtureRequest,
    airflow: Callable[[str], Airflow],
    plane: ControlPlane,
    environment: Environment,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Finished]:
    """Three tasks in a row, run once on each Airflow, for several tests."""
    data = workflow_data(
        "chain",
        CHAIN,
        env_vars={**WRITTEN, "RUN": {"template": "{{ run_id }}", "pieces": [{"fact": "run_id"}]}},
        secrets={"SECRET_PASSWORD": "password"},
        notifications=ON_EVERY_EVENT,
    )
    folder = tmp_path_factory.mktemp("chain")
    with Workbench(airflow(request.param), plane.rest, plane.nursery, folder) as bench:
        with bench.watch("test-cluster.chain") as watch:
            run = bench.run(data)
            record = run.finish()
        yield Finished(record, run.log, watch, bench.slack.messages, bench.pods())


def environment_of(pod: Object) -> dict[str, Object]:
    """The variables of a pod's workflow container, by name."""
    [container] = [each for each in pod["spec"]["containers"] if each["name"] == "base"]
    return {variable["name"]: variable for variable in container["env"]}


def test_every_task_succeeds(chain: Finished) -> None:
    assert chain.record["state"] == "success"
    assert {task: entry["state"] for task, entry in chain.record["tasks"].items()} == dict.fromkeys(CHAIN, "success")


def test_a_task_begins_when_the_one_before_has_ended(chain: Finished) -> None:
    for earlier, later in (("extract", "transform"), ("transform", "load")):
        assert chain.watch.first_seen(earlier, "Succeeded") < chain.watch.first_seen(later, "Pending")


def test_the_log_of_the_container_is_in_the_log_of_the_task(chain: Finished) -> None:
    assert "a line of the container's log" in chain.log


def test_no_pod_is_left(chain: Finished) -> None:
    assert chain.pods_left == []


def test_values_arrive_as_written(chain: Finished) -> None:
    """`$$(X)` is Kubernetes' spelling for the text `$(X)`; a kubelet gives the container the latter."""
    [pod] = chain.watch.pods_of_task("load")
    variables = environment_of(pod)
    assert {name: variables[name]["value"].replace("$$", "$") for name in WRITTEN} == WRITTEN


def test_templates_arrive_filled_in(chain: Finished) -> None:
    [pod] = chain.watch.pods_of_task("load")
    assert environment_of(pod)["RUN"]["value"] == chain.record["run_id"]


def test_a_secret_reaches_the_pod_as_a_reference_and_never_as_a_value(chain: Finished) -> None:
    reference = {"secretKeyRef": {"name": SERVICE_ACCOUNT, "key": "password"}}
    for task in CHAIN:
        [pod] = chain.watch.pods_of_task(task)
        assert environment_of(pod)["SECRET_PASSWORD"] == {"name": "SECRET_PASSWORD", "valueFrom": reference}


def test_slack_hears_of_a_success_once_for_the_run(chain: Finished) -> None:
    [message] = chain.messages
    assert message["channel"] == "#alerts"
    assert "test-cluster.chain" in message["text"]
    assert "succeeded" in message["text"]


def test_a_pod_that_fails_fails_its_task_after_the_retries_and_slack_hears_of_it_once(workbench: Workbench) -> None:
    tasks = {"first": {}, "second": {"dependencies": ["first"]}}
    data = workflow_data("failing", tasks, "fail", retries=2, notifications=ON_EVERY_EVENT)
    with workbench.watch("test-cluster.failing") as watch:
        record = workbench.run(data).finish()
    assert record["state"] == "failed"
    assert (record["tasks"]["first"]["state"], record["tasks"]["first"]["tries"]) == ("failed", 3)
    assert record["tasks"]["second"]["state"] == "upstream_failed"
    assert len(watch.pods_of_task("first")) == 3
    assert watch.pods_of_task("second") == []
    [message] = workbench.slack.messages
    assert "test-cluster.failing" in message["text"]
    assert "Task: first" in message["text"]


def test_a_retry_makes_good_what_failed_once_and_slack_hears_of_success_alone(workbench: Workbench) -> None:
    data = workflow_data("flaky", {"main": {}}, "fail-first-try", retries=1, notifications=ON_EVERY_EVENT)
    record = workbench.run(data).finish()
    assert (record["state"], record["tasks"]["main"]["tries"]) == ("success", 2)
    [message] = workbench.slack.messages
    assert "succeeded" in message["text"]


def example_of_several_tasks() -> Path:
    """The shortest of the preview's DAG objects with dependencies, so that the test does not take minutes."""
    objects = sorted((preview_folder() / "dags").glob("*/*.py"))
    return min(
        (path for path in objects if '"dependencies": ' in path.read_text()), key=lambda path: path.stat().st_size
    )


def test_an_example_of_the_repository_runs_to_success(workbench: Workbench) -> None:
    dag_object = example_of_several_tasks()
    [dag_id] = re.findall(r'dag_id="([^"]+)"', dag_object.read_text())
    with workbench.watch(dag_id) as watch:
        record = workbench.run_object(dag_object).finish()
    assert record["state"] == "success"
    assert len(record["tasks"]) > 1
    for task in record["tasks"]:
        [pod] = watch.pods_of_task(task)
        assert pod["spec"]["serviceAccountName"] == dag_id.replace(".", "-")
