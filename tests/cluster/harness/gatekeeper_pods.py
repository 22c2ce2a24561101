"""Gatekeeper's program in place of the containers of its pods, for an installation by Helm.

It starts when its pods are there, with the arguments and the service account of the pods, and makes its own
certificate. Its pods become ready when it answers, and it ends when they are gone.
"""

from __future__ import annotations

import base64
import contextlib
import shutil
import threading
import urllib.request
from pathlib import Path

from harness.binaries import program
from harness.commands import LOOPBACK
from harness.credentials import Credentials, User
from harness.processes import Nursery, free_port
from harness.rest import ApiError, Object, Rest
from harness.services import Services

NAME = "gatekeeper"
NAMESPACE = "gatekeeper-system"
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
SERVICE = "gatekeeper-webhook-service"
CERTIFICATE = f"/api/v1/namespaces/{NAMESPACE}/secrets/gatekeeper-webhook-server-cert"
ACCOUNT = "gatekeeper-admin"
#: Annotation by which ``stages/pod.yaml`` lets such a pod become ready.
STARTED = "test-cluster/program"
#: Seconds between two looks at the pods.
LOOK_SECONDS = 0.3
#: Seconds between two audits; a minute in a cluster.
AUDIT_SECONDS = 2


class GatekeeperPods:
    """Follows the pods of Gatekeeper's deployments in the background."""

    def __init__(self, rest: Rest, nursery: Nursery, credentials: Credentials, server: str, services: Services) -> None:
        self._rest = rest
        self._nursery = nursery
        self._credentials = credentials
        self._server = server
        self._port, self._health_port = free_port(), free_port()
        self._certificates = nursery.folder / "gatekeeper-certificates"
        self._runs = False
        self._closing = threading.Event()
        services.serve(NAMESPACE, SERVICE, self._port, rest)
        self._thread = threading.Thread(target=self._follow, name="gatekeeper's pods", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Follow no longer. The nursery ends the program."""
        self._closing.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            # The API server may be away for a moment, and an object may go between two calls.
            with contextlib.suppress(OSError, ApiError):
                self._look()

    def _look(self) -> None:
        pods = [pod for pod in self._rest.call("GET", PODS)["items"] if _is_of_a_deployment(pod)]
        if not pods and self._runs:
            self._nursery.stop(NAME)
            shutil.rmtree(self._certificates)
            self._runs = False
        if len({pod["metadata"]["labels"]["control-plane"] for pod in pods}) < 2:
            return
        if not self._runs:
            self._certificates.mkdir(exist_ok=True)
            self._nursery.start(NAME, self._command(pods))
            self._runs = True
        self._mount_certificate()
        if self._is_ready():
            for pod in pods:
                if STARTED not in pod["metadata"].get("annotations", {}):
                    change = {"metadata": {"annotations": {STARTED: "started"}}}
                    self._rest.call("PATCH", f"{PODS}/{pod['metadata']['name']}", change)

    def _command(self, pods: list[Object]) -> list[str]:
        """One process does the work of both deployments."""
        containers = [pod["spec"]["containers"][0] for pod in pods]
        arguments = list(dict.fromkeys(argument for container in containers for argument in container["args"]))
        kubeconfig = self._credentials.write_kubeconfig(self._account(), self._server, NAME)
        return [
            "env",
            f"POD_NAME={pods[0]['metadata']['name']}",
            f"POD_NAMESPACE={NAMESPACE}",
            str(program(NAME)),
            *arguments,
            # If an argument appears twice, the last one counts.
            f"--kubeconfig={kubeconfig}",
            f"--host={LOOPBACK}",
            f"--port={self._port}",
            f"--health-addr={LOOPBACK}:{self._health_port}",
            f"--prometheus-port={free_port()}",
            f"--cert-dir={self._certificates}",
            f"--api-cache-dir={self._nursery.folder / 'gatekeeper-audit'}",
            f"--audit-interval={AUDIT_SECONDS}",
        ]

    def _mount_certificate(self) -> None:
        """Write the Secret's files, as a kubelet does for a volume."""
        secret = self._rest.find(CERTIFICATE) or {}
        for name, content in (secret.get("data") or {}).items():
            file = Path(self._certificates / name)
            value = base64.b64decode(content)
            if not file.exists() or file.read_bytes() != value:
                file.write_bytes(value)

    def _is_ready(self) -> bool:
        url = f"http://{LOOPBACK}:{self._health_port}/readyz"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def _account(self) -> User:
        request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
        path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{ACCOUNT}/token"
        return User(ACCOUNT, (), self._rest.call("POST", path, request)["status"]["token"])


def _is_of_a_deployment(pod: Object) -> bool:
    owners = pod["metadata"].get("ownerReferences", [])
    return any(owner["kind"] == "ReplicaSet" for owner in owners) and "deletionTimestamp" not in pod["metadata"]
