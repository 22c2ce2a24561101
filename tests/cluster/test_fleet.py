"""A draining node group keeps its running task and gets no further one, and `npm run fleet` tells when it is empty."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from control_plane import ControlPlane
from harness.binaries import BIN
from harness.environment import Environment
from harness.karpenter import printed
from harness.nodes import REPOSITORY, closed, node_pool_label
from harness.objects import Objects
from harness.processes import wait_until
from harness.rest import Object
from harness.workflows import pods_of, workflow_data

FLEET = "general-on-demand"
PROFILE = f"{FLEET}-1vcpu-4gb"
GROUP, NEXT = f"{FLEET}-xlarge", f"{FLEET}-2xlarge"


@pytest.fixture
def only_two_groups(objects: Objects, environment: Environment) -> Iterator[None]:
    """One node of each of two groups takes the fleet's pods, with the labels that EKS gives its nodes."""
    others = [node for node in environment.nodes_of_pool(FLEET) if node not in (GROUP, NEXT)]
    for group in (GROUP, NEXT):
        labels = {"eks.amazonaws.com/nodegroup": f"{group}-0a1b2c3", "eks.amazonaws.com/capacityType": "ON_DEMAND"}
        objects.rest.call("PATCH", f"/api/v1/nodes/{group}", {"metadata": {"labels": labels}})
    taints = objects.rest.call("GET", f"/api/v1/nodes/{GROUP}")["spec"]["taints"]
    with closed(objects, others):
        yield
    objects.rest.call("PATCH", f"/api/v1/nodes/{GROUP}", {"spec": {"taints": taints}})


def start(objects: Objects, workflow: str) -> Object:
    """Create the shared package's pod of a task, with the annotations that the operator adds during a run."""
    from analytical_platform_airflow.orphaned_pods import DAG_ID_ANNOTATION, TASK_ID_ANNOTATION

    [pod] = pods_of(workflow_data(workflow, {"main": {"compute_profile": PROFILE}}, "run")).values()
    pod["metadata"]["annotations"] |= {DAG_ID_ANNOTATION: f"test-cluster.{workflow}", TASK_ID_ANNOTATION: "main"}
    created: Object = objects.create(pod)
    return created


def node_of(objects: Objects, pod: Object) -> str:
    """Wait until a pod runs, and give its node."""
    path = objects.path(pod)
    wait_until(lambda: objects.rest.call("GET", path).get("status", {}).get("phase") == "Running", f"{path} runs")
    return str(objects.rest.call("GET", path)["spec"]["nodeName"])


def fleet(plane: ControlPlane) -> dict[str, Any]:
    """Run `npm run fleet` with a real kubectl, and give its report by group."""
    kubeconfig = plane.credentials.write_kubeconfig(plane.credentials.admin, plane.server, "fleet")
    command = ["node", "--import", "tsx", "cli/fleet.ts", "development", "--kubeconfig", str(kubeconfig), "--json"]
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True, text=True)
    return {group["name"]: group for group in json.loads(done.stdout)["groups"]}


@pytest.mark.usefixtures("only_two_groups")
def test_a_task_of_a_draining_group_ends_in_its_own_time_and_new_ones_go_to_the_next_size(
    objects: Objects, plane: ControlPlane
) -> None:
    with closed(objects, [NEXT]):
        early = start(objects, "early")
        assert node_of(objects, early) == GROUP
    taints = printed().drainingTaints
    assert [taint for taint in taints if taint["key"] != node_pool_label()], "the program adds a taint"
    objects.rest.call("PATCH", f"/api/v1/nodes/{GROUP}", {"spec": {"taints": taints}})
    late = start(objects, "late")
    assert node_of(objects, late) == NEXT
    groups = fleet(plane)
    assert [node["takesPods"] for node in groups[GROUP]["nodes"]] == [False]
    [task] = groups[GROUP]["interrupted"]
    assert (task["workflow"], task["task"], task["owner"]) == ("test-cluster.early", "main", "owner@justice.gov.uk")
    assert groups[GROUP]["stops"] is True
    assert objects.rest.call("GET", objects.path(early))["status"]["phase"] == "Running"
    objects.delete(early)
    groups = fleet(plane)
    # A deployment may roll the first group now, and not the second.
    assert (groups[GROUP]["stops"], groups[NEXT]["stops"]) == (False, True)
    objects.delete(late)
