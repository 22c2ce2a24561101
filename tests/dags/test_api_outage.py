"""An API server that is away for a while fails no task."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from kubernetes.client import ApiClient, ApiException, Configuration, CoreV1Api

from analytical_platform_airflow.api_outage import survive_outages

POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod", "namespace": "mwaa"}}


class _Server(HTTPServer):
    """Answers 503 as often as it is told to, then well."""

    unavailable = 0
    status = 503
    requests = 0


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        self.server.requests += 1
        away = self.server.requests <= self.server.unavailable
        body = json.dumps(POD).encode()
        self.send_response(self.server.status if away else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[_Server]:
    """Serve on a free port of the loopback interface."""
    server = _Server(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _client(port: int) -> CoreV1Api:
    configuration = Configuration()
    configuration.host = f"http://127.0.0.1:{port}"
    return survive_outages(CoreV1Api(ApiClient(configuration)))


def test_a_pod_is_read_when_the_server_is_back(server: _Server) -> None:
    server.unavailable = 15
    assert _client(server.server_port).read_namespaced_pod("pod", "mwaa").metadata.name == "pod"
    assert server.requests == 16


def test_a_server_that_stays_away_ends_in_its_own_answer(server: _Server) -> None:
    server.unavailable = 1000
    with pytest.raises(ApiException) as error:
        _client(server.server_port).read_namespaced_pod("pod", "mwaa")
    assert error.value.status == 503


def test_a_pod_is_not_created_twice(server: _Server) -> None:
    server.unavailable = 1
    with pytest.raises(ApiException):
        _client(server.server_port).create_namespaced_pod("mwaa", POD)
    assert server.requests == 1


def test_a_refused_connection_is_tried_again(monkeypatch: pytest.MonkeyPatch, server: _Server) -> None:
    port = server.server_port
    away = _Server(("127.0.0.1", 0), _Answer, bind_and_activate=False)
    free_port = port
    server.shutdown()
    server.server_close()
    pauses: list[float] = []

    def back_after_three(_seconds: float) -> None:
        pauses.append(_seconds)
        if len(pauses) == 3:
            away.server_address = ("127.0.0.1", free_port)
            away.server_bind()
            away.server_activate()
            threading.Thread(target=away.serve_forever, daemon=True).start()

    monkeypatch.setattr("time.sleep", back_after_three)
    try:
        assert _client(free_port).read_namespaced_pod("pod", "mwaa").metadata.name == "pod"
        assert len(pauses) == 3
    finally:
        away.shutdown()
        away.server_close()
