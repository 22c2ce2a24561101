"""MWAA's execution role has only the rights that running pods needs, only in its own namespace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness.objects import Objects
from harness.pods import restricted_pod
from harness.rest import ApiError, Object, Rest
from harness.workflows import NAMESPACE

POD_VERBS = ("create", "delete", "get", "list", "patch", "watch")
READ_VERBS = ("get", "list", "watch")
WRITE_VERBS = ("create", "update", "patch", "delete", "deletecollection")

pytestmark = pytest.mark.usefixtures("environment")


def may(user: Rest, verb: str, resource: str, namespace: str = NAMESPACE, group: str = "") -> bool:
    """Ask the API server itself."""
    name, _, subresource = resource.partition("/")
    attributes = {"verb": verb, "resource": name, "subresource": subresource, "namespace": namespace, "group": group}
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": attributes},
    }
    answer = user.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
    return bool(answer["status"]["allowed"])


@pytest.mark.parametrize("resource", ["pods", "pods/log"])
@pytest.mark.parametrize("verb", POD_VERBS)
def test_it_may_run_pods_in_its_namespace(mwaa: Rest, verb: str, resource: str) -> None:
    assert may(mwaa, verb, resource)


# Each right runs a program in another workflow's pod, as that workflow, or reads its traffic.
@pytest.mark.parametrize(
    "resource", ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "pods/ephemeralcontainers"]
)
@pytest.mark.parametrize("verb", POD_VERBS)
def test_it_may_not_enter_a_pod_that_runs(mwaa: Rest, verb: str, resource: str) -> None:
    assert not may(mwaa, verb, resource)


@pytest.mark.parametrize("verb", READ_VERBS)
def test_it_may_read_events_which_say_why_a_pod_does_not_start(mwaa: Rest, verb: str) -> None:
    assert may(mwaa, verb, "events")


@pytest.mark.parametrize("verb", READ_VERBS + WRITE_VERBS)
def test_it_may_do_nothing_with_secrets(mwaa: Rest, verb: str) -> None:
    assert not may(mwaa, verb, "secrets")


@pytest.mark.parametrize("namespace", ["default", "kube-system", ""])
@pytest.mark.parametrize("resource", ["pods", "secrets", "events", "serviceaccounts"])
@pytest.mark.parametrize("verb", ["get", "list", "create", "delete"])
def test_it_may_do_nothing_outside_its_namespace(mwaa: Rest, verb: str, resource: str, namespace: str) -> None:
    assert not may(mwaa, verb, resource, namespace)


@pytest.mark.parametrize(
    ("group", "resource"),
    [
        ("", "serviceaccounts"),
        ("", "serviceaccounts/token"),
        ("", "resourcequotas"),
        ("networking.k8s.io", "networkpolicies"),
        ("rbac.authorization.k8s.io", "roles"),
        ("rbac.authorization.k8s.io", "rolebindings"),
        ("apps", "deployments"),
        ("batch", "jobs"),
    ],
)
def test_it_may_not_change_what_guards_the_namespace(mwaa: Rest, group: str, resource: str) -> None:
    assert not any(may(mwaa, verb, resource, group=group) for verb in WRITE_VERBS)


@pytest.fixture
def pod(objects: Objects) -> Iterator[Object]:
    """A pod that the namespace admits; removed after the test in any case."""
    manifest = restricted_pod("made-by-mwaa", NAMESPACE)
    yield manifest
    if objects.rest.find(objects.path(manifest)) is not None:
        objects.delete(manifest)


def test_it_makes_finds_and_deletes_a_pod(mwaa: Rest, pod: Object) -> None:
    as_mwaa = Objects(mwaa)
    as_mwaa.create(pod)
    assert mwaa.find(as_mwaa.path(pod)) is not None
    as_mwaa.delete(pod)
    assert mwaa.find(as_mwaa.path(pod)) is None


def test_it_reads_no_secret_and_no_other_namespace(mwaa: Rest) -> None:
    for path in (
        f"/api/v1/namespaces/{NAMESPACE}/secrets",
        "/api/v1/namespaces/default/pods",
        "/api/v1/pods",
        "/api/v1/nodes",
    ):
        with pytest.raises(ApiError) as refusal:
            mwaa.call("GET", path)
        assert refusal.value.status == 403
