"""What the preview says will exist in the cluster is what an API server takes."""

from __future__ import annotations

from harness.environment import Environment, needs_a_controller
from harness.objects import Objects

NAMESPACE = "mwaa"
#: What the namespace of the workflows must have; an empty preview must not pass.
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
    """The controller has taken the quota up: it says what is used."""
    [quota] = environment.of_kind("ResourceQuota")
    assert quota["metadata"]["namespace"] == NAMESPACE
    status = objects.rest.call("GET", objects.path(quota))["status"]
    assert set(status["used"]) == set(quota["spec"]["hard"])
