"""The harness's own calls to the API server, with only the standard library."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

#: Seconds until an answer begins, or a watch continues.
TIMEOUT_SECONDS = 120

Object = dict[str, Any]


class ApiError(RuntimeError):
    """A refusal of the API server, with the HTTP status and its message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


class Rest:
    """JSON over HTTPS as one user."""

    def __init__(self, server: str, token: str, authority: Path) -> None:
        self._server = server
        self._token = token
        self._context = ssl.create_default_context(cafile=str(authority))

    def call(self, method: str, path: str, body: Object | None = None) -> Object:
        """Make one call. A refusal is an ``ApiError``, an unreachable server an ``OSError``."""
        with self.open(path, method, body) as answer:
            result: Object = json.load(answer)
        return result

    def open(self, path: str, method: str = "GET", body: Object | None = None) -> Any:
        """Make one call and give the answer as a stream, to which a watch continues to write."""
        kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
        request = urllib.request.Request(
            self._server + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": kind},
        )
        try:
            return urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=self._context)
        except urllib.error.HTTPError as error:
            raise ApiError(error.code, _message(error.read())) from error

    def find(self, path: str) -> Object | None:
        """Get one object, or ``None`` if it does not exist."""
        try:
            return self.call("GET", path)
        except ApiError as error:
            if error.status == 404:
                return None
            raise


def _message(body: bytes) -> str:
    """The message of a Status object; any other answer unchanged."""
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return body.decode(errors="replace")
