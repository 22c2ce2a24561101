"""An API server that is away for a while: requests wait for it instead of failing the task."""

from __future__ import annotations

from kubernetes.client import CoreV1Api
from urllib3.util.retry import Retry

ATTEMPTS = 20
LONGEST_PAUSE = 10
"""Seconds between two attempts, at most; with `ATTEMPTS`, an outage of about three minutes is bridged."""

AWAY = (429, 502, 503, 504)
"""Answers of a server that is overloaded, starting or behind a load balancer that has lost it."""


def survive_outages(client: CoreV1Api) -> CoreV1Api:
    """
    Let the client's requests wait for the API server.

    A request that may have reached the server is repeated only where that is harmless (not the creation of a pod).
    Must be called before the client's first request.
    """
    retries = Retry(
        total=ATTEMPTS,
        backoff_factor=1,
        backoff_max=LONGEST_PAUSE,
        status_forcelist=AWAY,
        raise_on_status=False,
    )
    client.api_client.rest_client.pool_manager.connection_pool_kw.update(retries=retries)
    return client
