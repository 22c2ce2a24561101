"""The node itself: it is ready, and runs a restricted pod to its end."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from control_plane import ControlPlane
from harness.binaries import CLUSTER
from harness.images import shell_image
from harness.objects import Objects
from harness.pods import restricted_pod
from harness.processes import wait_until
from harness.real_node import CONTROL_GROUPS, REGISTRY_HOST, RealNode
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


def test_killed_outright_it_leaves_no_container_no_file_and_no_control_group() -> None:
    """No code of the harness runs after SIGKILL, so this tests the watchdog and the node's namespaces."""
    script = (
        "import signal\n"
        "from control_plane import ControlPlane\n"
        "from harness.real_node import RealNode\n"
        "plane = ControlPlane().start()\n"
        "RealNode(plane, {}).start()\n"
        "print(plane.nursery.folder, flush=True)\n"
        "signal.pause()\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], cwd=CLUSTER, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    folder = Path(owner.stdout.readline().strip())
    assert owner.poll() is None
    assert list(CONTROL_GROUPS.glob(f"**/{folder.name}"))
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    wait_until(lambda: not folder.exists(), "the data folder is gone")
    assert not list(CONTROL_GROUPS.glob(f"**/{folder.name}"))
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(folder) in _text_of(path)]


def _text_of(path: Path) -> str:
    """A process's command line; a process that has just ended has none."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
