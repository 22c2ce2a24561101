"""Nodes as the Cluster Autoscaler imagines them of groups at zero: from the tags of Auto Scaling groups alone.

What it does with the tags is in kubernetes/autoscaler, cluster-autoscaler/cloudprovider/aws/aws_manager.go: labels and
taints as they are; and each resource that a tag names, in place of what it knows of the instance type, as capacity and
as allocatable. On the node it then counts the pods of the DaemonSets.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from harness.commands import KWOK_NODE_ANNOTATION
from harness.nodes import GPU, REPOSITORY
from harness.rest import Object

DAEMON_SETS = REPOSITORY / "infra" / "cluster" / "data" / "daemon-sets.json"
PRIORITIES = Path("kubernetes", "kube-system", "configmap-cluster-autoscaler-priority-expander.yaml")
HINT = "k8s.io/cluster-autoscaler/node-template/"


@dataclass(frozen=True)
class Template:
    """One group as the autoscaler knows it."""

    group: str
    #: Tags of its Auto Scaling group.
    tags: dict[str, str]
    #: Groups of a higher priority are started first.
    priority: int

    @property
    def node_name(self) -> str:
        """Name of the node that stands for the group's next one."""
        return f"template-{self.group}"

    def hints(self, kind: str) -> dict[str, str]:
        """The tags of a kind, `label`, `taint` or `resources`, by what comes after it."""
        prefix = f"{HINT}{kind}/"
        return {key.removeprefix(prefix): value for key, value in self.tags.items() if key.startswith(prefix)}

    def node(self) -> Object:
        """Make the node, with the DaemonSets' share already taken."""
        taints = {key: value.rpartition(":") for key, value in self.hints("taint").items()}
        resources = without_daemon_sets(self.hints("resources"))
        annotation, value = KWOK_NODE_ANNOTATION
        labels = {**self.hints("label"), "kubernetes.io/hostname": self.node_name}
        return {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": self.node_name, "labels": labels, "annotations": {annotation: value}},
            "spec": {
                "taints": [{"key": key, "value": text, "effect": effect} for key, (text, _, effect) in taints.items()]
            },
            "status": {"allocatable": resources, "capacity": resources},
        }


def templates(preview: Path) -> list[Template]:
    """Read every group of a preview, in the order in which the autoscaler would start them."""
    tags: dict[str, dict[str, str]] = {}
    for resource in json.loads((preview / "resources.json").read_text()):
        if resource["type"] == "aws:autoscaling/tag:Tag":
            tag = resource["inputs"]["tag"]
            tags.setdefault(resource["name"].partition("/")[0], {})[tag["key"]] = tag["value"]
    priorities = yaml.safe_load(yaml.safe_load((preview / PRIORITIES).read_text())["data"]["priorities"])
    found = [Template(group, of_group, _priority(group, priorities)) for group, of_group in tags.items()]
    return sorted(found, key=lambda template: -template.priority)


def _priority(group: str, priorities: dict[int, list[str]]) -> int:
    """Look a group up as the priority expander does, by the name that EKS gives its Auto Scaling group."""
    name = f"eks-{group}-1a2b3c4-00000000-0000-4000-8000-000000000000"
    matching = [rank for rank, patterns in priorities.items() if any(re.search(each, name) for each in patterns)]
    assert len(matching) == 1, f"{group} has the priorities {matching}"
    return matching[0]


def without_daemon_sets(resources: dict[str, str]) -> dict[str, str]:
    """Take from a node what the platform's DaemonSets ask for on it."""
    data = json.loads(DAEMON_SETS.read_text())["daemonSets"]
    running = [each for each in data if each["nodes"] == "all" or GPU in resources]
    cpu = int(resources["cpu"].removesuffix("m")) - sum(each["cpuMillis"] for each in running)
    memory = int(resources["memory"].removesuffix("Mi")) - sum(each["memoryMiB"] for each in running)
    pods = int(resources["pods"]) - len(running)
    return {**resources, "cpu": f"{cpu}m", "memory": f"{memory}Mi", "pods": str(pods)}
