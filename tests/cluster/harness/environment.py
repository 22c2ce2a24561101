"""An environment inside the control plane: the preview's objects for the cluster, and its nodes.

Needs PyYAML, which every Airflow environment has.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from harness.nodes import REPOSITORY, Hints, node_groups, node_of, pool_of
from harness.objects import Objects
from harness.processes import wait_until
from harness.rest import ApiError, Object

#: Kinds whose custom resource definitions are part of a Helm release, which no controller here installs.
KINDS_OF_HELM_RELEASES = frozenset({"ExternalSecret", "SecretStore"})
#: Groups whose definitions Gatekeeper creates; ``harness.gatekeeper`` applies their objects.
GROUPS_OF_GATEKEEPER = ("templates.gatekeeper.sh/", "constraints.gatekeeper.sh/")
#: Kinds that other objects need come first; the rest may come in any order.
FIRST_KINDS = ("Namespace", "ServiceAccount")


def preview_folder() -> Path:
    """Folder of the preview of the stack under test."""
    return Path(os.environ.get("PREVIEW_DIR", REPOSITORY / "build" / "preview" / "development"))


@dataclass
class Environment:
    """One stack's in-cluster objects and node groups, applied to a control plane."""

    stack: str
    manifests: dict[str, Object]
    node_groups: dict[str, Hints]
    #: The API server's words about each object that it did not take, by file.
    refused: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Environment:
        """Read a preview."""
        root = folder / "kubernetes"
        if not root.is_dir():
            raise FileNotFoundError(f"{root} is not there: make it with `npm run preview -- {folder.name}`")
        files = sorted(root.rglob("*.yaml"))
        manifests = {str(path.relative_to(root)): yaml.safe_load(path.read_text()) for path in files}
        return cls(folder.name, manifests, node_groups(folder))

    def apply(self, objects: Objects) -> None:
        """Create every object that needs no controller, then one ready node of every group."""
        self.apply_objects(objects)
        for group, hints in self.node_groups.items():
            objects.create(node_of(group, hints))
        wait_until(lambda: self._nodes_are_ready(objects), "every node is ready")

    def apply_objects(self, objects: Objects) -> None:
        """Create every object that needs no controller."""
        for file, manifest in sorted(self.manifests.items(), key=lambda entry: _rank(entry[1])):
            if needs_a_controller(manifest):
                continue
            try:
                objects.create(manifest)
            except (ApiError, KeyError) as error:
                self.refused[file] = str(error)

    def of_kind(self, kind: str) -> list[Object]:
        """The manifests of a kind."""
        return [manifest for manifest in self.manifests.values() if manifest["kind"] == kind]

    def nodes_of_pool(self, pool: str) -> list[str]:
        """Nodes of a fleet and capacity."""
        return [name for name, hints in self.node_groups.items() if pool_of(hints) == pool]

    def _nodes_are_ready(self, objects: Objects) -> bool:
        """Whether all nodes are ready and have lost the taint for nodes that are not ready."""
        nodes = objects.rest.call("GET", "/api/v1/nodes")["items"]
        return not any(_has_condition_taint(node) for node in nodes)


def needs_a_controller(manifest: Object) -> bool:
    """Whether a kind exists only after the installation of a release or of Gatekeeper."""
    return manifest["kind"] in KINDS_OF_HELM_RELEASES or manifest["apiVersion"].startswith(GROUPS_OF_GATEKEEPER)


def _has_condition_taint(node: Object) -> bool:
    return any(taint["key"].startswith("node.kubernetes.io/") for taint in node["spec"].get("taints", []))


def _rank(manifest: Object) -> int:
    kind = manifest["kind"]
    return FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS)
