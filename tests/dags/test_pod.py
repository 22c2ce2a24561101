"""The pod that a task becomes."""

from __future__ import annotations

from typing import Any

import pytest
from kubernetes.client import ApiClient

from analytical_platform_airflow.errors import TemplateError
from fake_kubernetes import FakeKubernetes, drive
from workflows import context_of, fact, make_dag, make_task, parameter, rendered

POOL_LABEL = "compute.analytical-platform.service.justice.gov.uk/node-pool"


def _pod(task: Any) -> dict[str, Any]:
    """Build the pod as sent to the API server."""
    done = rendered(task)
    drive(done, FakeKubernetes())
    pod: dict[str, Any] = ApiClient().sanitize_for_serialization(done.build_pod_request_obj(context_of(task)))
    return pod


def _container(task: Any) -> dict[str, Any]:
    container: dict[str, Any] = _pod(task)["spec"]["containers"][0]
    return container


@pytest.mark.parametrize(
    ("profile", "quantities"),
    [
        ("general-spot-1vcpu-4gb", {"cpu": "1", "memory": "4Gi"}),
        ("general-on-demand-120vcpu-500gb", {"cpu": "120", "memory": "500Gi"}),
        ("gpu-spot-4vcpu-16gb", {"cpu": "4", "memory": "16Gi", "nvidia.com/gpu": "1"}),
        ("cpu-spot-2vcpu-8gb", {"cpu": "2", "memory": "8Gi"}),
    ],
)
def test_requests_equal_limits_of_the_profile(profile: str, quantities: dict[str, str]) -> None:
    assert _container(make_task({"compute_profile": profile}))["resources"] == {
        "requests": quantities,
        "limits": quantities,
    }


@pytest.mark.parametrize(
    ("profile", "pool"),
    [
        ("general-spot-1vcpu-4gb", "general-spot"),
        ("general-on-demand-1vcpu-4gb", "general-on-demand"),
        ("gpu-on-demand-1vcpu-4gb", "gpu-on-demand"),
        ("cpu-spot-1vcpu-4gb", "general-spot"),
    ],
)
def test_a_pod_runs_on_the_nodes_of_its_fleet_and_on_no_other(profile: str, pool: str) -> None:
    spec = _pod(make_task({"compute_profile": profile}))["spec"]
    required = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert required["nodeSelectorTerms"] == [
        {"matchExpressions": [{"key": POOL_LABEL, "operator": "In", "values": [pool]}]}
    ]
    tolerations = [{"key": POOL_LABEL, "operator": "Equal", "value": pool, "effect": "NoSchedule"}]
    if pool.startswith("gpu"):
        tolerations.append({"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"})
    assert spec["tolerations"] == tolerations


def test_image_identity_and_place_come_from_the_workflow() -> None:
    pod = _pod(make_task(labels={"airflow/project": "examples"}))
    container = pod["spec"]["containers"][0]
    assert (container["image"], container["imagePullPolicy"]) == ("registry.example/hello:1.0.0", "Always")
    assert pod["metadata"]["namespace"] == "mwaa"
    assert pod["metadata"]["name"].startswith("examples-hello-main-")
    assert pod["spec"]["serviceAccountName"] == "examples-hello"
    assert pod["spec"]["restartPolicy"] == "Never"
    assert pod["metadata"]["labels"]["airflow/project"] == "examples"
    profile_label = "airflow.analytical-platform.service.justice.gov.uk/compute-profile"
    assert pod["metadata"]["labels"][profile_label] == "general-spot-1vcpu-4gb"


@pytest.mark.parametrize(
    ("key", "value"),
    [("cluster-autoscaler.kubernetes.io/safe-to-evict", "false"), ("karpenter.sh/do-not-disrupt", "true")],
)
def test_a_pod_is_not_evicted_to_make_the_cluster_smaller(key: str, value: str) -> None:
    assert _pod(make_task())["metadata"]["annotations"][key] == value


def test_a_pod_names_its_owner_for_a_deployment_that_would_interrupt_it() -> None:
    annotations = _pod(make_task())["metadata"]["annotations"]
    assert annotations["airflow.analytical-platform.service.justice.gov.uk/owner"] == make_task().owner


@pytest.mark.parametrize("with_xcom", [False, True])
def test_every_container_is_admitted_by_the_restricted_level(with_xcom: bool) -> None:
    task = make_task()
    task.do_xcom_push = with_xcom
    spec = _pod(task)["spec"]
    assert len(spec["containers"]) == (2 if with_xcom else 1)
    assert spec["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    for container in spec["containers"]:
        context = container["securityContext"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["privileged"] is False
        assert context["runAsNonRoot"] is True
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert [container["securityContext"].get("runAsUser") for container in spec["containers"]][1:] == [
        65534
    ] * with_xcom


def test_no_pod_has_a_side_car_for_its_result_which_airflow_would_read_by_exec() -> None:
    task = make_task({"outlets": ["s3://a/b"]})
    assert task.do_xcom_push is False
    assert [container["name"] for container in _pod(task)["spec"]["containers"]] == ["base"]


def test_a_task_has_the_image_command_and_arguments_of_its_own_and_each_text_arrives_unchanged() -> None:
    args = ["--day", fact("ds"), "$(HOME) $$ $HOME", "{{ not_read }}", "", "1.10"]
    task = {"image": "registry.example/other:2.0.0", "command": ["python", "-m", "load$(X)"], "args": args}
    container = _container(make_task(task))
    assert container["image"] == "registry.example/other:2.0.0"
    # `$$(X)` is Kubernetes' spelling for the text `$(X)`.
    assert container["command"] == ["python", "-m", "load$$(X)"]
    assert container["args"] == ["--day", "2025-03-04", "$$(HOME) $$$ $HOME", "{{ not_read }}", "", "1.10"]


def test_without_command_and_arguments_the_image_decides() -> None:
    container = _container(make_task())
    assert not container.get("command")
    assert not container.get("args")


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("args", ["a", "b\0"], r"args\[1\]: the argument cannot contain the character NUL"),
        ("command", ["x" * 200_000], r"command\[0\]: the argument has 200000 bytes, and the limit is 131071"),
        ("args", [parameter("missing")], r"args\[0\]: the run has no parameter 'missing'"),
        ("args", ["x" * 131_000] * 9, r"args\[8\]: the arguments up to this one have more than 1048576 bytes"),
    ],
)
def test_an_argument_that_no_program_can_get_fails_the_task_with_its_place(
    key: str, value: list[Any], problem: str
) -> None:
    with pytest.raises(TemplateError, match=problem):
        rendered(make_task({key: value}))


def test_secrets_come_from_the_kubernetes_secret_by_reference() -> None:
    task = make_task(secret_name="examples-hello", secrets={"SECRET_API_KEY": "api-key"})  # noqa: S106
    assert _container(task)["env"] == [
        {
            "name": "SECRET_API_KEY",
            "valueFrom": {"secretKeyRef": {"name": "examples-hello", "key": "api-key"}},
        }
    ]


def test_sdp_tasks_get_addresses_and_bandwidth_and_the_others_do_not() -> None:
    dag = make_dag(
        host_aliases=[{"ip": "10.1.2.3", "hostnames": ["sdp.example"]}],
        tasks={"with": {"hmcts_sdp_networking": True}, "without": {}},
    )
    on_sdp, off_sdp = _pod(dag.get_task("with")), _pod(dag.get_task("without"))
    assert on_sdp["spec"]["hostAliases"] == [{"ip": "10.1.2.3", "hostnames": ["sdp.example"]}]
    assert on_sdp["metadata"]["annotations"]["kubernetes.io/ingress-bandwidth"] == "175M"
    assert on_sdp["metadata"]["annotations"]["kubernetes.io/egress-bandwidth"] == "175M"
    assert "hostAliases" not in off_sdp["spec"]
    assert "kubernetes.io/ingress-bandwidth" not in off_sdp["metadata"]["annotations"]


def test_building_one_pod_leaves_no_trace_in_the_next() -> None:
    dag = make_dag(tasks={"a": {}, "b": {}})
    first, second = _pod(dag.get_task("a")), _pod(dag.get_task("b"))
    assert first["metadata"]["labels"]["task_id"] == "a"
    assert second["metadata"]["labels"]["task_id"] == "b"
    assert first["spec"]["affinity"] == second["spec"]["affinity"]
    assert "task_id" not in dag.get_task("a").labels


def test_operator_waits_streams_deletes_and_logs_as_promised() -> None:
    task = make_task()
    assert task.startup_timeout_seconds == 600
    assert task.get_logs is True
    assert task.log_pod_spec_on_failure is True
    assert task.on_finish_action.value == "delete_pod"
    assert task.in_cluster is False
    assert task.do_xcom_push is False
    assert task.deferrable is False
    assert task.reattach_on_restart is True


def test_kubeconfig_lies_beside_the_package_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ANALYTICAL_PLATFORM_KUBECONFIG", raising=False)
    assert str(make_task().config_file).endswith("/dags/.kube/config")
    monkeypatch.setenv("ANALYTICAL_PLATFORM_KUBECONFIG", "/elsewhere/config")
    assert make_task().config_file == "/elsewhere/config"
