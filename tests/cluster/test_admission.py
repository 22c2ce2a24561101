"""Pods of workflows pass the Pod Security level `restricted`; pods that ask for more do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness.environment import Environment
from harness.objects import Objects
from harness.rest import ApiError, Object, Rest
from harness.workflows import NAMESPACE, pods_of, workflow_data

DATA = workflow_data(
    "admission",
    {"plain": {}, "on-sdp": {"hmcts_sdp_networking": True}, "on-gpu": {"compute_profile": "gpu-spot-1vcpu-4gb"}},
    secrets={"SECRET_PASSWORD": "password"},
    host_aliases=[{"ip": "10.0.0.1", "hostnames": ["host.test"]}],
)


@pytest.fixture(scope="module")
def pods(environment: Environment) -> dict[str, Object]:
    """The pod of each task."""
    return pods_of(DATA)


@pytest.fixture
def pod_with_sidecar(environment: Environment) -> Object:
    """A pod of two containers, for tests to change."""
    return pods_of(DATA, with_xcom_sidecar=True)["plain"]


def test_the_namespace_is_guarded(environment: Environment) -> None:
    """Without the label, every pod below would be admitted, whatever its settings."""
    [namespace] = [each for each in environment.of_kind("Namespace") if each["metadata"]["name"] == NAMESPACE]
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize("task", DATA["tasks"])
def test_the_pod_of_a_task_is_admitted(mwaa: Rest, pods: dict[str, Object], task: str) -> None:
    Objects(mwaa).create(pods[task], dry_run=True)


def test_the_pod_with_the_xcom_sidecar_is_admitted(mwaa: Rest, pod_with_sidecar: Object) -> None:
    assert len(pod_with_sidecar["spec"]["containers"]) == 2
    Objects(mwaa).create(pod_with_sidecar, dry_run=True)


def escalates(pod: Object) -> None:
    pod["spec"]["containers"][0]["securityContext"]["allowPrivilegeEscalation"] = True


def sidecar_escalates(pod: Object) -> None:
    pod["spec"]["containers"][1]["securityContext"]["allowPrivilegeEscalation"] = True


def is_privileged(pod: Object) -> None:
    pod["spec"]["containers"][0]["securityContext"].update(privileged=True, allowPrivilegeEscalation=True)


def keeps_capabilities(pod: Object) -> None:
    del pod["spec"]["containers"][0]["securityContext"]["capabilities"]


def mounts_the_host(pod: Object) -> None:
    pod["spec"]["volumes"].append({"name": "host", "hostPath": {"path": "/"}})


def shares_the_network_of_the_host(pod: Object) -> None:
    pod["spec"]["hostNetwork"] = True


@pytest.mark.parametrize(
    "change",
    [
        escalates,
        sidecar_escalates,
        is_privileged,
        keeps_capabilities,
        mounts_the_host,
        shares_the_network_of_the_host,
    ],
)
def test_the_same_pod_asking_for_more_is_refused(
    mwaa: Rest, pod_with_sidecar: Object, change: Callable[[Object], None]
) -> None:
    change(pod_with_sidecar)
    with pytest.raises(ApiError, match="violates PodSecurity") as refusal:
        Objects(mwaa).create(pod_with_sidecar, dry_run=True)
    assert refusal.value.status == 403
