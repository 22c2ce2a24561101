"""Nodes of the stack's node groups: labels, taints and the resources for pods."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harness.binaries import CLUSTER
from harness.commands import KWOK_NODE_ANNOTATION
from harness.objects import Objects
from harness.rest import Object

REPOSITORY = CLUSTER.parents[1]
PROFILES = REPOSITORY / "dags" / "analytical_platform_airflow" / "data" / "compute_profiles.json"
DAEMON_SETS = REPOSITORY / "platform" / "cluster" / "data" / "daemon-sets.json"

GPU = "nvidia.com/gpu"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
HINT = "k8s.io/cluster-autoscaler/node-template/"
#: Kubernetes' spelling of EKS's taint effects.
EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}

#: A group's hints to the autoscaler: `label/…` and `taint/…` of the group, and `resources/…` of its tags.
Hints = dict[str, str]


def node_pool_label() -> str:
    """Key of the label and taint of fleet nodes."""
    return str(json.loads(PROFILES.read_text())["nodePoolLabel"])


def node_groups(preview: Path) -> dict[str, Hints]:
    """Every node group of a preview, with its hints to the autoscaler."""
    groups: dict[str, Hints] = {}
    for resource in json.loads((preview / "resources.json").read_text()):
        if resource["type"] == NODE_GROUP:
            groups[resource["name"]] = _hints(resource["inputs"])
    return groups


def _hints(group: dict[str, Any]) -> Hints:
    return {
        **{f"label/{key}": value for key, value in group["labels"].items()},
        **{f"taint/{taint['key']}": f"{taint['value']}:{EFFECTS[taint['effect']]}" for taint in group["taints"]},
        **{key.removeprefix(HINT): value for key, value in group["tags"].items() if key.startswith(HINT)},
    }


def pool_of(hints: Hints) -> str | None:
    """Fleet and capacity of a group, ``None`` outside the fleets."""
    return hints.get(f"label/{node_pool_label()}")


def node_of(group: str, hints: Hints, name: str | None = None) -> Object:
    """The node that the autoscaler expects of a group; there are no DaemonSets here."""
    resources = _without_daemon_sets(_of_kind(hints, "resources"))
    annotation, value = KWOK_NODE_ANNOTATION
    labels = {**labels_of(hints), "kubernetes.io/hostname": name or group}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name or group, "labels": labels, "annotations": {annotation: value}},
        "spec": {"taints": taints_of(hints)},
        "status": {"allocatable": resources, "capacity": resources},
    }


def labels_of(hints: Hints) -> dict[str, str]:
    """Labels of a group's nodes."""
    return _of_kind(hints, "label")


def taints_of(hints: Hints) -> list[Object]:
    """Taints of a group's nodes."""
    taints = []
    for key, value in _of_kind(hints, "taint").items():
        content, _, effect = value.rpartition(":")
        taints.append({"key": key, "value": content, "effect": effect})
    return taints


def _of_kind(hints: Hints, kind: str) -> dict[str, str]:
    return {key.removeprefix(f"{kind}/"): value for key, value in hints.items() if key.startswith(f"{kind}/")}


def _without_daemon_sets(resources: dict[str, str]) -> dict[str, str]:
    running = [
        daemon_set
        for daemon_set in json.loads(DAEMON_SETS.read_text())["daemonSets"]
        if daemon_set["nodes"] == "all" or GPU in resources
    ]
    cpu = int(resources["cpu"].removesuffix("m")) - sum(each["cpuMillis"] for each in running)
    memory = int(resources["memory"].removesuffix("Mi")) - sum(each["memoryMiB"] for each in running)
    return {**resources, "cpu": f"{cpu}m", "memory": f"{memory}Mi"}


@contextmanager
def closed(objects: Objects, nodes: list[str]) -> Iterator[None]:
    """Keep new pods off some nodes for a while."""
    assert nodes
    for node in nodes:
        objects.rest.call("PATCH", f"/api/v1/nodes/{node}", {"spec": {"unschedulable": True}})
    try:
        yield
    finally:
        for node in nodes:
            objects.rest.call("PATCH", f"/api/v1/nodes/{node}", {"spec": {"unschedulable": False}})
