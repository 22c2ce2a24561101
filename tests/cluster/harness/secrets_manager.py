"""AWS Secrets Manager in memory: moto's server on loopback."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from harness.commands import LOOPBACK
from harness.nodes import REPOSITORY
from harness.processes import Nursery, free_port

NAME = "secrets-manager"
PYTHON = REPOSITORY / ".venvs" / "moto" / "bin" / "python"
#: moto reads region and service from here, and believes any signature.
SIGNATURE = (
    "AWS4-HMAC-SHA256 Credential=anyone/20260101/{region}/secretsmanager/aws4_request,"
    " SignedHeaders=host, Signature=any"
)


class SecretsManager:
    """The secrets of one account in one region."""

    def __init__(self, nursery: Nursery, region: str) -> None:
        self._nursery = nursery
        self._region = region
        self._port = free_port()

    @property
    def endpoint(self) -> str:
        """Address for clients."""
        return f"http://{LOOPBACK}:{self._port}"

    def start(self) -> None:
        """Start the server without secrets."""
        self._nursery.start(NAME, [str(PYTHON), "-m", "moto.server", "--host", LOOPBACK, "--port", str(self._port)])
        self._nursery.wait_until_healthy(NAME, f"{self.endpoint}/moto-api/")

    def stop(self) -> None:
        """End the server and delete its secrets."""
        self._nursery.stop(NAME)

    def create(self, name: str, value: str) -> None:
        """Create a secret with its first value."""
        self._call("CreateSecret", {"Name": name, "SecretString": value})

    def put(self, name: str, value: str) -> None:
        """Give a secret another value, as its maintainers do."""
        self._call("PutSecretValue", {"SecretId": name, "SecretString": value})

    def delete(self, name: str) -> None:
        """Delete a secret permanently; moto's answer for a scheduled deletion differs from AWS's."""
        self._call("DeleteSecret", {"SecretId": name, "ForceDeleteWithoutRecovery": True})

    def _call(self, action: str, body: dict[str, Any]) -> None:
        headers = {
            "X-Amz-Target": f"secretsmanager.{action}",
            "Content-Type": "application/x-amz-json-1.1",
            "Authorization": SIGNATURE.format(region=self._region),
        }
        request = urllib.request.Request(self.endpoint, data=json.dumps(body).encode(), headers=headers)
        with urllib.request.urlopen(request, timeout=60):
            pass
