"""The harness itself: its control plane is complete, can lose its API server, and leaves nothing behind."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from control_plane import ControlPlane
from harness.binaries import CLUSTER, KUBERNETES, _version_flags
from harness.processes import PATIENCE_SECONDS, wait_until

PROGRAMS = {"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"}


def is_alive(pid: int) -> bool:
    """Whether a process exists and has not ended; a zombie has ended."""
    command = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_every_program_runs_and_the_api_server_knows_its_version(plane: ControlPlane) -> None:
    assert set(plane.nursery.pids()) == PROGRAMS
    version = plane.rest.call("GET", "/version")["gitVersion"]
    assert f"gitVersion={version}" in " ".join(_version_flags(CLUSTER / "components" / KUBERNETES.name))


def test_objects_outlive_the_api_server(plane: ControlPlane) -> None:
    plane.rest.call("POST", "/api/v1/namespaces", {"metadata": {"name": "outlives-the-api-server"}})
    plane.stop_api_server()
    with pytest.raises(urllib.error.URLError):
        plane.rest.call("GET", "/version")
    plane.start_api_server()
    assert plane.rest.find("/api/v1/namespaces/outlives-the-api-server") is not None


def test_killed_outright_it_leaves_neither_process_nor_file() -> None:
    """No code of the harness runs after SIGKILL, so this tests the watchdog."""
    script = (
        "import json, signal\n"
        "from control_plane import ControlPlane\n"
        "plane = ControlPlane().start()\n"
        "print(json.dumps([str(plane.nursery.folder), *plane.nursery.pids().values()]), flush=True)\n"
        "signal.pause()\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], cwd=CLUSTER, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    folder, *pids = json.loads(owner.stdout.readline())
    assert all(is_alive(pid) for pid in pids)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in pids), "every process ended")
    wait_until(lambda: not Path(folder).exists(), "the data folder is gone")


def test_run_prints_the_kubeconfigs_and_stops_everything_when_told_to() -> None:
    command = [sys.executable, str(CLUSTER / "control_plane.py"), "run"]
    owner = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    kubeconfig = Path(owner.stdout.readline().strip().partition("KUBECONFIG=")[2])
    server = json.loads(kubeconfig.read_text())["clusters"][0]["cluster"]["server"]
    owner.terminate()
    assert owner.wait(PATIENCE_SECONDS) == 0
    assert not kubeconfig.parent.exists()
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(server)
