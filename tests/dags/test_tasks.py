"""Tasks of one workflow that are copied from each other equal those from the constructor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from kubernetes.client import ApiClient

from fake_kubernetes import FakeKubernetes, drive
from workflows import context_of, fact, make_dag, rendered

OF_THE_WORKFLOW: dict[str, Any] = {
    "env_vars": {"A": "dag"},
    "secrets": {"SECRET_KEY": "key"},
    "secret_name": "examples-hello",
    "labels": {"airflow/project": "examples"},
    "host_aliases": [{"ip": "10.1.2.3", "hostnames": ["sdp.example"]}],
    "notifications": {"slack_channel": "team", "emails": ["a@justice.gov.uk"]},
    "params": {"number": 1},
    "retries": 2,
}
TASK = {
    "env_vars": {"A": "task", "B": fact("run_id")},
    "inlets": ["s3://a/in"],
    "outlets": ["s3://a/out"],
    "image": "registry.example/other:2.0.0",
    "command": ["python", "-m", "load"],
    "args": [fact("ds")],
    "retries": 3,
    "retry_delay": 10,
    "timeout": 60,
    "trigger_rule": "all_done",
    "when": {"value": fact("ds"), "is_not": "2025-01-01"},
    "results": ["rows"],
}
OF_ITS_DAG = ("_dag", "task_group")


def _plain(value: Any) -> Any:
    """Write a value so that equal values compare equal, even if their classes define no equality."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if type(value).__module__.startswith("kubernetes."):
        return ApiClient().sanitize_for_serialization(value)
    if type(value).__module__.startswith(("analytical_platform_airflow.", "airflow.providers.cncf.kubernetes.secret")):
        return {"class": type(value).__name__, **_plain(vars(value))}
    return value


def _attributes(task: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in vars(task).items() if name not in OF_ITS_DAG}


@pytest.mark.parametrize(
    "kind",
    [{}, {"compute_profile": "gpu-spot-4vcpu-16gb"}, {"hmcts_sdp_networking": True}],
    ids=["plain", "gpu", "sdp"],
)
def test_a_task_made_from_another_has_every_attribute_of_one_made_by_the_constructor(kind: dict[str, Any]) -> None:
    task = {**TASK, **kind}
    copied = make_dag(tasks={"first": dict(kind), "Second_one": task}, **OF_THE_WORKFLOW).get_task("Second_one")
    constructed = make_dag(tasks={"Second_one": task}, **OF_THE_WORKFLOW).get_task("Second_one")
    assert _attributes(copied) == _attributes(constructed)


def test_tasks_made_from_each_other_share_nothing_that_changes() -> None:
    dag = make_dag(tasks={"first": TASK, "second": TASK}, **OF_THE_WORKFLOW)
    first, second = (vars(dag.get_task(name)) for name in ("first", "second"))
    shared = [name for name, value in first.items() if isinstance(value, (dict, list, set)) and value is second[name]]
    assert shared == []


def test_a_task_made_from_another_has_nothing_of_its_own_keys() -> None:
    copied = make_dag(tasks={"first": TASK, "second": {}}, **OF_THE_WORKFLOW).get_task("second")
    constructed = make_dag(tasks={"second": {}}, **OF_THE_WORKFLOW).get_task("second")
    assert _attributes(copied) == _attributes(constructed)


def test_tasks_of_different_kinds_are_not_made_from_each_other() -> None:
    profiles = ["general-spot-1vcpu-4gb", "gpu-spot-1vcpu-4gb", "general-on-demand-1vcpu-4gb", "cpu-spot-1vcpu-4gb"]
    dag = make_dag(tasks={f"task-{number}": {"compute_profile": name} for number, name in enumerate(profiles)})
    assert [dag.get_task(f"task-{number}").compute_profile.name for number in range(4)] == [
        "general-spot-1vcpu-4gb",
        "gpu-spot-1vcpu-4gb",
        "general-on-demand-1vcpu-4gb",
        "general-spot-1vcpu-4gb",
    ]


@pytest.mark.parametrize("task_id", ["", "with space", "with.dot", "é", "a" * 251])
@pytest.mark.parametrize("others", [{}, {"first": {}}], ids=["first", "later"])
def test_an_id_that_is_none_is_refused_by_the_name_of_the_manifest(task_id: str, others: dict[str, Any]) -> None:
    with pytest.raises(Exception, match=r"^manifests/development/examples/hello/workflow.yml: task .*letters, digits"):
        make_dag(tasks={**others, task_id: {}})


def test_a_pod_name_is_cut_where_the_provider_would_refuse_it_and_the_task_keeps_its_id() -> None:
    dag = make_dag(tasks={"t" * 200: {}, "u" * 200: {}}, project="p" * 20, workflow="w" * 20)
    assert set(dag.task_ids) == {"t" * 200, "u" * 200}
    assert {task.name for task in dag.tasks} == {f"{'p' * 20}-{'w' * 20}-{letter * 178}" for letter in "tu"}


def test_a_pod_name_that_fits_is_kept_whole() -> None:
    dag = make_dag(tasks={"t" * 178: {}}, project="p" * 20, workflow="w" * 20)
    assert dag.tasks[0].name == f"{'p' * 20}-{'w' * 20}-{'t' * 178}"


def test_a_pod_name_is_not_cut_at_a_hyphen() -> None:
    dag = make_dag(tasks={f"{'t' * 177}_{'u' * 10}": {}}, project="p" * 20, workflow="w" * 20)
    assert dag.tasks[0].name == f"{'p' * 20}-{'w' * 20}-{'t' * 177}"


def test_a_task_with_the_longest_id_loads_and_its_pod_has_a_name_that_kubernetes_takes() -> None:
    """Airflow 2.10.3 refuses operators with a longer name, and labels of Kubernetes have 63 characters."""
    task_ids = ["a" * 250, f"{'a' * 200}{'b' * 50}"]
    dag = make_dag(tasks={task_id: {} for task_id in task_ids})
    names = set()
    for task_id in task_ids:
        task = rendered(dag.get_task(task_id))
        drive(task, FakeKubernetes())
        pod = task.build_pod_request_obj(context_of(task))
        assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,251}[a-z0-9])?", pod.metadata.name)
        assert all(len(value) <= 63 for value in pod.metadata.labels.values())
        names.add(pod.metadata.name)
    assert len(names) == 2
