"""A real Kubernetes control plane on loopback: etcd, API server, controller manager, scheduler, and KWOK for nodes.

``build`` builds the programs into ``.cache/cluster/bin``; ``run`` starts them all, prints the kubeconfigs, and stops
everything when interrupted. Tests use :class:`ControlPlane` as a context manager.
"""

from __future__ import annotations

import argparse
import atexit
import signal
import sys
from types import FrameType, TracebackType
from typing import NoReturn

from harness import binaries, commands
from harness.credentials import Credentials
from harness.front_door import FrontDoor
from harness.kubelet import Kubelet
from harness.processes import Nursery, ProcessError, free_port, wait_until
from harness.rest import Rest


class ControlPlane:
    """Starts on ``start`` (or ``with``), ends on ``stop``, at exit, or with the process that created it."""

    def __init__(self) -> None:
        self.nursery = Nursery()
        atexit.register(self.nursery.close)
        self.credentials = Credentials.create(self.nursery.folder / "credentials")
        self._api_port, self._etcd_port, front_port = free_port(), free_port(), free_port()
        self._front_door = FrontDoor(front_port, self._api_port)
        self.server = f"https://{commands.LOOPBACK}:{front_port}"
        self.admin_kubeconfig = self.credentials.write_kubeconfig(self.credentials.admin, self.server, "admin")
        self.mwaa_kubeconfig = self.credentials.write_kubeconfig(self.credentials.mwaa, self.server, "mwaa")
        self.rest = Rest(self.server, self.credentials.admin.token, self.credentials.file("ca.crt"))
        #: Further options of the API server, for what starts it to add to.
        self.api_server_options: list[str] = []
        self._kubelet_port = free_port()
        self._kubelet = Kubelet(self.credentials, self._kubelet_port, self.rest)

    def start(self) -> ControlPlane:
        """Start every program, each after the programs that it needs are healthy."""
        self._start_etcd()
        self.start_api_server()
        self._kubelet.start()
        self._start_followers()
        wait_until(self._has_default_service_account, "the controller manager created a service account")
        return self

    def stop(self) -> None:
        """Stop everything and remove every file. May be called again."""
        atexit.unregister(self.nursery.close)
        self._kubelet.stop()
        self._front_door.close()
        self.nursery.close()

    def start_api_server(self) -> None:
        """Start the API server and admit clients when it is ready, at the same address as before."""
        name = "kube-apiserver"
        command = commands.api_server(self.credentials, self._api_port, self._etcd_port)
        self.nursery.start(name, [*command, *self.api_server_options])
        self.nursery.wait_until_healthy(name, f"{self._inner_server}/readyz", self.credentials.file("ca.crt"))
        self._front_door.open()

    def stop_api_server(self) -> None:
        """Stop the API server at once; nodes and pods continue without it."""
        self._front_door.close()
        self.nursery.stop("kube-apiserver")

    def __enter__(self) -> ControlPlane:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_etcd(self) -> None:
        self.nursery.start("etcd", commands.etcd(self.nursery.folder / "etcd", self._etcd_port, free_port()))
        self.nursery.wait_until_healthy("etcd", f"http://{commands.LOOPBACK}:{self._etcd_port}/health")

    def _start_followers(self) -> None:
        ports = {name: free_port() for name in ("kube-controller-manager", "kube-scheduler", "kwok")}
        kubeconfig = self.credentials.write_kubeconfig(self.credentials.admin, self._inner_server, "followers")
        controller_manager = commands.controller_manager(self.credentials, kubeconfig, ports["kube-controller-manager"])
        self.nursery.start("kube-controller-manager", controller_manager)
        self.nursery.start("kube-scheduler", commands.scheduler(kubeconfig, ports["kube-scheduler"]))
        self.nursery.start("kwok", commands.kwok(kubeconfig, ports["kwok"], self._kubelet_port))
        for name, port in ports.items():
            scheme = "http" if name == "kwok" else "https"
            self.nursery.wait_until_healthy(name, f"{scheme}://{commands.LOOPBACK}:{port}/healthz")

    @property
    def _inner_server(self) -> str:
        """The address of the API server itself, for programs of the control plane."""
        return f"https://{commands.LOOPBACK}:{self._api_port}"

    def _has_default_service_account(self) -> bool:
        """The API server admits no pod to the namespace ``default`` before it exists."""
        return self.rest.find("/api/v1/namespaces/default/serviceaccounts/default") is not None


def run() -> None:
    """Run in the foreground until interrupted."""

    def interrupted(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, interrupted)
    signal.signal(signal.SIGINT, interrupted)
    with ControlPlane() as plane:
        print(f"administrator: export KUBECONFIG={plane.admin_kubeconfig}")
        print(f"MWAA:          export KUBECONFIG={plane.mwaa_kubeconfig}")
        print("Ctrl-C stops it and removes everything.", flush=True)
        signal.pause()


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    subparsers = parser.add_subparsers(dest="command", required=True)
    default = [component.name for component in binaries.CONTROL_PLANE]
    names = [*default, *(component.name for component in binaries.NODE)]
    build = subparsers.add_parser("build")
    build.add_argument(
        "components", nargs="*", metavar="component", help=f"what to build, of {', '.join(names)}; default: no node"
    )
    subparsers.add_parser("run")
    options = parser.parse_args(arguments)
    try:
        if options.command == "build":
            binaries.build_all(options.components or default)
        else:
            run()
    except (binaries.BuildError, ProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
