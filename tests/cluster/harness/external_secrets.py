"""The External Secrets operator beside the control plane, with the arguments and the rights of its chart."""

from __future__ import annotations

from harness.binaries import program
from harness.charts import Rendering
from harness.commands import LOOPBACK
from harness.credentials import Credentials, User
from harness.objects import Objects
from harness.processes import Nursery, free_port, wait_until
from harness.rest import Object, Rest
from harness.secrets_manager import SecretsManager

NAME = "external-secrets"
NAMESPACE = "external-secrets"
#: The chart's kinds for the operator's identity and rights.
RIGHTS = ("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")


class ExternalSecrets:
    """Definitions first, then rights, then the operator; removed the other way round."""

    def __init__(self, rest: Rest, nursery: Nursery, credentials: Credentials, server: str) -> None:
        self.rest = rest
        self._nursery = nursery
        self._credentials = credentials
        self._server = server
        self._installed: list[Object] = []

    def install(self, rendering: Rendering, secrets_manager: SecretsManager) -> None:
        """Install the chart's objects, and run the operator with the chart's own service account."""
        objects = Objects(self.rest)
        rights = [each for each in rendering.objects if each["kind"] in RIGHTS]
        for manifest in [*rendering.definitions, *rights]:
            objects.create(manifest)
            self._installed.append(manifest)
        for definition in rendering.definitions:
            path = objects.path(definition)
            wait_until(lambda path=path: self._is_established(path), f"{path} is established")  # type: ignore[misc]
        [container] = rendering.pods[NAME]["spec"]["containers"]
        kubeconfig = self._credentials.write_kubeconfig(self._account(), self._server, NAME)
        environment = {
            "KUBECONFIG": str(kubeconfig),
            # In a cluster, the operator has its role's credentials and AWS's endpoint.
            "AWS_ACCESS_KEY_ID": "anyone",
            "AWS_SECRET_ACCESS_KEY": "anything",
            "AWS_SECRETSMANAGER_ENDPOINT": secrets_manager.endpoint,
        }
        variables = [f"{name}={value}" for name, value in environment.items()]
        # If an argument appears twice, the last one counts.
        arguments = [*container["args"], f"--metrics-addr={LOOPBACK}:{free_port()}"]
        self._nursery.start(NAME, ["env", *variables, str(program(NAME)), *arguments])

    def remove(self) -> None:
        """Stop the operator and remove everything that it needed."""
        self._nursery.stop(NAME)
        objects = Objects(self.rest)
        for manifest in reversed(self._installed):
            objects.delete(manifest)

    def condition(self, manifest: Object) -> Object:
        """Give the operator's condition `Ready` of a store or an external secret; empty before the first report."""
        status = self.rest.call("GET", Objects(self.rest).path(manifest)).get("status", {})
        return next((each for each in status.get("conditions", []) if each["type"] == "Ready"), {})

    def _is_established(self, path: str) -> bool:
        conditions = self.rest.call("GET", path).get("status", {}).get("conditions", [])
        return any(each["type"] == "Established" and each["status"] == "True" for each in conditions)

    def _account(self) -> User:
        request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
        path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{NAME}/token"
        return User(NAME, (), self.rest.call("POST", path, request)["status"]["token"])
