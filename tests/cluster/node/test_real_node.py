"""The node itself: it is ready, and runs a restricted pod to its end."""

from __future__ import annotations

from control_plane import ControlPlane
from harness.images import shell_image
from harness.objects import Objects
from harness.pods import restricted_pod
from harness.processes import wait_until
from harness.real_node import REGISTRY_HOST, RealNode
from harness.workflows import NAMESPACE


def test_a_restricted_pod_runs_to_its_end_and_its_log_is_there(
    plane: ControlPlane, objects: Objects, node: RealNode
) -> None:
    node.registry.add("greeting", "1", shell_image("#!/bin/sh\necho hello from $(id -u)\n"))
    pod = restricted_pod("greeting", NAMESPACE)
    pod["spec"]["containers"][0]["image"] = f"{REGISTRY_HOST}/greeting:1"
    pod["spec"]["tolerations"] = [{"operator": "Exists"}]
    path = objects.path(objects.create(pod))
    wait_until(lambda: plane.rest.call("GET", path)["status"]["phase"] in ("Succeeded", "Failed"), "the pod has ended")
    assert plane.rest.call("GET", path)["status"]["phase"] == "Succeeded"
    with plane.rest.open(f"{path}/log") as log:
        assert log.read() == b"hello from 1000\n"
    objects.delete(pod)
