"""A small Kubernetes API server on the loopback interface, with faults that a test chooses."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

PODS = "/api/v1/namespaces/mwaa/pods"

Fault = Callable[["Request"], None]


class MisbehavingApi(ThreadingHTTPServer):
    """Keeps pods by name; each read of a pod takes the next of `phases`, and the last one stays."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Request)
        self.pods: dict[str, dict[str, Any]] = {}
        self.phases = ["Running", "Running", "Running", "Succeeded"]
        self.requests: list[str] = []
        self.created: list[str] = []
        self.deleted: list[str] = []
        self.tokens: set[str] | None = None
        """Tokens that the server accepts; `None` if it asks for none."""
        self.closing = threading.Event()
        self._faults: list[tuple[re.Pattern[str], Fault]] = []

    def fails(self, pattern: str, fault: Fault, times: int = 1) -> None:
        """Give the next requests that match a pattern (`GET /path`) a fault, before or instead of an answer."""
        self._faults += [(re.compile(pattern), fault)] * times

    def handle_error(self, *_: object) -> None:
        """Ignore clients that have disconnected."""

    def fault_of(self, request: str) -> Fault | None:
        """Take the first fault for a request."""
        for number, (pattern, fault) in enumerate(self._faults):
            if pattern.search(request):
                del self._faults[number]
                return fault
        return None

    def write_kubeconfig(self, folder: Path, **user: Any) -> Path:
        """Write a kubeconfig for this server."""
        path = folder / "kubeconfig"
        content = {
            "clusters": [{"name": "c", "cluster": {"server": f"http://127.0.0.1:{self.server_port}"}}],
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
            "current-context": "c",
            "users": [{"name": "u", "user": user}],
        }
        path.write_text(json.dumps(content), "utf-8")
        return path

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and disconnect clients that still wait."""
        if not self.closing.is_set():
            self.closing.set()
            self.shutdown()
            self.server_close()
            self._thread.join()


class Request(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    # One packet for each answer: several would each wait for the client's acknowledgement.
    wbufsize = -1
    server: MisbehavingApi

    def _any(self) -> None:
        """Answer, or cause the fault for this request."""
        self.url = urlsplit(self.path)
        request = f"{self.command} {self.url.path}"
        self.server.requests.append(request)
        length = int(self.headers.get("Content-Length") or 0)
        self.body: Any = json.loads(self.rfile.read(length)) if length else None
        if fault := self.server.fault_of(request):
            fault(self)
        else:
            self.behave()

    do_GET = do_POST = do_DELETE = do_PATCH = _any  # noqa: N815

    def behave(self) -> None:
        """Answer as an API server does."""
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if self.server.tokens is not None and token not in self.server.tokens:
            self.refuse(401, "Unauthorized", "Unauthorized")
            return
        self.send(*self.done())

    def done(self) -> tuple[int, Any]:
        """Carry out the request, and return status and answer."""
        path = self.url.path
        if self.command == "POST":
            return self._create()
        if path == PODS:
            return 200, {"apiVersion": "v1", "kind": "PodList", "metadata": {}, "items": self._selected()}
        if path.startswith(f"{PODS}/"):
            name, _, subresource = path.removeprefix(f"{PODS}/").partition("/")
            return self._of_pod(name, subresource)
        return 200, {"apiVersion": "v1", "kind": "EventList", "metadata": {}, "items": []}

    def _create(self) -> tuple[int, Any]:
        name = self.body["metadata"]["name"]
        if name in self.server.pods:
            return 409, _failure(409, "AlreadyExists", f'pods "{name}" already exists')
        self.server.pods[name] = {**self.body, "status": {"phase": "Pending"}}
        self.server.created.append(name)
        return 201, self.server.pods[name]

    def _of_pod(self, name: str, subresource: str) -> tuple[int, Any]:
        pods = self.server.pods
        if name not in pods:
            return 404, _failure(404, "NotFound", f'pods "{name}" not found')
        if self.command == "DELETE":
            self.server.deleted.append(name)
            return 200, pods.pop(name)
        if subresource == "log":
            return 200, "2025-03-04T05:06:07Z first line\n2025-03-04T05:06:08Z last line\n"
        if self.command == "GET":
            self._look(pods[name])
        return 200, pods[name]

    def _look(self, pod: dict[str, Any]) -> None:
        phases = self.server.phases
        phase = phases.pop(0) if len(phases) > 1 else phases[0]
        state = {"Running": {"running": {}}, "Succeeded": {"terminated": {"exitCode": 0, "finishedAt": _now()}}}.get(
            phase, {}
        )
        container = {"name": "base", "image": "x", "imageID": "x", "ready": True, "restartCount": 0, "state": state}
        pod["status"] = {"phase": phase, "containerStatuses": [container]}

    def _selected(self) -> list[dict[str, Any]]:
        [selector] = parse_qs(self.url.query).get("labelSelector", [""])
        terms = [term.split("=") for term in re.split(r",", selector) if re.fullmatch(r"[^!=]+=[^=]+", term)]
        return [
            pod
            for pod in self.server.pods.values()
            if all(pod["metadata"]["labels"].get(key) == value for key, value in terms)
        ]

    def refuse(self, status: int, reason: str, message: str) -> None:
        """Answer as the API server does to a request that it refuses."""
        self.send(status, _failure(status, reason, message))

    def send(self, status: int, answer: Any) -> None:
        """Send an answer: text unchanged, anything else as JSON."""
        body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if isinstance(answer, str) else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _failure(status: int, reason: str, message: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Status",
        "status": "Failure",
        "code": status,
        "reason": reason,
        "message": message,
    }


def never_answers(request: Request) -> None:
    """Accept the request, and never answer."""
    request.server.closing.wait()
    request.close_connection = True


def never_answers_but_does_it(request: Request) -> None:
    """Carry out the request, and never answer."""
    request.done()
    never_answers(request)


def drops(request: Request) -> None:
    """Cut off the connection without an answer."""
    request.close_connection = True


def drops_but_does_it(request: Request) -> None:
    """Carry out the request, and cut off the connection."""
    request.done()
    drops(request)


def refuses(status: int, message: str) -> Fault:
    """Answer with an error."""
    return lambda request: request.refuse(status, "", message)


def stalls(request: Request) -> None:
    """Send the first line of a log, and nothing after it."""
    line = b"2025-03-04T05:06:07Z first line\n"
    request.send_response(200)
    request.send_header("Content-Type", "text/plain")
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"%x\r\n%b\r\n" % (len(line), line))
    request.wfile.flush()
    never_answers(request)
