"""The part of a kubelet that KWOK lacks: logs of a container that end with the container.

KWOK can serve a file as a pod's log, but follows it for ever, so a client that streams logs, such as Airflow, would
wait for ever too. This server runs in the harness's process, so that it ends with it.
"""

from __future__ import annotations

import datetime
import ssl
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from harness.credentials import Credentials
from harness.rest import Rest

#: The pod's log: one line of the annotation is one line of the log.
LOG_ANNOTATION = "test-cluster/log"
#: Two lines, because Airflow shows a line only after the next one has arrived.
DEFAULT_LOG = "a line of the container's log\nand another"
POLL_SECONDS = 0.1


class Kubelet:
    """Serves ``/containerLogs`` of every node."""

    def __init__(self, credentials: Credentials, port: int, rest: Rest) -> None:
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.rest = rest
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(credentials.file("server.crt"), credentials.file("server.key"))
        # The handshake is in the request's own thread, so that one slow client does not delay the others.
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, name="kubelet", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """End every open log and stop serving."""
        self._server.closing.set()
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    rest: Rest

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that disconnects in the middle of a log."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer a request for a log, and refuse every other request."""
        url = urllib.parse.urlsplit(self.path)
        parts = url.path.strip("/").split("/")
        if parts[0] != "containerLogs" or len(parts) != 4:
            self.send_error(404)
            return
        _, namespace, pod_name, container = parts
        query = urllib.parse.parse_qs(url.query)
        pod = self.server.rest.find(f"/api/v1/namespaces/{namespace}/pods/{pod_name}")
        if pod is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._write_lines(pod, stamped=query.get("timestamps") == ["true"])
        if query.get("follow") == ["true"]:
            self._wait_for_the_end(namespace, pod_name, container)
        self._write_chunk(b"")

    def log_message(self, *_: Any) -> None:
        """Write no log of requests into the tests' output."""

    def _write_lines(self, pod: dict[str, Any], *, stamped: bool) -> None:
        text = pod["metadata"].get("annotations", {}).get(LOG_ANNOTATION, DEFAULT_LOG)
        for line in text.splitlines():
            stamp = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z ") if stamped else ""
            self._write_chunk(f"{stamp}{line}\n".encode())

    def _wait_for_the_end(self, namespace: str, pod_name: str, container: str) -> None:
        while not self.server.closing.is_set():
            try:
                pod = self.server.rest.find(f"/api/v1/namespaces/{namespace}/pods/{pod_name}")
            except OSError:
                # Without the API server the container continues to run, as under a real kubelet.
                time.sleep(POLL_SECONDS)
                continue
            if pod is None or not is_running(pod, container):
                return
            time.sleep(POLL_SECONDS)

    def _write_chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def is_running(pod: dict[str, Any], container: str) -> bool:
    """Whether a pod's status says that the container is running."""
    statuses = pod.get("status", {}).get("containerStatuses", [])
    return any(status["name"] == container and "running" in status["state"] for status in statuses)
