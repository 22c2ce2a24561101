"""Karpenter's own controllers beside the control plane, with the program's pools and a cloud that KWOK simulates."""

from __future__ import annotations

import copy
import json
import subprocess
from dataclasses import dataclass

import yaml  # type: ignore[import-untyped]

from harness.binaries import CACHE, program
from harness.commands import LOOPBACK
from harness.credentials import Credentials
from harness.nodes import REPOSITORY
from harness.objects import Objects
from harness.processes import Nursery, free_port, wait_until
from harness.rest import Object

NAME = "karpenter"
NAMESPACE = "kube-system"
OBJECTS = REPOSITORY / "tests" / "cluster" / "karpenter" / "objects.ts"
#: The class of the simulated cloud, in place of each of AWS's.
NODE_CLASS = {"apiVersion": "karpenter.kwok.sh/v1alpha1", "kind": "KWOKNodeClass", "metadata": {"name": "simulated"}}
#: Environment of the controllers; no other copy of them runs, and a waiting pod is answered soon.
SETTINGS = {
    "DISABLE_LEADER_ELECTION": "true",
    "DISABLE_CLUSTER_STATE_OBSERVABILITY": "true",
    "SYSTEM_NAMESPACE": NAMESPACE,
    "BATCH_IDLE_DURATION": "200ms",
    "BATCH_MAX_DURATION": "1s",
}


@dataclass(frozen=True)
class Printed:
    """The program's objects, and the instance types of its table."""

    pools: list[Object]
    classes: list[Object]
    instanceTypes: list[Object]  # noqa: N815
    #: Taints of a draining node group of the fleet general, on-demand.
    drainingTaints: list[Object]  # noqa: N815


def printed() -> Printed:
    """Run the program's own functions for the documentation's pools."""
    command = ["node", "--import", "tsx", str(OBJECTS)]
    return Printed(**json.loads(subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True).stdout))


class Karpenter:
    """Definitions first, then the controllers; removed the other way round."""

    def __init__(self, objects: Objects, nursery: Nursery, credentials: Credentials, server: str) -> None:
        self.objects = objects
        self._nursery = nursery
        self._credentials = credentials
        self._server = server
        self._definitions = definitions()

    def install(self, instance_types: list[Object]) -> None:
        """Install the kinds, and run the controllers as the administrator."""
        for definition in self._definitions:
            self.objects.create(definition)
        for definition in self._definitions:
            path = self.objects.path(definition)
            wait_until(lambda path=path: self._is_established(path), f"{path} is established")  # type: ignore[misc]
        self.objects.create(NODE_CLASS)
        types = self._nursery.folder / "instance-types.json"
        types.write_text(json.dumps(instance_types))
        kubeconfig = self._credentials.write_kubeconfig(self._credentials.admin, self._server, NAME)
        health = free_port()
        environment = {
            **SETTINGS,
            "KUBECONFIG": str(kubeconfig),
            "METRICS_PORT": str(free_port()),
            "HEALTH_PROBE_PORT": str(health),
            "INSTANCE_TYPES_FILE_PATH": str(types),
        }
        self._nursery.start(
            NAME, ["env", *(f"{key}={value}" for key, value in environment.items()), str(program(NAME))]
        )
        self._nursery.wait_until_healthy(NAME, f"http://{LOOPBACK}:{health}/healthz")

    def remove(self) -> None:
        """Stop the controllers and remove every kind with its objects."""
        self._nursery.stop(NAME)
        for claim in self.claims():
            # Nobody is left to finish the deletion of a node.
            self.objects.rest.call("PATCH", f"{CLAIMS}/{claim['metadata']['name']}", {"metadata": {"finalizers": None}})
        for node in self.nodes():
            path = f"/api/v1/nodes/{node['metadata']['name']}"
            self.objects.rest.call("PATCH", path, {"metadata": {"finalizers": None}})
            self.objects.rest.call("DELETE", path)
        for definition in reversed(self._definitions):
            self.objects.delete(definition)

    def nodes(self, pool: str | None = None) -> list[Object]:
        """Nodes that Karpenter started, of one pool or of all."""
        found = self.objects.rest.call("GET", "/api/v1/nodes")["items"]
        started = [node for node in found if "karpenter.sh/nodepool" in node["metadata"]["labels"]]
        return [node for node in started if pool in (None, node["metadata"]["labels"]["karpenter.sh/nodepool"])]

    def claims(self, pool: str | None = None) -> list[Object]:
        """Karpenter's records of the nodes that it wants."""
        found: list[Object] = self.objects.rest.call("GET", CLAIMS)["items"]
        return [claim for claim in found if pool in (None, claim["metadata"]["labels"]["karpenter.sh/nodepool"])]

    def _is_established(self, path: str) -> bool:
        conditions = self.objects.rest.call("GET", path).get("status", {}).get("conditions", [])
        return any(each["type"] == "Established" and each["status"] == "True" for each in conditions)


CLAIMS = "/apis/karpenter.sh/v1/nodeclaims"
POOLS = "/apis/karpenter.sh/v1/nodepools"


def definitions() -> list[Object]:
    """Karpenter's kinds, those of AWS's provider, and the simulated cloud's class."""
    folders = (CACHE / "karpenter-crds", CACHE / "karpenter-kwok-crds")
    return [yaml.safe_load(path.read_text()) for folder in folders for path in sorted(folder.glob("*.yaml"))]


def simulated(pool: Object) -> Object:
    """The program's pool with the simulated cloud's class. Empty nodes do not wait for the next pod."""
    changed = copy.deepcopy(pool)
    group, _ = NODE_CLASS["apiVersion"].split("/")  # type: ignore[attr-defined]
    reference = {"group": group, "kind": NODE_CLASS["kind"], "name": "simulated"}
    changed["spec"]["template"]["spec"]["nodeClassRef"] = reference
    changed["spec"]["disruption"]["consolidateAfter"] = "0s"
    return changed
