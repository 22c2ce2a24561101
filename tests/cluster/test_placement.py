"""The real scheduler puts the pod of each compute profile only on a node of its own fleet."""

from __future__ import annotations

import json

import pytest
from harness.environment import Environment
from harness.nodes import PROFILES, closed, node_pool_label
from harness.objects import Objects
from harness.processes import wait_until
from harness.rest import Object
from harness.workflows import pods_of, workflow_data

DATA = json.loads(PROFILES.read_text())
POOLS = [f"{fleet}-{capacity}" for fleet in DATA["fleets"] for capacity in DATA["capacities"]]

pytestmark = pytest.mark.usefixtures("environment")


def pods_of_pool(pool: str) -> dict[str, Object]:
    """The operator's pod of each profile of a pool, by the profile's name."""
    profiles = [f"{pool}-{size}" for size in DATA["sizes"]]
    return pods_of(workflow_data(pool, {profile: {"compute_profile": profile} for profile in profiles}))


@pytest.mark.parametrize("pool", POOLS)
def test_each_profile_runs_on_its_own_fleet(objects: Objects, pool: str) -> None:
    nodes = {profile: node_of_pod(objects, pod) for profile, pod in pods_of_pool(pool).items()}
    assert {profile: pool_of_node(objects, node) for profile, node in nodes.items()} == dict.fromkeys(nodes, pool)


@pytest.mark.parametrize("pool", POOLS)
def test_without_its_fleet_a_profile_runs_nowhere(objects: Objects, environment: Environment, pool: str) -> None:
    pods = pods_of_pool(pool)
    with closed(objects, environment.nodes_of_pool(pool)):
        smallest = next(iter(pods.values()))
        # The scheduler gets nodes and pods by separate watches: it may not know yet that the nodes are closed.
        wait_until(lambda: node_of_pod(objects, smallest) is None, "the nodes are closed")
        nodes = {profile: node_of_pod(objects, pod) for profile, pod in pods.items()}
    assert nodes == dict.fromkeys(nodes, None)


def node_of_pod(objects: Objects, pod: Object) -> str | None:
    """The node that the scheduler gives a pod, or ``None``; one pod at a time, because of the quota."""
    path = objects.path(objects.create(pod))
    try:
        wait_until(lambda: decision(objects.rest.call("GET", path)) is not None, f"{path} is decided")
        node: str | None = objects.rest.call("GET", path)["spec"].get("nodeName")
        return node
    finally:
        objects.delete(pod)


def decision(pod: Object) -> Object | None:
    """The scheduler's decision about a pod, once there is one."""
    conditions = pod.get("status", {}).get("conditions", [])
    return next((each for each in conditions if each["type"] == "PodScheduled"), None)


def pool_of_node(objects: Objects, node: str | None) -> str | None:
    """The fleet and capacity in a node's label."""
    if node is None:
        return None
    pool: str | None = objects.rest.call("GET", f"/api/v1/nodes/{node}")["metadata"]["labels"].get(node_pool_label())
    return pool
