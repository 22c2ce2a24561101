"""The Kubernetes client: every request ends, and a short outage of the API server fails no request."""

from __future__ import annotations

from typing import Any

from airflow.exceptions import AirflowException
from kubernetes.client import ApiClient, ApiException, Configuration
from urllib3.util.retry import Retry

from analytical_platform_airflow.api_outage import Outage, already_exists, has_not_arrived, in_words, is_outage
from analytical_platform_airflow.api_tokens import TokenCommand

CONNECT_TIMEOUT = 10
"""Most seconds until a connection is made. A server in the same region answers within milliseconds."""

READ_TIMEOUT = 30
"""Most seconds without a byte of an answer, if the caller sets no other limit."""

LONGEST_READ = 300
"""
Most seconds without a byte, whatever the caller sets. The provider follows logs with this limit. AWS's NAT gateways
drop a connection that is idle for 350 seconds, without a word to either end.
"""

UNAUTHORISED = 401

PODS = "/api/v1/namespaces/{namespace}/pods"
"""The path of requests that create a pod, as in the Kubernetes client."""

WEBSOCKETS = ("/exec", "/attach", "/portforward")
"""Ends of the paths that the Kubernetes client opens as websockets."""


class AccessRefusedError(AirflowException):
    """The API server refused a token that it had not accepted before."""


class RetryingApiClient(ApiClient):  # type: ignore[misc]
    """
    A client that repeats requests during an outage, for `api_outage.LONGEST_OUTAGE` seconds.

    It repeats a request that may have arrived only if that is harmless: to read, to delete, to change, and to create a
    pod, because a second pod of the same name cannot exist.

    :param configuration: the server and its certificate.
    :param tokens: the source of tokens; `None` if the configuration has the credential.
    """

    def __init__(self, configuration: Configuration, tokens: TokenCommand | None = None) -> None:
        super().__init__(configuration)
        # Otherwise urllib3 would repeat requests too, without a pause.
        self.rest_client.pool_manager.connection_pool_kw.update(retries=Retry(total=False))
        self._tokens = tokens
        self._outage = Outage()

    def update_params_for_auth(self, headers: dict[str, str], *args: Any, **kwargs: Any) -> None:
        """Add the credential to a request's headers."""
        super().update_params_for_auth(headers, *args, **kwargs)
        if self._tokens:
            headers["authorization"] = f"Bearer {self._tokens.token()}"

    def call_api(self, resource_path: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """
        Send a request, and again during an outage.

        :raises AccessRefusedError: the server refused a fresh token.
        :raises Exception: the server's last answer, as the Kubernetes client raises it.
        """
        if resource_path.endswith(WEBSOCKETS):
            return super().call_api(resource_path, method, *args, **kwargs)
        kwargs["_request_timeout"] = _limited(kwargs.get("_request_timeout"))
        may_have_arrived = False
        while True:
            try:
                answer = super().call_api(resource_path, method, *args, **kwargs)
            except Exception as raised:
                error = _of_server(raised)
                if self._has_expired(error):
                    continue
                if may_have_arrived and already_exists(error):
                    # An earlier attempt created it.
                    return self._read_created(resource_path, *args, **kwargs)
                may_have_arrived = may_have_arrived or not has_not_arrived(error)
                may_repeat = _is_repeatable(resource_path, method) or not may_have_arrived
                is_log = resource_path.endswith("/log")
                if not (is_outage(error, is_log=is_log) and may_repeat and self._outage.wait(error)):
                    raise error from raised.__cause__
            else:
                self._outage.is_over()
                if self._tokens:
                    self._tokens.accepted()
                return answer

    def _has_expired(self, error: Exception) -> bool:
        """Whether the server refused a token that it had accepted before. The next request uses a new one."""
        if not self._tokens or not isinstance(error, ApiException) or error.status != UNAUTHORISED:
            return False
        if not self._tokens.forget():
            # As the Kubernetes client's error, the provider would ask for another token for ever.
            raise AccessRefusedError(
                f"The Kubernetes API server refused a fresh token: {in_words(error)}. Check that the role of this "
                "Airflow may use the cluster (its EKS access entry)"
            ) from error
        return True

    def _read_created(self, resource_path: str, path_params: dict[str, str], *args: Any, **kwargs: Any) -> Any:
        name = kwargs.pop("body")["metadata"]["name"]
        return self.call_api(f"{resource_path}/{{name}}", "GET", {**path_params, "name": name}, *args, **kwargs)


def _of_server(error: Exception) -> Exception:
    """
    Return the server's error.

    For one without a body, as of TLS, `kubernetes` 36 raises an `AttributeError` (`e.body.decode` in
    https://github.com/kubernetes-client/python/blob/v36.0.3/kubernetes/client/api_client.py).
    """
    hidden = error.__context__
    return hidden if isinstance(error, AttributeError) and isinstance(hidden, ApiException) else error


def _is_repeatable(resource_path: str, method: str) -> bool:
    """Whether a request that has perhaps arrived may be sent again."""
    return method != "POST" or resource_path == PODS


def _limited(timeout: float | tuple[float, float] | None) -> tuple[float, float]:
    """Return the time limits (seconds) of a connection and of the wait for a byte."""
    if isinstance(timeout, tuple):
        connect, read = timeout
        return min(connect, CONNECT_TIMEOUT), min(read, LONGEST_READ)
    return CONNECT_TIMEOUT, min(timeout or READ_TIMEOUT, LONGEST_READ)
