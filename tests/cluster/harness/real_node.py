"""A real node: a kubelet with containerd and runc, which runs the containers of its pods. Linux and root only.

Its programs have their own process and mount namespaces. When the first program ends, however it ends, the kernel ends
every other process of the node and its containers, and the mounts go with the last of them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from control_plane import ControlPlane

from harness.binaries import program
from harness.commands import LOOPBACK
from harness.images import BUSYBOX, Registry, shell_image
from harness.nodes import Hints, labels_of, taints_of
from harness.processes import free_port, wait_until
from harness.rest import Object

NAME = "real-node"
NODE = f"/api/v1/nodes/{NAME}"
UNINITIALISED = "node.cloudprovider.kubernetes.io/uninitialized"
#: The registry's host in the names of images.
REGISTRY_HOST = "registry.test"
PAUSE = "pause"
#: Folder with the network plugins of Debian's package `containernetworking-plugins`.
PLUGINS = Path("/usr/lib/cni")
#: Folders of the machine that the programs write to whatever their settings say. Here they are empty and private.
PRIVATE_FOLDERS = ("/run", "/var/log", "/var/lib")
#: The folders of version 1 of control groups, one for each kind of resource. Version 2 has only one folder.
CONTROL_GROUPS = Path("/sys/fs/cgroup")


def why_not_here() -> str | None:
    """The reason why this machine cannot be a node; `None` if it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a real node needs Linux and root"
    missing = [str(path) for path in (BUSYBOX, PLUGINS / "ptp") if not path.exists()]
    if missing:
        return (
            f"there is no {' and no '.join(missing)}: install the packages busybox-static, containernetworking-plugins"
        )
    return None


class RealNode:
    """One node. It has the labels and taints of a node group, and the processors and memory of this machine."""

    def __init__(self, plane: ControlPlane, hints: Hints) -> None:
        self._plane, self._nursery, self._hints = plane, plane.nursery, hints
        self._folder = plane.nursery.folder / "node"
        self._group = plane.nursery.folder.name
        self.registry = Registry()
        self.registry.add(PAUSE, "1", shell_image("#!/bin/sh\nexec sleep 2147483647\n", user="65534:65534"))

    def start(self) -> RealNode:
        """Start the programs, and wait until the node is ready for pods."""
        self._folder.mkdir()
        for group in self._control_groups():
            self._nursery.own_group(group)
            group.mkdir(exist_ok=True)
        self._start_containerd()
        self._start_kubelet()
        wait_until(self._is_registered, f"{NAME} is registered: see {self._nursery.log('kubelet')}")
        self._initialise()
        wait_until(self._is_ready, f"{NAME} is ready: see {self._nursery.log('kubelet')}")
        return self

    def stop(self) -> None:
        """End every process of the node. The nursery removes the files and the control groups."""
        self._nursery.stop("kubelet")
        self._nursery.stop("containerd")
        self.registry.close()

    def _start_containerd(self) -> None:
        socket = self._folder / "containerd.sock"
        config = self._write("containerd.toml", self._containerd_config(socket))
        hosts = self._folder / "hosts" / REGISTRY_HOST
        hosts.mkdir(parents=True)
        (hosts / "hosts.toml").write_text(f'server = "{self.registry.address}"\n')
        self._write("cni/10-pods.conflist", json.dumps(self._network()))
        mounts = " && ".join(f"mount -t tmpfs tmpfs {folder}" for folder in PRIVATE_FOLDERS)
        # The shell ends with containerd, and collects the processes that lose their parents.
        script = f'{mounts} && "$@" & wait'
        namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        command = [str(program("containerd")), "--config", str(config)]
        self._nursery.start("containerd", [*namespaces, "sh", "-c", script, "sh", *command])
        wait_until(socket.exists, f"containerd listens: see {self._nursery.log('containerd')}")

    def _start_kubelet(self) -> None:
        first = self._nursery.pids()["containerd"]
        [shell] = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        config = self._write("kubelet.json", json.dumps(self._kubelet_config(), indent=2))
        command = [
            str(program("kubelet")),
            f"--config={config}",
            f"--kubeconfig={self._plane.admin_kubeconfig}",
            f"--root-dir={self._folder / 'kubelet'}",
            f"--cert-dir={self._folder / 'certificates'}",
            f"--hostname-override={NAME}",
            # A kubelet takes no loopback address for itself, but accepts any from the cloud's controller.
            "--cloud-provider=external",
            f"--node-labels={','.join(f'{key}={value}' for key, value in labels_of(self._hints).items())}",
        ]
        self._nursery.start("kubelet", ["nsenter", "--target", shell, "--mount", "--pid", *command])

    def _containerd_config(self, socket: Path) -> str:
        cri, folder = "io.containerd.cri.v1", self._folder
        lines = [
            "version = 3",
            f'root = "{folder}/root"',
            f'state = "{folder}/state"',
            "[grpc]",
            f'address = "{socket}"',
            f'[plugins."{cri}.images".pinned_images]',
            f'sandbox = "{REGISTRY_HOST}/{PAUSE}:1"',
            f'[plugins."{cri}.images".registry]',
            f'config_path = "{folder}/hosts"',
            f'[plugins."{cri}.runtime"]',
            # Where a process may not lower its own score, no container would start.
            "restrict_oom_score_adj = true",
            f'[plugins."{cri}.runtime".cni]',
            f'bin_dirs = ["{PLUGINS}"]',
            f'conf_dir = "{folder}/cni"',
            f'[plugins."{cri}.runtime".containerd.runtimes.runc]',
            'runtime_type = "io.containerd.runc.v2"',
            f'[plugins."{cri}.runtime".containerd.runtimes.runc.options]',
            f'BinaryName = "{program("runc")}"',
            "SystemdCgroup = false",
        ]
        return "\n".join(lines)

    def _network(self) -> dict[str, object]:
        """An address for each pod, and a pair of devices that disappears with the pod. No policy is enforced."""
        subnet = {"subnet": f"198.18.{os.getpid() % 256}.0/24"}
        addresses = {"type": "host-local", "dataDir": str(self._folder / "addresses"), "ranges": [[subnet]]}
        return {"cniVersion": "1.0.0", "name": "pods", "plugins": [{"type": "ptp", "ipam": addresses}]}

    def _kubelet_config(self) -> dict[str, object]:
        return {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "kind": "KubeletConfiguration",
            "address": LOOPBACK,
            "port": free_port(),
            "healthzPort": 0,
            # Only the API server on this machine calls the kubelet, and it has no client certificate here.
            "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
            "authorization": {"mode": "AlwaysAllow"},
            "tlsCertFile": str(self._plane.credentials.file("server.crt")),
            "tlsPrivateKeyFile": str(self._plane.credentials.file("server.key")),
            "containerRuntimeEndpoint": f"unix://{self._folder}/containerd.sock",
            "podLogsDir": str(self._folder / "logs"),
            "cgroupDriver": "cgroupfs",
            "cgroupRoot": f"/{self._group}",
            "failCgroupV1": False,
            "failSwapOn": False,
            "enforceNodeAllocatable": [],
            # By default a kubelet evicts pods from a disk that is 85 % full, as a developer's may be.
            "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1Gi", "imagefs.available": "1Gi"},
            "registerWithTaints": taints_of(self._hints),
        }

    def _control_groups(self) -> list[Path]:
        version_1 = [path / self._group for path in CONTROL_GROUPS.iterdir() if path.is_dir()]
        is_version_2 = (CONTROL_GROUPS / "cgroup.controllers").exists()
        return [CONTROL_GROUPS / self._group] if is_version_2 else version_1

    def _initialise(self) -> None:
        """Do the work of the cloud's controller: give the node its address, and remove the taint that waits for it."""
        address = {"type": "InternalIP", "address": LOOPBACK}
        self._plane.rest.call("PATCH", f"{NODE}/status", {"status": {"addresses": [address]}})
        taints = [each for each in self._read()["spec"].get("taints", []) if each["key"] != UNINITIALISED]
        self._plane.rest.call("PATCH", NODE, {"spec": {"taints": taints}})

    def _read(self) -> Object:
        return self._plane.rest.find(NODE) or {}

    def _is_registered(self) -> bool:
        self._nursery.fail_if_ended("containerd")
        self._nursery.fail_if_ended("kubelet")
        return bool(self._read())

    def _is_ready(self) -> bool:
        """Whether pods may start: the node has lost the taints of nodes that are not ready."""
        self._nursery.fail_if_ended("containerd")
        self._nursery.fail_if_ended("kubelet")
        node = self._read()
        ready = any(each["type"] == "Ready" and each["status"] == "True" for each in node["status"]["conditions"])
        return ready and not any(
            each["key"].startswith("node.kubernetes.io/") for each in node["spec"].get("taints", [])
        )

    def _write(self, name: str, text: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path
