"""Gatekeeper's own program beside the control plane, with its webhook as the stack configures it.

Certificates and the webhook's configuration, which in a cluster come from Gatekeeper and its chart, are made here: the
API server reaches the program by URL, because it cannot reach a Service.
"""

from __future__ import annotations

import base64
import json
import shutil
from typing import Any

import yaml  # type: ignore[import-untyped]

from harness.binaries import CACHE, program
from harness.commands import LOOPBACK
from harness.credentials import Credentials
from harness.environment import GROUPS_OF_GATEKEEPER, Environment
from harness.nodes import REPOSITORY
from harness.objects import Objects
from harness.pods import restricted_pod
from harness.processes import Nursery, free_port, wait_until
from harness.rest import Object, Rest

NAME = "gatekeeper"
NAMESPACE = "gatekeeper-system"
#: What the chart calls it; Gatekeeper looks there for what it need not audit.
WEBHOOK = "gatekeeper-validating-webhook-configuration"
WEBHOOK_PATH = f"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{WEBHOOK}"
SETTINGS = REPOSITORY / "infra" / "cluster" / "data" / "admission-webhook.json"
TEMPLATES, CONSTRAINTS = GROUPS_OF_GATEKEEPER
#: Seconds between two audits; a minute in a cluster.
AUDIT_INTERVAL = 2
#: The chart's deployments share these out.
OPERATIONS = ("audit", "generate", "status", "webhook")


class Gatekeeper:
    """Installed in the program's order: definitions, controller, templates, constraints; removed in the reverse."""

    def __init__(self, rest: Rest, nursery: Nursery, credentials: Credentials, server: str) -> None:
        self.rest = rest
        self._nursery = nursery
        self._credentials = credentials
        self._kubeconfig = credentials.write_kubeconfig(credentials.admin, server, NAME)
        self._port, self._health_port = free_port(), free_port()
        self._certificates = credentials.folder / NAME
        self._policies: list[Object] = []

    def install(self, environment: Environment) -> None:
        """Install everything; done when every constraint is enforced by the webhook."""
        self._create_definitions()
        self._create_pod()
        self.start()
        # The webhook first: it is what looks at templates and constraints.
        self.rest.call("POST", WEBHOOK_PATH.rsplit("/", 1)[0], self._webhook())
        for group, field in ((TEMPLATES, "created"), (CONSTRAINTS, "byPod")):
            for manifest in environment.manifests.values():
                if manifest["apiVersion"].startswith(group):
                    self.apply(manifest, field)

    def apply(self, manifest: Object, field: str) -> None:
        """Create a template or a constraint, and wait until Gatekeeper says that it has taken it up."""
        # A new one each time: every template makes a kind.
        objects = Objects(self.rest)
        wait_until(lambda: objects.knows(manifest), f"{manifest['kind']} is a kind")
        objects.create(manifest)
        self._policies.append(manifest)
        path = objects.path(manifest)

        status: Object = {}

        def taken_up() -> bool:
            status.update(self.rest.call("GET", path).get("status", {}))
            by_pod = status.get("byPod") or []
            # An error may be of a moment: Gatekeeper tries again.
            healthy = not any(pod.get("errors") for pod in by_pod)
            return healthy and bool(status.get(field)) and (field != "byPod" or all(pod["enforced"] for pod in by_pod))

        try:
            wait_until(taken_up, f"{path} is taken up")
        except TimeoutError as error:
            raise TimeoutError(f"{error}: {json.dumps(status)}") from None

    def start(self) -> None:
        """Start the controller; it answers when it has taken up what is in the cluster."""
        self._nursery.start(NAME, self._command())
        self._nursery.wait_until_healthy(NAME, f"http://{LOOPBACK}:{self._health_port}/readyz")

    def stop(self) -> None:
        """Take the controller away at once; the webhook's configuration stays."""
        self._nursery.stop(NAME)

    def remove(self) -> None:
        """Remove all but the definitions, in the reverse order of the installation."""
        objects = Objects(self.rest)
        for manifest in reversed(self._policies):
            path = objects.path(manifest)
            objects.delete(manifest)
            wait_until(lambda path=path: self.rest.find(path) is None, f"{path} is gone")  # type: ignore[misc]
        self._policies.clear()
        self.rest.call("DELETE", WEBHOOK_PATH)
        self.stop()

    def status(self, constraint: str, name: str) -> Object:
        """What Gatekeeper says of a constraint, by plural of its kind and name."""
        result: Object = self.rest.call("GET", f"/apis/{CONSTRAINTS}v1beta1/{constraint}/{name}").get("status", {})
        return result

    def _create_definitions(self) -> None:
        objects = Objects(self.rest)
        for path in sorted((CACHE / "gatekeeper-crds").glob("*.yaml")):
            definition = yaml.safe_load(path.read_text())
            if self.rest.find(objects.path(definition)) is None:
                objects.create(definition)

    def _create_pod(self) -> None:
        """Gatekeeper's status objects belong to its pod; without one the garbage collector would take them."""
        if self.rest.find(f"/api/v1/namespaces/{NAMESPACE}/pods/{NAME}"):
            return
        account = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/default"
        wait_until(lambda: self.rest.find(account) is not None, f"{account} is there")
        pod = restricted_pod(NAME, NAMESPACE)
        # Nobody schedules it: the program runs beside the control plane.
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
            f"--kubeconfig={self._kubeconfig}",
            f"--host={LOOPBACK}",
            f"--port={self._port}",
            f"--health-addr={LOOPBACK}:{self._health_port}",
            f"--prometheus-port={free_port()}",
            f"--cert-dir={self._certificates}",
            "--disable-cert-rotation",
            "--enable-external-data=false",
            f"--api-cache-dir={self._certificates / 'audit'}",
            f"--audit-interval={AUDIT_INTERVAL}",
            *(f"--operation={operation}" for operation in OPERATIONS),
        ]

    def _webhook(self) -> Object:
        """The webhook that the chart makes of the stack's values, with a URL in place of a Service."""
        values: dict[str, Any] = json.loads(SETTINGS.read_text())
        exempt = dict(values["validatingWebhookExemptNamespacesLabels"])
        # The chart adds its own namespace.
        exempt["kubernetes.io/metadata.name"] = [*exempt["kubernetes.io/metadata.name"], NAMESPACE]
        expressions = [{"key": "admission.gatekeeper.sh/ignore", "operator": "DoesNotExist"}]
        expressions += [{"key": key, "operator": "NotIn", "values": names} for key, names in exempt.items()]
        authority = base64.b64encode(self._credentials.file("ca.crt").read_bytes()).decode()
        common = {
            "admissionReviewVersions": ["v1", "v1beta1"],
            "matchPolicy": "Exact",
            "sideEffects": "None",
            "timeoutSeconds": values["validatingWebhookTimeoutSeconds"],
        }

        def client(path: str) -> Object:
            return {"url": f"https://{LOOPBACK}:{self._port}/v1/{path}", "caBundle": authority}

        validation = {
            **common,
            "name": "validation.gatekeeper.sh",
            "clientConfig": client("admit"),
            "failurePolicy": values["validatingWebhookFailurePolicy"],
            "matchConditions": values["validatingWebhookMatchConditions"],
            "namespaceSelector": {"matchExpressions": expressions},
            "rules": values["validatingWebhookCustomRules"],
        }
        namespaces = {"apiGroups": [""], "apiVersions": ["*"], "resources": ["namespaces"], "scope": "*"}
        ignore_label = {
            **common,
            "name": "check-ignore-label.gatekeeper.sh",
            "clientConfig": client("admitlabel"),
            "failurePolicy": values["validatingWebhookCheckIgnoreFailurePolicy"],
            "namespaceSelector": {
                "matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": [NAMESPACE]}]
            },
            "rules": [{**namespaces, "operations": ["CREATE", "UPDATE"]}],
        }
        return {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingWebhookConfiguration",
            "metadata": {"name": WEBHOOK, "labels": {"gatekeeper.sh/system": "yes"}},
            "webhooks": [validation, ignore_label],
        }
