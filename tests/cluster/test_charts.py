"""A real API server accepts the objects that Helm renders for the program's releases, and they keep our promises."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from harness.chart_folders import FOLDERS
from harness.charts import Release, Rendering, of_eks, releases, render, unknown_values
from harness.environment import Environment, preview_folder
from harness.nodes import REPOSITORY
from harness.objects import Objects
from harness.rest import Object

CHARTS = {
    each["name"]: each for each in json.loads((REPOSITORY / "platform/cluster/data/charts.json").read_text())["charts"]
}
RELEASES = {name: release for name, release in releases(preview_folder()).items() if release.chart in FOLDERS}
KUBERNETES = {"gitVersion": "v1.36.3", "major": "1", "minor": "36"}
VERSIONS = {"Kubernetes": KUBERNETES, "EKS": of_eks(KUBERNETES)}


@pytest.fixture(params=sorted(RELEASES))
def release(request: pytest.FixtureRequest) -> Release:
    """Each release with an available chart."""
    return RELEASES[request.param]


@pytest.fixture(params=sorted(VERSIONS))
def rendering(request: pytest.FixtureRequest, release: Release) -> Rendering:
    """Each of them, rendered by Helm on Kubernetes and on EKS."""
    return render(release.chart, release, VERSIONS[request.param])


@pytest.fixture(params=sorted(VERSIONS))
def gatekeeper(request: pytest.FixtureRequest) -> Rendering:
    """Gatekeeper, rendered by Helm on Kubernetes and on EKS."""
    return render("gatekeeper", RELEASES["gatekeeper"], VERSIONS[request.param])


def test_both_charts_that_are_part_of_a_go_module_are_looked_at() -> None:
    assert set(RELEASES) == set(FOLDERS)


def test_the_list_of_charts_says_which_version_was_looked_at(release: Release, rendering: Rendering) -> None:
    assert CHARTS[release.chart]["valuesReadAt"] == rendering.version
    assert CHARTS[release.chart]["version"] == release.version


def test_gatekeeper_is_looked_at_in_the_version_that_is_installed(gatekeeper: Rendering) -> None:
    assert gatekeeper.version == RELEASES["gatekeeper"].version


def test_the_chart_knows_every_value(release: Release, rendering: Rendering) -> None:
    assert unknown_values(release.values, rendering.defaults) == []


def test_a_value_that_a_chart_does_not_know_is_found() -> None:
    defaults = {"image": {"tag": ""}, "annotations": {}, "args": []}
    values = {"image": {"tags": "1"}, "annotations": {"any": "key"}, "args": ["any"], "replica": 2}
    assert unknown_values(values, defaults) == ["image.tags", "replica"]


def test_every_image_is_one_of_the_list_and_all_of_the_list_are_used(release: Release, rendering: Rendering) -> None:
    listed = {
        f"{image['repository']}:{image['tag']}" + (f"@{image['digest']}" if image["digest"] else "")
        for image in CHARTS[release.chart]["images"]
    }
    assert {container["image"] for pod in rendering.pods.values() for container in containers(pod)} == listed


# With networkPolicyMode: strict, a pod elsewhere would have no network: policies select the pods of these namespaces.
def test_every_pod_is_in_the_namespace_of_its_release(release: Release, rendering: Rendering) -> None:
    workloads = [each for each in [*rendering.objects, *rendering.hooks] if "template" in each.get("spec", {})]
    assert workloads
    assert {each["metadata"]["namespace"] for each in workloads} == {release.namespace}


def test_an_api_server_takes_every_object_and_drops_no_field(
    environment: Environment, objects: Objects, rendering: Rendering
) -> None:
    assert rendering.definitions
    assert rendering.objects
    created = [*rendering.definitions, *rendering.objects, *rendering.hooks]
    for manifest in created:
        if objects.rest.find(objects.path(manifest)) is None:
            objects.create(manifest, dry_run=True)


@pytest.fixture
def accounts(environment: Environment, objects: Objects, rendering: Rendering) -> Iterator[None]:
    """The service accounts of a release, without which no pod is admitted."""
    found = [each for each in [*rendering.objects, *rendering.hooks] if each["kind"] == "ServiceAccount"]
    for account in found:
        objects.create(account)
    yield
    for account in found:
        objects.delete(account)


@pytest.mark.usefixtures("accounts")
def test_its_namespace_admits_every_pod_at_the_level_restricted(
    environment: Environment, objects: Objects, release: Release, rendering: Rendering
) -> None:
    [namespace] = [each for each in environment.of_kind("Namespace") if each["metadata"]["name"] == release.namespace]
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert rendering.pods
    for name, pod in rendering.pods.items():
        metadata = {**pod["metadata"], "name": name, "namespace": release.namespace}
        objects.create({"apiVersion": "v1", "kind": "Pod", **pod, "metadata": metadata}, dry_run=True)


def test_gatekeeper_is_asked_about_the_pods_of_workflows_and_of_no_other_namespace(
    environment: Environment, gatekeeper: Rendering
) -> None:
    validation = webhook(gatekeeper, "validation.gatekeeper.sh")
    made = {each["metadata"]["name"] for each in environment.of_kind("Namespace")}
    namespaces = {*made, "kube-system", "kube-node-lease", "kube-public", "default"}
    assert {name for name in namespaces if is_asked(validation, name)} == {"mwaa"}
    assert [rule["resources"] for rule in validation["rules"]] == [
        ["pods", "pods/ephemeralcontainers", "pods/resize"],
        ["*"],
    ]
    assert validation["failurePolicy"] == "Fail"
    assert validation["timeoutSeconds"] == 5


def test_the_check_of_gatekeepers_own_label_never_keeps_a_namespace_from_being_made(gatekeeper: Rendering) -> None:
    assert webhook(gatekeeper, "check-ignore-label.gatekeeper.sh")["failurePolicy"] == "Ignore"


def test_no_webhook_changes_pods(gatekeeper: Rendering) -> None:
    assert gatekeeper.of_kind("MutatingWebhookConfiguration") == []


def test_gatekeeper_survives_the_loss_of_a_node(gatekeeper: Rendering) -> None:
    [webhooks] = [each for each in gatekeeper.of_kind("Deployment") if "controller" in each["metadata"]["name"]]
    [budget] = gatekeeper.of_kind("PodDisruptionBudget")
    assert webhooks["spec"]["replicas"] == 3
    assert budget["spec"]["minAvailable"] == 1
    labels = webhooks["spec"]["template"]["metadata"]["labels"]
    assert budget["spec"]["selector"]["matchLabels"].items() <= labels.items()
    [term] = webhooks["spec"]["template"]["spec"]["affinity"]["podAntiAffinity"][
        "preferredDuringSchedulingIgnoredDuringExecution"
    ]
    assert term["podAffinityTerm"]["topologyKey"] == "kubernetes.io/hostname"


def test_the_pods_of_gatekeeper_come_before_others_and_are_bounded(gatekeeper: Rendering) -> None:
    for name in ("gatekeeper-audit", "gatekeeper-controller-manager"):
        spec = gatekeeper.pods[name]["spec"]
        assert spec["priorityClassName"] == "system-cluster-critical"
        for container in spec["containers"]:
            assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
            assert "memory" in container["resources"]["limits"]


def test_gatekeeper_never_judges_itself_nor_kubernetes(gatekeeper: Rendering) -> None:
    arguments = gatekeeper.pods["gatekeeper-controller-manager"]["spec"]["containers"][0]["args"]
    for namespace in ("gatekeeper-system", "kube-system", "kube-node-lease", "kube-public"):
        assert f"--exempt-namespace={namespace}" in arguments


def test_the_release_of_gatekeeper_is_done_only_when_its_webhook_answers(gatekeeper: Rendering) -> None:
    """Policies come after the release."""
    [probe] = [each for each in gatekeeper.hooks if each["metadata"]["name"] == "gatekeeper-probe-webhook-post-install"]
    assert probe["metadata"]["annotations"]["helm.sh/hook"] == "post-install"
    assert "gatekeeper-webhook-service" in json.dumps(probe["spec"]["template"]["spec"]["containers"])


def test_external_secrets_may_touch_secrets_of_the_workflows_namespace_only() -> None:
    rendering = render("external-secrets", RELEASES["external-secrets"], KUBERNETES)
    everywhere = [rule for each in rendering.of_kind("ClusterRole") for rule in each["rules"]]
    assert not any("secrets" in rule.get("resources", []) for rule in everywhere)
    [role] = [each for each in rendering.of_kind("Role") if name_of(each) == "external-secrets-controller"]
    assert role["metadata"]["namespace"] == "mwaa"
    [controller] = rendering.pods["external-secrets"]["spec"]["containers"]
    assert "--namespace=mwaa" in controller["args"]


def test_no_webhook_of_external_secrets_stands_between_the_program_and_its_objects() -> None:
    rendering = render("external-secrets", RELEASES["external-secrets"], KUBERNETES)
    assert not rendering.of_kind("ValidatingWebhookConfiguration")
    assert set(rendering.pods) == {"external-secrets"}


def test_the_role_of_external_secrets_reaches_its_pod() -> None:
    rendering = render("external-secrets", RELEASES["external-secrets"], KUBERNETES)
    [account] = [each for each in rendering.of_kind("ServiceAccount") if name_of(each) == "external-secrets"]
    arn = RELEASES["external-secrets"].values["serviceAccount"]["annotations"]["eks.amazonaws.com/role-arn"]
    assert account["metadata"]["annotations"]["eks.amazonaws.com/role-arn"] == arn
    assert rendering.pods["external-secrets"]["spec"]["serviceAccountName"] == "external-secrets"


def name_of(manifest: Object) -> str:
    return str(manifest["metadata"]["name"])


def containers(pod: Object) -> list[Object]:
    return [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]


def webhook(rendering: Rendering, name: str) -> Object:
    """One of the webhooks that the API server would call."""
    [configuration] = rendering.of_kind("ValidatingWebhookConfiguration")
    [found] = [each for each in configuration["webhooks"] if each["name"] == name]
    result: Object = found
    return result


def is_asked(webhook: Object, namespace: str) -> bool:
    """Whether a webhook's selector, without its conditions, selects a namespace without labels of its own."""
    labels = {"kubernetes.io/metadata.name": namespace}
    for expression in webhook["namespaceSelector"]["matchExpressions"]:
        value = labels.get(expression["key"])
        if expression["operator"] == "DoesNotExist":
            assert value is None
        elif expression["operator"] == "NotIn":
            if value in expression["values"]:
                return False
        else:
            raise AssertionError(f"unforeseen operator {expression['operator']}")
    return True
