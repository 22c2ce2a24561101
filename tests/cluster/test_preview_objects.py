"""An API server accepts the objects that the preview has for the cluster."""

from __future__ import annotations

import pytest
from harness.environment import Environment, needs_a_controller
from harness.objects import Objects
from harness.pods import restricted_pod
from harness.rest import ApiError

NAMESPACE = "mwaa"
#: Kinds that the workflows' namespace must have, so that an empty preview does not pass.
EXPECTED_KINDS = {"Namespace", "ResourceQuota", "NetworkPolicy", "Role", "RoleBinding", "ServiceAccount"}


def test_the_api_server_takes_every_object_of_the_preview(environment: Environment) -> None:
    assert environment.refused == {}


def test_the_preview_has_what_makes_the_namespace_safe(environment: Environment) -> None:
    kinds = {manifest["kind"] for manifest in environment.manifests.values()}
    assert kinds >= EXPECTED_KINDS


def test_only_objects_of_helm_releases_are_left_out(environment: Environment, objects: Objects) -> None:
    for manifest in environment.manifests.values():
        if not needs_a_controller(manifest):
            assert objects.rest.find(objects.path(manifest)) is not None


def test_each_file_is_named_by_what_is_in_it(environment: Environment) -> None:
    for file, manifest in environment.manifests.items():
        assert file.endswith(f"{manifest['kind'].lower()}-{manifest['metadata']['name']}.yaml")


def test_the_quota_counts_the_pods_of_the_namespace(environment: Environment, objects: Objects) -> None:
    """Whether the controller counts usage for the quota."""
    [quota] = [each for each in environment.of_kind("ResourceQuota") if each["metadata"]["name"] == "workflows"]
    assert quota["metadata"]["namespace"] == NAMESPACE
    status = objects.rest.call("GET", objects.path(quota))["status"]
    assert set(status["used"]) == set(quota["spec"]["hard"])


@pytest.mark.parametrize("priority", ["system-cluster-critical", "system-node-critical"])
def test_no_pod_of_the_namespace_has_others_stopped_to_make_room_for_it(
    environment: Environment, objects: Objects, priority: str
) -> None:
    pod = restricted_pod("important", NAMESPACE)
    objects.create(pod, dry_run=True)
    pod["spec"]["priorityClassName"] = priority
    with pytest.raises(ApiError, match="exceeded quota: no-system-priority"):
        objects.create(pod, dry_run=True)
