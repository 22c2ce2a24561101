"""Karpenter's own controllers start, keep and remove nodes: by the program's pools, for the shared package's pods."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from control_plane import ControlPlane
from harness.environment import Environment
from harness.karpenter import CLAIMS, POOLS, Karpenter, Printed, printed, simulated
from harness.nodes import PROFILES, closed, node_pool_label
from harness.objects import Objects
from harness.processes import wait_until
from harness.rest import Object
from harness.workflows import pods_of, workflow_data

DATA = json.loads(PROFILES.read_text())
FLEETS = [f"{fleet}-{capacity}" for fleet in DATA["fleets"] for capacity in DATA["capacities"]]
DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt"


@pytest.fixture(scope="module")
def program_objects() -> Printed:
    """The program's own objects for the documentation's pools."""
    return printed()


@pytest.fixture(scope="module")
def karpenter(
    plane: ControlPlane, objects: Objects, environment: Environment, program_objects: Printed
) -> Iterator[Karpenter]:
    """Karpenter with the program's pools; the node groups' nodes take no pods."""
    running = Karpenter(objects, plane.nursery, plane.credentials, plane.server)
    with closed(objects, list(environment.node_groups)):
        running.install(program_objects.instanceTypes)
        for pool in program_objects.pools:
            objects.create(simulated(pool))
        yield running
        running.remove()


def start(objects: Objects, profile: str, outcome: str = "run") -> Object:
    """Create the shared package's pod of a profile."""
    [pod] = pods_of(workflow_data(profile, {"main": {"compute_profile": profile}}, outcome)).values()
    created: Object = objects.create(pod)
    return created


def node_of(objects: Objects, pod: Object) -> Object:
    """Wait until a pod has a node, and give that."""
    path = objects.path(pod)
    wait_until(lambda: "nodeName" in objects.rest.call("GET", path)["spec"], f"{path} has a node")
    node: Object = objects.rest.call("GET", f"/api/v1/nodes/{objects.rest.call('GET', path)['spec']['nodeName']}")
    return node


def is_drifted(karpenter: Karpenter, node: str) -> bool:
    """Whether Karpenter has marked a node for replacement."""
    [claim] = [each for each in karpenter.claims() if each["status"].get("nodeName") == node]
    return any(each["type"] == "Drifted" and each["status"] == "True" for each in claim["status"]["conditions"])


def test_the_kinds_of_the_aws_provider_take_the_program_s_objects(
    objects: Objects, karpenter: Karpenter, program_objects: Printed
) -> None:
    assert karpenter.nodes() == []
    for node_class in program_objects.classes:
        objects.create(node_class, dry_run=True)
    for pool in program_objects.pools:
        renamed = {**pool, "metadata": {"name": f"{pool['metadata']['name']}-again"}}
        objects.create(renamed, dry_run=True)


def test_a_pod_gets_a_node_of_its_fleet_from_zero_and_the_node_goes_with_it(
    objects: Objects, karpenter: Karpenter
) -> None:
    pods = {fleet: start(objects, f"{fleet}-{next(iter(DATA['sizes']))}") for fleet in FLEETS}
    label = node_pool_label()
    for fleet, pod in pods.items():
        node = node_of(objects, pod)
        assert node["metadata"]["labels"][label] == fleet
        assert {"key": label, "value": fleet, "effect": "NoSchedule"} in node["spec"]["taints"]
        # The smallest size: nothing else waits for this fleet.
        assert node["metadata"]["labels"]["node.kubernetes.io/instance-type"].endswith(".xlarge")
        objects.delete(pod)
    wait_until(lambda: karpenter.nodes() == [] and karpenter.claims() == [], "every fleet is empty")


def test_a_changed_pool_replaces_no_node_on_which_a_task_runs(objects: Objects, karpenter: Karpenter) -> None:
    fleet = "general-on-demand"
    pod = start(objects, f"{fleet}-1vcpu-4gb")
    assert pod["metadata"]["annotations"][DO_NOT_DISRUPT] == "true"
    node = node_of(objects, pod)["metadata"]["name"]
    change = {"spec": {"template": {"metadata": {"labels": {"release": "next"}}}}}
    objects.rest.call("PATCH", f"{POOLS}/{fleet}", change)
    wait_until(lambda: is_drifted(karpenter, node), f"{node} is drifted")
    # A second task starts and ends: Karpenter has looked at the fleet in between, and has replaced the second's node.
    other = start(objects, f"{fleet}-16vcpu-64gb")
    other_node = node_of(objects, other)["metadata"]["name"]
    assert other_node != node
    objects.delete(other)
    wait_until(lambda: other_node not in names(karpenter, fleet), f"{other_node} is gone")
    assert node in names(karpenter, fleet)
    assert objects.rest.call("GET", objects.path(pod))["status"]["phase"] == "Running"
    objects.delete(pod)
    wait_until(lambda: karpenter.nodes(fleet) == [], "the old node goes when its task has ended")


def test_without_the_annotation_the_node_would_be_replaced_under_the_task(
    objects: Objects, karpenter: Karpenter
) -> None:
    fleet = "general-spot"
    pod = start(objects, f"{fleet}-1vcpu-4gb")
    node = node_of(objects, pod)["metadata"]["name"]
    objects.rest.call("PATCH", objects.path(pod), {"metadata": {"annotations": {DO_NOT_DISRUPT: None}}})
    change = {"spec": {"template": {"metadata": {"labels": {"release": "next"}}}}}
    objects.rest.call("PATCH", f"{POOLS}/{fleet}", change)
    wait_until(lambda: node not in names(karpenter, fleet), f"{node} is replaced")
    assert objects.rest.find(objects.path(pod)) is None
    wait_until(lambda: karpenter.claims(fleet) == [], f"{fleet} is empty")


def test_a_node_whose_claim_is_deleted_stays_until_its_task_ends(objects: Objects, karpenter: Karpenter) -> None:
    """As after a notice of a spot reclaim: the controller deletes the claim, and does not evict the task."""
    fleet = "gpu-spot"
    pod = start(objects, f"{fleet}-1vcpu-4gb")
    node = node_of(objects, pod)["metadata"]["name"]
    [claim] = karpenter.claims(fleet)
    objects.rest.call("DELETE", f"{CLAIMS}/{claim['metadata']['name']}")
    wait_until(lambda: has_taint(objects, node, "karpenter.sh/disrupted"), f"{node} takes no further pods")
    other = start(objects, f"{fleet}-1vcpu-4gb")
    assert node_of(objects, other)["metadata"]["name"] != node
    found = objects.rest.call("GET", objects.path(pod))
    assert (found["status"]["phase"], "deletionTimestamp" in found["metadata"]) == ("Running", False)
    objects.delete(pod)
    objects.delete(other)
    wait_until(lambda: karpenter.claims(fleet) == [], f"{fleet} is empty")


def test_a_fleet_moves_from_a_draining_group_to_its_pool_while_a_task_runs(
    objects: Objects, karpenter: Karpenter, program_objects: Printed
) -> None:
    fleet, group = "general-on-demand", "/api/v1/nodes/general-on-demand-xlarge"
    taints = objects.rest.call("GET", group)["spec"]["taints"]
    own = [taint for taint in taints if taint["key"] == node_pool_label()]
    objects.rest.call("PATCH", group, {"spec": {"unschedulable": False, "taints": own}})
    old = start(objects, f"{fleet}-1vcpu-4gb")
    assert node_of(objects, old)["metadata"]["name"] == "general-on-demand-xlarge"
    objects.rest.call("PATCH", group, {"spec": {"taints": program_objects.drainingTaints}})
    new = start(objects, f"{fleet}-1vcpu-4gb")
    assert node_of(objects, new)["metadata"]["name"] in names(karpenter, fleet)
    found = objects.rest.call("GET", objects.path(old))
    assert (found["status"]["phase"], found["spec"]["nodeName"]) == ("Running", "general-on-demand-xlarge")
    # The group goes when its last task has ended; the pool's task stays.
    objects.delete(old)
    objects.rest.call("PATCH", group, {"spec": {"unschedulable": True, "taints": own}})
    assert objects.rest.call("GET", objects.path(new))["status"]["phase"] == "Running"
    objects.delete(new)
    wait_until(lambda: karpenter.claims(fleet) == [], f"{fleet} is empty")


def test_a_pool_starts_no_node_beyond_its_limit(objects: Objects, karpenter: Karpenter) -> None:
    fleet = "gpu-on-demand"
    objects.rest.call("PATCH", f"{POOLS}/{fleet}", {"spec": {"limits": {"cpu": "4"}}})
    first, second = (start(objects, f"{fleet}-1vcpu-4gb") for _ in range(2))
    larger = start(objects, f"{fleet}-2vcpu-8gb")
    waiting = (first, second, larger)
    wait_until(lambda: any("nodeName" in pod_spec(objects, pod) for pod in waiting), "one of the pods has a node")
    wait_until(lambda: is_refused(objects, waiting), "Karpenter says that the limit is used up")
    assert len(karpenter.claims(fleet)) == 1
    for pod in waiting:
        objects.delete(pod)
    wait_until(lambda: karpenter.claims(fleet) == [], f"{fleet} is empty")


def names(karpenter: Karpenter, pool: str) -> list[str]:
    """Names of a pool's nodes."""
    return [node["metadata"]["name"] for node in karpenter.nodes(pool)]


def has_taint(objects: Objects, node: str, key: str) -> bool:
    """Whether a node has a taint; a node that is gone has none."""
    found = objects.rest.find(f"/api/v1/nodes/{node}") or {"spec": {}}
    return any(taint["key"] == key for taint in found["spec"].get("taints", []))


def pod_spec(objects: Objects, pod: Object) -> Object:
    """The present spec of a pod."""
    spec: Object = objects.rest.call("GET", objects.path(pod))["spec"]
    return spec


def is_refused(objects: Objects, pods: tuple[Object, ...]) -> bool:
    """Whether Karpenter has told one of some pods that no pool can take it."""
    named = {pod["metadata"]["name"] for pod in pods}
    events = objects.rest.call("GET", "/api/v1/namespaces/mwaa/events")["items"]
    return any(
        event["involvedObject"].get("name") in named and "exceed limits" in (event.get("message") or "")
        for event in events
    )
