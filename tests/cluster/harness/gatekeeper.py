"""Gatekeeper's own program beside the control plane, with the arguments and the webhook of its chart.

The harness creates the certificates, which Gatekeeper creates in a cluster. The API server reaches the program by URL,
because it cannot reach a Service.
"""

from __future__ import annotations

import base64
import copy
import json
import shutil

from harness.binaries import program
from harness.charts import Rendering
from harness.commands import LOOPBACK
from harness.credentials import Credentials
from harness.environment import GROUPS_OF_GATEKEEPER, Environment
from harness.objects import Objects
from harness.pods import restricted_pod
from harness.processes import Nursery, free_port, wait_until
from harness.rest import Object, Rest

NAME = "gatekeeper"
NAMESPACE = "gatekeeper-system"
#: The chart's name for it; Gatekeeper reads there which namespaces it need not audit.
WEBHOOK = "gatekeeper-validating-webhook-configuration"
WEBHOOK_PATH = f"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{WEBHOOK}"
TEMPLATES, CONSTRAINTS = GROUPS_OF_GATEKEEPER
#: Seconds between two audits; a minute in a cluster.
AUDIT_INTERVAL = 2
#: The chart's deployments, which share the work that one process does here.
DEPLOYMENTS = ("gatekeeper-audit", "gatekeeper-controller-manager")


class Gatekeeper:
    """Installed in the program's order: definitions, controller, templates, constraints; removed in the reverse."""

    def __init__(
        self, rest: Rest, nursery: Nursery, credentials: Credentials, server: str, rendering: Rendering
    ) -> None:
        self.rest = rest
        self._rendering = rendering
        self._nursery = nursery
        self._credentials = credentials
        self._kubeconfig = credentials.write_kubeconfig(credentials.admin, server, NAME)
        self._port, self._health_port = free_port(), free_port()
        self._certificates = credentials.folder / NAME
        self._policies: list[Object] = []

    def install(self, environment: Environment) -> None:
        """Install everything, and wait until the webhook enforces every constraint."""
        self._create_definitions()
        self._create_pod()
        self.start()
        # The webhook first, because it checks templates and constraints.
        self.guard(self._rendering)
        for group, field in ((TEMPLATES, "created"), (CONSTRAINTS, "byPod")):
            for manifest in environment.manifests.values():
                if manifest["apiVersion"].startswith(group):
                    self.apply(manifest, field)

    def guard(self, rendering: Rendering) -> None:
        """Replace the API server's webhooks by those of a rendering of the chart."""
        webhook = self._webhook(rendering)
        found = self.rest.find(WEBHOOK_PATH)
        if found is None:
            Objects(self.rest).create(webhook)
        else:
            webhook["metadata"]["resourceVersion"] = found["metadata"]["resourceVersion"]
            self.rest.call("PUT", WEBHOOK_PATH, webhook)

    def apply(self, manifest: Object, field: str) -> None:
        """Create a template or a constraint, and wait until Gatekeeper reports that it uses it."""
        # A new client each time, because every template creates a kind.
        objects = Objects(self.rest)
        wait_until(lambda: objects.knows(manifest), f"{manifest['kind']} is a kind")
        objects.create(manifest)
        self._policies.append(manifest)
        path = objects.path(manifest)

        status: Object = {}

        def taken_up() -> bool:
            status.update(self.rest.call("GET", path).get("status", {}))
            by_pod = status.get("byPod") or []
            # An error may be temporary: Gatekeeper tries again.
            healthy = not any(pod.get("errors") for pod in by_pod)
            return healthy and bool(status.get(field)) and (field != "byPod" or all(pod["enforced"] for pod in by_pod))

        try:
            wait_until(taken_up, f"{path} is taken up")
        except TimeoutError as error:
            raise TimeoutError(f"{error}: {json.dumps(status)}") from None

    def start(self) -> None:
        """Start the controller; it answers when it has read the cluster's templates and constraints."""
        self._nursery.start(NAME, self._command())
        self._nursery.wait_until_healthy(NAME, f"http://{LOOPBACK}:{self._health_port}/readyz")

    def stop(self) -> None:
        """Stop the controller at once; the webhook's configuration stays."""
        self._nursery.stop(NAME)

    def remove(self) -> None:
        """Remove everything except the definitions, in the reverse order of the installation."""
        objects = Objects(self.rest)
        for manifest in reversed(self._policies):
            path = objects.path(manifest)
            objects.delete(manifest)
            wait_until(lambda path=path: self.rest.find(path) is None, f"{path} is gone")  # type: ignore[misc]
        self._policies.clear()
        self.rest.call("DELETE", WEBHOOK_PATH)
        self.stop()

    def status(self, constraint: str, name: str) -> Object:
        """Gatekeeper's status of a constraint, by plural of its kind and name."""
        result: Object = self.rest.call("GET", f"/apis/{CONSTRAINTS}v1beta1/{constraint}/{name}").get("status", {})
        return result

    def _create_definitions(self) -> None:
        objects = Objects(self.rest)
        for definition in self._rendering.definitions:
            if self.rest.find(objects.path(definition)) is None:
                objects.create(definition)

    def _create_pod(self) -> None:
        """Gatekeeper's status objects belong to its pod; without the pod the garbage collector would delete them."""
        if self.rest.find(f"/api/v1/namespaces/{NAMESPACE}/pods/{NAME}"):
            return
        account = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/default"
        wait_until(lambda: self.rest.find(account) is not None, f"{account} is there")
        pod = restricted_pod(NAME, NAMESPACE)
        # This pod is never scheduled: the program runs beside the control plane.
        pod["spec"]["schedulerName"] = "nobody"
        Objects(self.rest).create(pod)

    def _command(self) -> list[str]:
        (self._certificates / "audit").mkdir(parents=True, exist_ok=True)
        shutil.copy(self._credentials.file("server.crt"), self._certificates / "tls.crt")
        shutil.copy(self._credentials.file("server.key"), self._certificates / "tls.key")
        return [
            "env",
            f"POD_NAME={NAME}",
            f"POD_NAMESPACE={NAMESPACE}",
            str(program("gatekeeper")),
            *self._arguments_of_the_chart(),
            # If an argument appears twice, the last one counts.
            f"--kubeconfig={self._kubeconfig}",
            f"--host={LOOPBACK}",
            f"--port={self._port}",
            f"--health-addr={LOOPBACK}:{self._health_port}",
            f"--prometheus-port={free_port()}",
            f"--cert-dir={self._certificates}",
            "--disable-cert-rotation",
            f"--api-cache-dir={self._certificates / 'audit'}",
            f"--audit-interval={AUDIT_INTERVAL}",
        ]

    def _arguments_of_the_chart(self) -> list[str]:
        containers = [self._rendering.pods[name]["spec"]["containers"][0] for name in DEPLOYMENTS]
        return list(dict.fromkeys(argument for container in containers for argument in container["args"]))

    def _webhook(self, rendering: Rendering) -> Object:
        """The chart's webhook, with a URL in place of each Service."""
        [webhook] = copy.deepcopy(rendering.of_kind("ValidatingWebhookConfiguration"))
        authority = base64.b64encode(self._credentials.file("ca.crt").read_bytes()).decode()
        for each in webhook["webhooks"]:
            path = each["clientConfig"]["service"]["path"]
            each["clientConfig"] = {"url": f"https://{LOOPBACK}:{self._port}{path}", "caBundle": authority}
        result: Object = webhook
        return result
