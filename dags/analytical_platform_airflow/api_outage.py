"""Outages of the API server: how long a request waits for the end of one, and which errors count as one."""

from __future__ import annotations

import json
import logging
import time

from kubernetes.client import ApiException
from urllib3.exceptions import HTTPError, NewConnectionError

from analytical_platform_airflow.api_tokens import TokenError

LONGEST_OUTAGE = 180
"""Seconds from the first error until the request fails. Requests survive an outage of three minutes."""

LONGEST_PAUSE = 10
"""Most seconds between two attempts. The first pause has 1 second, and each has twice the one before."""

UNAVAILABLE = frozenset({429, 502, 503, 504})
"""Status codes from a server that is overloaded or starting, or from a load balancer that cannot reach it."""

INTERNAL_ERROR = 500
"""Status of an API server that cannot reach etcd, of a webhook that is away, and of a node that sends no log."""

TOO_MANY_REQUESTS = 429

TLS_ERROR = 0
"""Status that the Kubernetes client gives to an error of TLS, for example from a connection that was cut off."""

log = logging.getLogger(__name__)


class Outage:
    """
    The current outage of the API server, if there is one. All requests of a client share it.

    After `LONGEST_OUTAGE`, each request fails at its first error, until one succeeds. So a caller that repeats requests
    itself does not wait several times as long.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._pause = 1

    def is_over(self) -> None:
        """Forget the outage: the server has answered."""
        self._since = None
        self._pause = 1

    def wait(self, error: Exception) -> bool:
        """Pause before the next attempt. Return `False`, at once, if the outage has lasted too long."""
        now = time.monotonic()
        if self._since is None:
            self._since = now
        if now + self._pause > self._since + LONGEST_OUTAGE:
            return False
        log.warning("The Kubernetes API server is away; asking again in %d s: %s", self._pause, in_words(error))
        time.sleep(self._pause)
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        return True


def in_words(error: Exception) -> str:
    """Return the error in one line, with the API server's own message if there is one."""
    if isinstance(error, ApiException):
        return f"{error.status} {api_message(error) or error.reason}"
    return f"{type(error).__name__}: {error}"


def is_outage(error: Exception, *, is_log: bool) -> bool:
    """
    Whether the error may end by itself, so that the same request can succeed later.

    :param is_log: whether the request was for a container's log. Its status 500 comes from the node, which may be gone.
    """
    if not isinstance(error, ApiException):
        return isinstance(error, HTTPError | TokenError)
    if error.status == INTERNAL_ERROR:
        return not is_log and not _is_from_webhook(error)
    status: int = error.status
    return status == TLS_ERROR or status in UNAVAILABLE


def has_not_arrived(error: Exception) -> bool:
    """Whether the server cannot have done what the request asked for."""
    if isinstance(error, ApiException):
        return bool(error.status == TOO_MANY_REQUESTS)
    return isinstance(error, NewConnectionError | TokenError)


def already_exists(error: Exception) -> bool:
    """Whether the server refused to create an object because there is one with its name."""
    return isinstance(error, ApiException) and _status(error).get("reason") == "AlreadyExists"


def api_message(error: ApiException) -> str | None:
    """Return the API server's message, from the body of its response; `None` without one."""
    message = _status(error).get("message")
    return message if isinstance(message, str) else None


def _is_from_webhook(error: ApiException) -> bool:
    return "failed calling webhook" in (api_message(error) or "")


def _status(error: ApiException) -> dict[str, object]:
    try:
        status = json.loads(error.body)
    except (TypeError, ValueError):
        return {}
    return status if isinstance(status, dict) else {}
