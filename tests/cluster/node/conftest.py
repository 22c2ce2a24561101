"""Fixtures of the tests on a real node: the same as for KWOK's nodes, except that this node runs containers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from control_plane import ControlPlane
from harness.environment import Environment, preview_folder
from harness.objects import Objects
from harness.real_node import RealNode, why_not_here
from harness.workflows import NAMESPACE, SERVICE_ACCOUNT

from node.scripts import IMAGE, script_image

#: The fleet and capacity of the default compute profile.
POOL = "general-spot"


@pytest.fixture(scope="session")
def environment(objects: Objects) -> Environment:
    """The stack's objects, without KWOK's nodes: the scheduler must choose the real one."""
    result = Environment.read(preview_folder())
    result.apply_objects(objects)
    # As the stack makes it for a workflow, except for the name.
    account = next(each for each in result.of_kind("ServiceAccount") if each["metadata"]["namespace"] == NAMESPACE)
    objects.create({**account, "metadata": {**account["metadata"], "name": SERVICE_ACCOUNT}})
    return result


@pytest.fixture(scope="session", autouse=True)
def node(plane: ControlPlane, environment: Environment) -> Iterator[RealNode]:
    """A real node of the default compute profile. A machine that cannot run one fails, and says why."""
    if reason := why_not_here():
        pytest.fail(f"{reason}. `make test-cluster` needs no real node.")
    group = environment.nodes_of_pool(POOL)[0]
    node = RealNode(plane, environment.node_groups[group])
    node.registry.add(*IMAGE, script_image())
    try:
        yield node.start()
    finally:
        node.stop()
