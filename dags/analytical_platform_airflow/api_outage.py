"""Retries of Kubernetes requests: a short outage of the API server does not fail a task."""

from __future__ import annotations

from kubernetes.client import CoreV1Api
from urllib3.util.retry import Retry

ATTEMPTS = 20
LONGEST_PAUSE = 10
"""Longest time between two attempts, in seconds. With `ATTEMPTS`, requests survive an outage of about three minutes."""

UNAVAILABLE = (429, 502, 503, 504)
"""Status codes from a server that is overloaded or starting, or from a load balancer that cannot reach it."""


def survive_outages(client: CoreV1Api) -> CoreV1Api:
    """
    Make the client repeat requests while the API server is unavailable.

    If a request may have reached the server, the client repeats it only if that is harmless. It does not create a pod
    twice. Call this function before the client's first request.
    """
    retries = Retry(
        total=ATTEMPTS,
        backoff_factor=1,
        backoff_max=LONGEST_PAUSE,
        status_forcelist=UNAVAILABLE,
        raise_on_status=False,
    )
    client.api_client.rest_client.pool_manager.connection_pool_kw.update(retries=retries)
    return client
