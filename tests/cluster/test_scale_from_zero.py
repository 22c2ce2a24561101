"""With empty groups, the autoscaler's hints lead each pod to the smallest group whose next node fits it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from harness.environment import Environment, preview_folder
from harness.nodes import GPU, PROFILES, closed
from harness.objects import Objects
from harness.processes import wait_until
from harness.rest import Object
from harness.template_nodes import Template, templates
from harness.workflows import pods_of, workflow_data

DATA = json.loads(PROFILES.read_text())
POOLS = [f"{fleet}-{capacity}" for fleet in DATA["fleets"] for capacity in DATA["capacities"]]


@pytest.fixture(scope="module")
def groups(objects: Objects, environment: Environment) -> Iterator[list[Template]]:
    """Every group, its next node in the cluster, and no other node open."""
    found = templates(preview_folder())
    with closed(objects, list(environment.node_groups)):
        for template in found:
            objects.create(template.node())
        wait_until(lambda: all(is_open(objects, template) for template in found), "the nodes are ready")
        yield found
        for template in found:
            objects.delete(template.node())


@pytest.mark.parametrize("pool", POOLS)
def test_the_hints_lead_each_profile_to_the_smallest_node_that_takes_it(
    objects: Objects, groups: list[Template], pool: str
) -> None:
    profiles = [f"{pool}-{size}" for size in DATA["sizes"]]
    pods = pods_of(workflow_data(f"zero-{pool}", {profile: {"compute_profile": profile} for profile in profiles}))
    chosen = {profile: first_that_takes(objects, groups, pod) for profile, pod in pods.items()}
    own = [template for template in groups if template.pool == pool]
    assert own
    assert None not in chosen.values()
    assert {template.group for template in chosen.values() if template} <= {template.group for template in own}
    ranks = [template.priority for template in chosen.values() if template]
    assert ranks == sorted(ranks, reverse=True), "a larger profile never starts a smaller node, nor a small one a large"
    assert ranks[0] == max(template.priority for template in own), "the smallest profile starts the smallest node"


def test_only_groups_with_gpus_promise_gpus(groups: list[Template]) -> None:
    for template in groups:
        in_fleet = (template.pool or "").startswith("gpu-")
        assert (f"resources/{GPU}" in template.hints) == in_fleet == (f"taint/{GPU}" in template.hints)


def test_every_group_says_what_the_autoscaler_would_otherwise_guess(groups: list[Template]) -> None:
    for template in groups:
        for resource in ("cpu", "memory", "pods", "ephemeral-storage"):
            assert f"resources/{resource}" in template.hints


def first_that_takes(objects: Objects, groups: list[Template], pod: Object) -> Template | None:
    """Offer a pod the next node of each group in turn; the real scheduler decides whether it fits."""
    for template in groups:
        if takes(objects, template, pod):
            return template
    return None


def takes(objects: Objects, template: Template, pod: Object) -> bool:
    """Whether the scheduler puts a pod on a group's next node."""
    # Every name is new, because deletion takes two steps: a late KWOK would apply a step for the first pod to the next
    # pod of the same name.
    metadata = {**pod["metadata"], "name": None, "generateName": "zero-"}
    asked = objects.create(
        {
            **pod,
            "metadata": metadata,
            "spec": {**pod["spec"], "nodeSelector": {"kubernetes.io/hostname": template.node_name}},
        }
    )
    path = objects.path(asked)
    try:
        wait_until(lambda: decision(objects.rest.call("GET", path)) is not None, f"{path} is decided")
        return decision(objects.rest.call("GET", path)) == "True"
    finally:
        objects.delete(asked)


def decision(pod: Object) -> str | None:
    """The scheduler's decision about a pod, once there is one."""
    conditions = pod.get("status", {}).get("conditions", [])
    return next((each["status"] for each in conditions if each["type"] == "PodScheduled"), None)


def is_open(objects: Objects, template: Template) -> bool:
    """Whether a node has lost the taint for nodes that are not ready."""
    node = objects.rest.call("GET", f"/api/v1/nodes/{template.node_name}")
    return not any(taint["key"].startswith("node.kubernetes.io/") for taint in node["spec"].get("taints", []))
