"""Tells the API server who calls, by the token of ``aws eks get-token``, as EKS's own authenticator does.

The token is a signed request to STS (https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster).
Here it is not sent: its form is checked, and every caller is an administrator.
"""

from __future__ import annotations

import base64
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from harness.rest import Object

PREFIX = "k8s-aws-v1."
#: Header by which STS's answer counts for one cluster only.
CLUSTER_HEADER = "x-k8s-aws-id"


class TokenReview:
    """A webhook of the API server on loopback."""

    def __init__(self, folder: Path) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._configuration = folder / "token-review.json"
        cluster = {"server": f"http://127.0.0.1:{self._server.server_address[1]}"}
        self._configuration.write_text(
            json.dumps(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "clusters": [{"name": "authenticator", "cluster": cluster}],
                    "users": [{"name": "api-server", "user": {}}],
                    "contexts": [{"name": "webhook", "context": {"cluster": "authenticator", "user": "api-server"}}],
                    "current-context": "webhook",
                }
            )
        )
        threading.Thread(target=self._server.serve_forever, name="token review", daemon=True).start()

    @property
    def options(self) -> list[str]:
        """Options of the API server that make it ask here."""
        return [
            f"--authentication-token-webhook-config-file={self._configuration}",
            "--authentication-token-webhook-version=v1",
        ]

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def status_of(token: str) -> Object:
    """Give the status of a review: authenticated if the token is a request to STS for some cluster."""
    encoded = token.removeprefix(PREFIX)
    try:
        url = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return {"authenticated": False}
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    signed = "".join(query.get("X-Amz-SignedHeaders", [])).split(";")
    if not token.startswith(PREFIX) or query.get("Action") != ["GetCallerIdentity"] or CLUSTER_HEADER not in signed:
        return {"authenticated": False}
    return {"authenticated": True, "user": {"username": "deployment", "groups": ["system:masters"]}}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer one TokenReview."""
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = {**review, "status": status_of(review["spec"]["token"])}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Write no log of requests into the tests' output."""
