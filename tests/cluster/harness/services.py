"""The network of the cluster for the API server: it reaches Services, which lead to programs of the harness.

The API server sends what it has for the cluster's network, such as its calls of webhooks, to a proxy
(https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/). Here the proxy takes the place of kube-proxy.
"""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import threading
from pathlib import Path

from harness.front_door import carry_both_ways
from harness.rest import Rest


class Services:
    """Leads connections to the address of a Service to the program that serves it."""

    def __init__(self, folder: Path) -> None:
        socket_file = folder / "services.sock"
        self._server = _Proxy(str(socket_file), _Tunnel)
        self._configuration = folder / "egress.json"
        # Over TCP the API server asks for a client certificate.
        transport = {"uds": {"udsName": str(socket_file)}}
        self._configuration.write_text(
            json.dumps(
                {
                    "apiVersion": "apiserver.k8s.io/v1beta1",
                    "kind": "EgressSelectorConfiguration",
                    "egressSelections": [
                        {"name": "cluster", "connection": {"proxyProtocol": "HTTPConnect", "transport": transport}}
                    ],
                }
            )
        )
        threading.Thread(target=self._server.serve_forever, name="services", daemon=True).start()

    @property
    def options(self) -> list[str]:
        """Options of the API server that make it use this network."""
        return [f"--egress-selector-config-file={self._configuration}"]

    def serve(self, namespace: str, name: str, port: int, rest: Rest) -> None:
        """Let a Service lead to a local port."""
        self._server.programs[(namespace, name)] = port
        self._server.rest = rest

    def close(self) -> None:
        """Take no more connections."""
        self._server.shutdown()
        self._server.server_close()


class _Proxy(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: str, handler: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(address, handler)
        self.programs: dict[tuple[str, str], int] = {}
        self.rest: Rest | None = None

    def address_of(self, host: str, port: int) -> tuple[str, int] | None:
        """Where a connection leads: an address of the cluster to a program, and any other to itself."""
        if host == "127.0.0.1":
            return host, port
        for (namespace, name), local in self.programs.items():
            service = self.rest and self.rest.find(f"/api/v1/namespaces/{namespace}/services/{name}")
            if service and service["spec"]["clusterIP"] == host:
                return "127.0.0.1", local
        return None


class _Tunnel(socketserver.StreamRequestHandler):
    server: _Proxy

    def handle(self) -> None:
        """Answer one CONNECT request and carry its bytes."""
        request = self.rfile.readline().decode()
        while self.rfile.readline().strip():
            pass
        host, _, port = request.split()[1].rpartition(":")
        address = self.server.address_of(host, int(port))
        try:
            inside = socket.create_connection(address) if address else None
        except OSError:
            inside = None
        if inside is None:
            with contextlib.suppress(OSError):
                self.wfile.write(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
            return
        with inside:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            carry_both_ways(self.request, inside)
