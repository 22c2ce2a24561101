"""Gatekeeper itself, with the templates and constraints of the preview, judges requests to the API server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from control_plane import ControlPlane
from harness.charts import Rendering, of_eks, releases, render
from harness.environment import Environment, preview_folder
from harness.gatekeeper import CONSTRAINTS, TEMPLATES, Gatekeeper
from harness.objects import Objects
from harness.pods import restricted_pod
from harness.processes import wait_until
from harness.rest import ApiError, Object, Rest
from harness.workflows import NAMESPACE, pods_of, workflow_data

LABELS = "airflow.analytical-platform.service.justice.gov.uk"
PAGE = "https://github.com/ministryofjustice/analytical-platform-airflow/blob/main/policies/gatekeeper"
ACCOUNT = "test-cluster-gatekeeper"


def rendering_for(version: Object) -> Rendering:
    """The chart's objects for the preview's release, on a given version of Kubernetes."""
    return render("gatekeeper", releases(preview_folder())["gatekeeper"], version)


@pytest.fixture(scope="module")
def gatekeeper(plane: ControlPlane, environment: Environment, objects: Objects) -> Iterator[Gatekeeper]:
    """Gatekeeper for the workflows' namespace, during this module."""
    rendering = rendering_for(plane.rest.call("GET", "/version"))
    installed = Gatekeeper(plane.rest, plane.nursery, plane.credentials, plane.server, rendering)
    installed.install(environment)
    account = {"name": ACCOUNT, "namespace": NAMESPACE}
    objects.create({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": account})
    yield installed
    installed.remove()


@pytest.fixture
def pod(environment: Environment) -> Object:
    """The pod of a task, from the program's own compiler."""
    [constraint] = [each for each in environment.of_kind("ImageSources") if each["metadata"]["name"] == "image-sources"]
    registry = constraint["spec"]["parameters"]["registries"][0]
    data = workflow_data(
        "gatekeeper",
        {"main": {}},
        outcome="run",
        image=f"{registry}/test-cluster:v1.0.0",
        labels={f"{LABELS}/project": "test-cluster", f"{LABELS}/workflow": "gatekeeper"},
        service_account_name=ACCOUNT,
        secret_name=ACCOUNT,
        secrets={"SECRET_PASSWORD": "password"},
    )
    return pods_of(data)["main"]


def test_every_policy_is_enforced_as_the_preview_says(gatekeeper: Gatekeeper, environment: Environment) -> None:
    manifests = environment.manifests.values()
    kinds = {
        each["spec"]["crd"]["spec"]["names"]["kind"] for each in manifests if each["apiVersion"].startswith(TEMPLATES)
    }
    guarding = [
        each
        for each in manifests
        if each["apiVersion"].startswith(CONSTRAINTS) and each["spec"]["match"].get("namespaces") == [NAMESPACE]
    ]
    assert kinds == {each["kind"] for each in guarding} != set()
    assert {each["spec"]["enforcementAction"] for each in guarding} == {"deny"}


def test_the_pod_of_a_task_is_admitted(gatekeeper: Gatekeeper, mwaa: Rest, pod: Object) -> None:
    Objects(mwaa).create(pod, dry_run=True)


def names_another_account(pod: Object) -> None:
    pod["spec"]["serviceAccountName"] = "test-cluster-workflow"


def has_no_labels(pod: Object) -> None:
    pod["metadata"]["labels"] = {}


def reads_another_secret(pod: Object) -> None:
    pod["spec"]["containers"][0]["env"][-1]["valueFrom"]["secretKeyRef"]["name"] = "another-workflow"


def takes_the_latest_image(pod: Object) -> None:
    container = pod["spec"]["containers"][0]
    container["image"] = container["image"].replace("v1.0.0", "latest")


def takes_an_image_from_elsewhere(pod: Object) -> None:
    pod["spec"]["containers"][0]["image"] = "docker.io/library/alpine:3.22"


def takes_an_image_without_a_tag(pod: Object) -> None:
    container = pod["spec"]["containers"][0]
    container["image"] = container["image"].removesuffix(":v1.0.0")


def takes_an_image_from_a_registry_that_begins_alike(pod: Object) -> None:
    container = pod["spec"]["containers"][0]
    registry, _, rest = container["image"].partition("/")
    container["image"] = f"{registry}.evil.test/{rest}"


def takes_an_image_from_a_registry_that_has_the_name_in_its_path(pod: Object) -> None:
    container = pod["spec"]["containers"][0]
    container["image"] = f"evil.test/{container['image']}"


def starts_with_a_container_from_elsewhere(pod: Object) -> None:
    first = {**pod["spec"]["containers"][0], "name": "first", "image": "docker.io/library/alpine:3.22"}
    pod["spec"]["initContainers"] = [first]


def asks_for_more_than_its_profile(pod: Object) -> None:
    pod["spec"]["containers"][0]["resources"] = {
        "requests": {"cpu": "16", "memory": "64Gi"},
        "limits": {"cpu": "16", "memory": "64Gi"},
    }


def has_no_limits(pod: Object) -> None:
    del pod["spec"]["containers"][0]["resources"]["limits"]


def tolerates_everything(pod: Object) -> None:
    pod["spec"]["tolerations"].append({"operator": "Exists"})


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (names_another_account, ("workflow-identity", "uses service account test-cluster-workflow")),
        (has_no_labels, ("workflow-identity", f"set label {LABELS}/project")),
        (reads_another_secret, ("workflow-secrets", "container base reads Secret another-workflow")),
        (takes_the_latest_image, ("image-sources", "may be another image tomorrow")),
        (takes_an_image_from_elsewhere, ("image-sources", "whose registry is not configured")),
        (takes_an_image_without_a_tag, ("image-sources", "may be another image tomorrow")),
        (takes_an_image_from_a_registry_that_begins_alike, ("image-sources", "whose registry is not configured")),
        (
            takes_an_image_from_a_registry_that_has_the_name_in_its_path,
            ("image-sources", "whose registry is not configured"),
        ),
        (starts_with_a_container_from_elsewhere, ("image-sources", "init container first pulls")),
        (asks_for_more_than_its_profile, ("compute-profile", "do not add up to the 1 of its compute profile")),
        (has_no_limits, ("requests-and-limits", "container base has no cpu limit, no memory limit")),
        (tolerates_everything, ("compute-profile", "tolerates nodes that are not of its compute profile")),
    ],
)
def test_a_pod_that_breaks_a_policy_is_refused_with_its_message_and_page(
    gatekeeper: Gatekeeper, mwaa: Rest, pod: Object, change: Callable[[Object], None], refusal: tuple[str, str]
) -> None:
    policy, words = refusal
    change(pod)
    with pytest.raises(ApiError) as answer:
        Objects(mwaa).create(pod, dry_run=True)
    assert answer.value.status == 403
    lines = [line for line in str(answer.value).splitlines() if f"[{policy}]" in line and words in line]
    assert lines, answer.value
    assert all(line.endswith(f"See {PAGE}/{policy}/README.md") for line in lines)


def test_a_pod_that_the_api_server_is_to_name_is_judged_as_well(
    gatekeeper: Gatekeeper, mwaa: Rest, pod: Object
) -> None:
    del pod["metadata"]["name"]
    pod["metadata"]["generateName"] = "any-"
    Objects(mwaa).create(pod, dry_run=True)
    names_another_account(pod)
    with pytest.raises(ApiError, match="workflow-identity"):
        Objects(mwaa).create(pod, dry_run=True)


def test_a_running_pod_cannot_take_another_workflows_labels(
    gatekeeper: Gatekeeper, mwaa: Rest, objects: Objects, pod: Object
) -> None:
    created = Objects(mwaa).create(pod)
    try:
        path = objects.path(created)
        mwaa.call("PATCH", path, {"metadata": {"labels": {"already_checked": "True"}}})
        with pytest.raises(ApiError, match="workflow-identity"):
            mwaa.call("PATCH", path, {"metadata": {"labels": {f"{LABELS}/workflow": "other"}}})
    finally:
        objects.delete(created)


def test_a_running_pod_gets_no_ephemeral_container_that_breaks_a_policy(
    gatekeeper: Gatekeeper, plane: ControlPlane, mwaa: Rest, objects: Objects, pod: Object
) -> None:
    created = Objects(mwaa).create(pod)
    try:
        context = created["spec"]["containers"][0]["securityContext"]
        debugger = {"name": "debug", "image": "docker.io/library/busybox:1", "securityContext": context}
        path = f"{objects.path(created)}/ephemeralcontainers"
        with pytest.raises(ApiError, match="ephemeral container debug pulls"):
            plane.rest.call("PATCH", path, {"spec": {"ephemeralContainers": [debugger]}})
    finally:
        objects.delete(created)


def test_elsewhere_a_breach_is_admitted_and_found_by_audit(gatekeeper: Gatekeeper, objects: Objects) -> None:
    pod = restricted_pod("audited", "default")
    objects.create(pod)
    try:
        path = ("imagesources", "image-sources-elsewhere")

        def found() -> bool:
            violations = gatekeeper.status(*path).get("violations", [])
            return any(violation["name"] == "audited" for violation in violations)

        wait_until(found, "audit has found the pod")
    finally:
        objects.delete(pod)


def test_a_constraint_without_what_its_policy_reads_is_refused(gatekeeper: Gatekeeper) -> None:
    constraint = {
        "apiVersion": f"{CONSTRAINTS}v1beta1",
        "kind": "ImageSources",
        "metadata": {"name": "incomplete"},
        "spec": {"parameters": {"page": PAGE}},
    }
    with pytest.raises(ApiError, match=r"spec\.parameters\.registries: Required value"):
        Objects(gatekeeper.rest).create(constraint, dry_run=True)


def test_a_template_that_does_not_compile_is_never_said_to_be_created(gatekeeper: Gatekeeper) -> None:
    """The program's constraints wait for that status."""
    target = {
        "target": "admission.k8s.gatekeeper.sh",
        "code": [
            {"engine": "Rego", "source": {"version": "v1", "rego": "package broken\n\nviolation contains nothing"}}
        ],
    }
    template = {
        "apiVersion": f"{TEMPLATES}v1",
        "kind": "ConstraintTemplate",
        "metadata": {"name": "broken"},
        "spec": {"crd": {"spec": {"names": {"kind": "Broken"}}}, "targets": [target]},
    }
    objects = Objects(gatekeeper.rest)
    objects.create(template)
    try:
        path = objects.path(template)

        def errors() -> list[Object]:
            by_pod = gatekeeper.rest.call("GET", path).get("status", {}).get("byPod") or []
            return [error for pod in by_pod for error in pod.get("errors") or []]

        wait_until(lambda: bool(errors()), "Gatekeeper has reported the fault")
        assert not gatekeeper.rest.call("GET", path)["status"].get("created")
    finally:
        objects.delete(template)


@pytest.fixture
def without_gatekeeper(gatekeeper: Gatekeeper) -> Iterator[None]:
    """The webhook's configuration exists, but nobody answers."""
    gatekeeper.stop()
    yield
    gatekeeper.start()


@pytest.mark.usefixtures("without_gatekeeper")
def test_while_gatekeeper_is_away_no_unjudged_pod_gets_into_the_workflows_namespace(mwaa: Rest, pod: Object) -> None:
    with pytest.raises(ApiError, match="failed calling webhook"):
        Objects(mwaa).create(pod, dry_run=True)


def goes_on(objects: Objects) -> None:
    """Create, as a dry run, the objects that a cluster needs to repair itself."""
    for namespace in ("kube-system", "gatekeeper-system", "default", "external-secrets", "amazon-cloudwatch"):
        objects.create(restricted_pod("repair", namespace), dry_run=True)
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "any", "namespace": NAMESPACE}}
    objects.create(config_map, dry_run=True)
    objects.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "any"}}, dry_run=True)
    objects.create({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "any"}}, dry_run=True)


@pytest.mark.usefixtures("without_gatekeeper")
def test_while_gatekeeper_is_away_the_rest_of_the_cluster_goes_on(objects: Objects) -> None:
    goes_on(objects)


@pytest.fixture
def namespace_made_by_hand(objects: Objects) -> Iterator[str]:
    """A namespace outside the program."""
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "made-by-hand"}}
    objects.create(namespace)
    account = "/api/v1/namespaces/made-by-hand/serviceaccounts/default"
    wait_until(lambda: objects.rest.find(account) is not None, "its default account is there")
    yield "made-by-hand"
    objects.delete(namespace)


def test_on_eks_only_a_namespace_made_by_hand_waits_for_gatekeeper(
    gatekeeper: Gatekeeper, objects: Objects, mwaa: Rest, pod: Object, namespace_made_by_hand: str
) -> None:
    """The chart leaves out the webhook's condition if Kubernetes' minor version is `36+`."""
    version = gatekeeper.rest.call("GET", "/version")
    gatekeeper.stop()
    try:
        gatekeeper.guard(rendering_for(of_eks(version)))
        elsewhere = restricted_pod("any", namespace_made_by_hand)
        wait_until(lambda: refuses(objects, elsewhere), "the API server has taken up the webhook")
        goes_on(objects)
        assert refuses(Objects(mwaa), pod)
    finally:
        gatekeeper.guard(rendering_for(version))
        gatekeeper.start()


def refuses(objects: Objects, pod: Object) -> bool:
    """Whether the API server refuses a pod because the webhook does not answer."""
    try:
        objects.create(pod, dry_run=True)
    except ApiError as error:
        if "failed calling webhook" in str(error):
            return True
        raise
    return False


def test_when_it_is_back_pods_are_judged_again(gatekeeper: Gatekeeper, mwaa: Rest, pod: Object) -> None:
    Objects(mwaa).create(pod, dry_run=True)
    names_another_account(pod)
    with pytest.raises(ApiError, match="workflow-identity"):
        Objects(mwaa).create(pod, dry_run=True)
