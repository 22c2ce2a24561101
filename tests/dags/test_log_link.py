"""The link from a task to its pod's log."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from airflow.serialization.serialized_objects import SerializedDAG

from analytical_platform_airflow.log_link import LINK
from fake_kubernetes import FakeKubernetes, drive
from workflows import context_of, make_dag, make_task, rendered

LOGS = {"region": "eu-west-2", "group": "/aws/eks/airflow-development/workflows"}
FINISHED_KEY = "_link_CloudWatchEventsLink"


def _pushed_by(task: Any) -> tuple[str, dict[str, Any]]:
    """Let a task create its pod, and give the pod's name and the stored values."""
    done = rendered(task)
    kubernetes = FakeKubernetes()
    drive(done, kubernetes)
    pushed: dict[str, Any] = {}
    context = context_of(task)
    context["ti"].xcom_push = lambda key, value: pushed.update({key: value})
    pod = done.get_or_create_pod(done.build_pod_request_obj(context), context)
    return pod.metadata.name, pushed


def _address(pod_name: str) -> str:
    return (
        "https://console.aws.amazon.com/cloudwatch/home?region=eu-west-2"
        "#logsV2:log-groups/log-group/%2Faws%2Feks%2Fairflow-development%2Fworkflows"
        f"/log-events/{pod_name}.base"
    )


def test_the_stream_of_the_pod_is_noted_as_soon_as_there_is_a_pod() -> None:
    pod_name, pushed = _pushed_by(make_task(logs=LOGS))
    assert pod_name.startswith("examples-hello-main-")
    assert LINK.format_link(**pushed[LINK.key]) == _address(pod_name)


def test_airflow_3_has_the_address_while_the_task_runs() -> None:
    pod_name, pushed = _pushed_by(make_task(logs=LOGS))
    if hasattr(LINK, "xcom_key"):
        assert LINK.xcom_key == FINISHED_KEY
        assert pushed[FINISHED_KEY] == _address(pod_name)
    else:
        assert set(pushed) == {LINK.key}


def test_the_web_server_which_never_imports_the_package_knows_the_link() -> None:
    """The web server's copy of a stored DAG; Airflow 2 restores only registered classes."""
    stored = SerializedDAG.to_dict(make_dag(logs=LOGS))
    task = SerializedDAG.from_dict(stored).get_task("main")
    assert list(task.operator_extra_link_dict) == ["CloudWatch Events"]
    link = task.operator_extra_link_dict["CloudWatch Events"]
    assert not type(link).__module__.startswith("analytical_platform_airflow")


def test_the_web_servers_link_leads_to_the_same_address(monkeypatch: Any) -> None:
    pod_name, pushed = _pushed_by(make_task(logs=LOGS))
    task = SerializedDAG.from_dict(SerializedDAG.to_dict(make_dag(logs=LOGS))).get_task("main")
    link: Any = task.operator_extra_link_dict["CloudWatch Events"]
    if hasattr(link, "xcom_key"):
        assert pushed[link.xcom_key] == _address(pod_name)
    else:
        noted = SimpleNamespace(get_value=lambda key, ti_key: pushed[key])
        monkeypatch.setattr("airflow.providers.amazon.aws.links.base_aws.XCom", noted)
        assert link.get_link(task, ti_key=None) == _address(pod_name)


def test_without_a_log_group_nothing_is_noted() -> None:
    assert _pushed_by(make_task())[1] == {}
