"""Tokens for the API server, from the command that the kubeconfig names."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.exceptions import AirflowException

COMMAND_TIMEOUT = 60
"""Most seconds for the command. On a busy worker, the AWS CLI needs several to start."""

RENEWED_BEFORE = timedelta(minutes=1)
"""Time before its expiry from which a token is not used for another request."""


class TokenError(AirflowException):
    """The command gave no token. It may do so later, for example when AWS's token service answers again."""


class TokenCommand:
    """
    Runs the command that gives a token, and keeps the token until it expires.

    The Kubernetes client can do this too, but sends requests without a token if the command fails, and waits without
    a limit (`_load_from_exec_plugin` in
    https://github.com/kubernetes-client/python/blob/master/kubernetes/base/config/kube_config.py).

    :param command: `exec` of a user in the kubeconfig
        (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).
    :param folder: the kubeconfig's folder, in which the command runs.
    """

    def __init__(self, command: Mapping[str, Any], folder: Path) -> None:
        self._command = [command["command"], *(command.get("args") or ())]
        self._api_version = command["apiVersion"]
        self._variables = {variable["name"]: variable["value"] for variable in command.get("env") or ()}
        self._folder = folder
        self._token: str | None = None
        self._expiry: datetime | None = None
        self._was_accepted = False

    def token(self) -> str:
        """
        Return a token that has not expired.

        :raises TokenError: the command failed or gave no token. The message has the command's own words.
        :raises AirflowException: there is no such command.
        """
        if self._token is None or (self._expiry and datetime.now(UTC) >= self._expiry - RENEWED_BEFORE):
            self._token, self._expiry = self._new_token()
            self._was_accepted = False
        return self._token

    def accepted(self) -> None:
        """Remember that the API server has accepted the token."""
        self._was_accepted = True

    def forget(self) -> bool:
        """
        Forget the token, because the API server has refused it.

        :return: whether a new token may help: the server has accepted this one before, so it has expired since.
        """
        self._token = None
        was_accepted, self._was_accepted = self._was_accepted, False
        return was_accepted

    def _new_token(self) -> tuple[str, datetime | None]:
        answer = self._run()
        try:
            status = json.loads(answer)["status"]
            token, expiry = status["token"], status.get("expirationTimestamp")
            return token, datetime.fromisoformat(expiry) if expiry else None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # The answer is not in the message, because it may contain a token.
            raise TokenError(f"{self} gave no token: its answer is not an ExecCredential") from error

    def _run(self) -> str:
        request = {"apiVersion": self._api_version, "kind": "ExecCredential", "spec": {"interactive": False}}
        try:
            return subprocess.run(  # noqa: S603
                self._command,
                check=True,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=COMMAND_TIMEOUT,
                cwd=self._folder,
                env={**os.environ, **self._variables, "KUBERNETES_EXEC_INFO": json.dumps(request)},
            ).stdout
        except subprocess.CalledProcessError as error:
            raise TokenError(f"{self} failed with exit code {error.returncode}: {error.stderr.strip()}") from error
        except subprocess.TimeoutExpired as error:
            raise TokenError(f"{self} did not end within {COMMAND_TIMEOUT} seconds") from error
        except (FileNotFoundError, PermissionError) as error:
            raise AirflowException(f"{self} cannot run: {error}") from error
        except OSError as error:
            raise TokenError(f"{self} could not start: {error}") from error

    def __str__(self) -> str:
        """Name the command in a message."""
        return f"The token command `{' '.join(self._command)}`"
