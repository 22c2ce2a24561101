"""The operator fills a workflow's Kubernetes Secret from Secrets Manager, by exactly the preview's objects."""

from __future__ import annotations

import base64
import copy
from collections.abc import Iterator

import pytest
from control_plane import ControlPlane
from harness.charts import releases, render
from harness.environment import Environment, preview_folder
from harness.external_secrets import ExternalSecrets
from harness.objects import Objects
from harness.processes import wait_until
from harness.rest import Object
from harness.secrets_manager import SecretsManager
from harness.workflows import NAMESPACE


@pytest.fixture(scope="module")
def store(environment: Environment) -> Object:
    """The program's only store."""
    [store] = environment.of_kind("SecretStore")
    return store


@pytest.fixture(scope="module")
def secrets_manager(plane: ControlPlane, store: Object) -> Iterator[SecretsManager]:
    """Secrets Manager of the data account."""
    running = SecretsManager(plane.nursery, store["spec"]["provider"]["aws"]["region"])
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def operator(
    plane: ControlPlane, environment: Environment, store: Object, secrets_manager: SecretsManager
) -> Iterator[ExternalSecrets]:
    """The operator with the program's store, ready."""
    rendering = render(
        "external-secrets", releases(preview_folder())["external-secrets"], plane.rest.call("GET", "/version")
    )
    installed = ExternalSecrets(plane.rest, plane.nursery, plane.credentials, plane.server)
    installed.install(rendering, secrets_manager)
    objects = Objects(plane.rest)
    objects.create(store)
    wait_until(lambda: installed.condition(store).get("status") == "True", "the store is ready")
    yield installed
    objects.delete(store)
    installed.remove()


@pytest.fixture
def external_secret(environment: Environment, objects: Objects, operator: ExternalSecrets) -> Iterator[Object]:
    """An external secret of a workflow, from the program; its Secret is deleted with it."""
    manifest = copy.deepcopy(max(environment.of_kind("ExternalSecret"), key=lambda each: len(each["spec"]["data"])))
    yield manifest
    objects.delete(manifest)
    wait_until(lambda: operator.rest.find(secret_path(manifest)) is None, "the garbage collector has taken the Secret")


@pytest.fixture
def values(secrets_manager: SecretsManager, external_secret: Object) -> Iterator[dict[str, str]]:
    """A value for each of the workflow's ids, in Secrets Manager."""
    found = {each["secretKey"]: each["remoteRef"]["key"] for each in external_secret["spec"]["data"]}
    for key, name in found.items():
        secrets_manager.create(name, f"value of {key}")
    yield {key: f"value of {key}" for key in found}
    # Names become free at once only with a new server, so each test has its own.
    secrets_manager.stop()
    secrets_manager.start()


def test_the_operator_takes_the_store_and_every_external_secret_of_the_preview(
    environment: Environment, objects: Objects, operator: ExternalSecrets
) -> None:
    manifests = environment.of_kind("ExternalSecret")
    assert manifests
    for manifest in manifests:
        objects.create(manifest, dry_run=True)


def test_the_secret_of_the_workflow_has_a_key_for_each_id(
    objects: Objects, operator: ExternalSecrets, external_secret: Object, values: dict[str, str]
) -> None:
    assert len(values) > 1
    objects.create(external_secret)
    wait_until(lambda: operator.condition(external_secret).get("status") == "True", "the external secret is ready")
    labels = external_secret["metadata"]["labels"]
    project, workflow = (next(value for key, value in labels.items() if key.endswith(each)) for each in KEYS)
    assert external_secret["spec"]["target"]["name"] == f"{project}-{workflow}"
    assert data_of(operator, external_secret) == values


def test_a_changed_value_and_a_removed_id_arrive(
    objects: Objects,
    operator: ExternalSecrets,
    secrets_manager: SecretsManager,
    external_secret: Object,
    values: dict[str, str],
) -> None:
    assert external_secret["spec"]["refreshInterval"] == "5m"
    external_secret["spec"]["refreshInterval"] = "1s"
    objects.create(external_secret)
    wait_until(lambda: data_of(operator, external_secret) == values, "the first values have arrived")
    changed, removed, *_ = external_secret["spec"]["data"]
    secrets_manager.put(changed["remoteRef"]["key"], "another value")
    values[changed["secretKey"]] = "another value"
    wait_until(lambda: data_of(operator, external_secret) == values, "the changed value has arrived")
    data = [each for each in external_secret["spec"]["data"] if each != removed]
    operator.rest.call("PATCH", objects.path(external_secret), {"spec": {"data": data}})
    del values[removed["secretKey"]]
    wait_until(lambda: data_of(operator, external_secret) == values, "the removed id is gone")


def test_a_secret_that_is_deleted_in_aws_leaves_no_value_behind_and_the_others_as_they_are(
    objects: Objects,
    operator: ExternalSecrets,
    secrets_manager: SecretsManager,
    external_secret: Object,
    values: dict[str, str],
) -> None:
    external_secret["spec"]["refreshInterval"] = "1s"
    objects.create(external_secret)
    wait_until(lambda: data_of(operator, external_secret) == values, "the first values have arrived")
    deleted = external_secret["spec"]["data"][0]
    secrets_manager.delete(deleted["remoteRef"]["key"])
    del values[deleted["secretKey"]]
    wait_until(lambda: data_of(operator, external_secret) == values, "the deleted value is gone")
    assert operator.condition(external_secret)["status"] == "True"


def test_while_aws_is_away_the_status_says_so_and_the_values_stay(
    objects: Objects,
    operator: ExternalSecrets,
    secrets_manager: SecretsManager,
    external_secret: Object,
    values: dict[str, str],
) -> None:
    external_secret["spec"]["refreshInterval"] = "1s"
    objects.create(external_secret)
    wait_until(lambda: data_of(operator, external_secret) == values, "the first values have arrived")
    secrets_manager.stop()
    try:
        wait_until(lambda: operator.condition(external_secret).get("status") == "False", "the status says so")
        assert operator.condition(external_secret)["reason"] == "SecretSyncedError"
        assert data_of(operator, external_secret) == values
    finally:
        secrets_manager.start()


def test_a_workflow_whose_secrets_are_not_in_aws_has_no_secret_and_an_event_that_names_what_is_missing(
    objects: Objects, operator: ExternalSecrets, external_secret: Object
) -> None:
    objects.create(external_secret)
    key = external_secret["spec"]["data"][0]["remoteRef"]["key"]

    def messages() -> list[str]:
        found = operator.rest.call("GET", f"/api/v1/namespaces/{NAMESPACE}/events")["items"]
        name = external_secret["metadata"]["name"]
        return [each["message"] for each in found if each["involvedObject"]["name"] == name]

    wait_until(lambda: any(key in message for message in messages()), "an event names the missing secret")
    assert operator.rest.find(secret_path(external_secret)) is None


#: Ends of the labels that name a workflow.
KEYS = ("/project", "/workflow")


def secret_path(external_secret: Object) -> str:
    """Path of the Secret that an external secret fills."""
    return f"/api/v1/namespaces/{NAMESPACE}/secrets/{external_secret['spec']['target']['name']}"


def data_of(operator: ExternalSecrets, external_secret: Object) -> dict[str, str] | None:
    """Keys and values of a workflow's Secret, or ``None`` if it does not exist."""
    secret = operator.rest.find(secret_path(external_secret))
    if secret is None:
        return None
    return {key: base64.b64decode(value).decode() for key, value in secret.get("data", {}).items()}
