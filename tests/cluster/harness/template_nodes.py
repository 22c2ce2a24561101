"""The next node of every group, as the Cluster Autoscaler expects it for empty groups, in the order of priority."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from harness.nodes import Hints, node_groups, node_of, pool_of
from harness.rest import Object

PRIORITIES = Path("kubernetes", "kube-system", "configmap-cluster-autoscaler-priority-expander.yaml")


@dataclass(frozen=True)
class Template:
    """One group as the autoscaler sees it."""

    group: str
    #: Labels, taints and resources of the group.
    hints: Hints
    #: Groups of a higher priority are started first.
    priority: int

    @property
    def node_name(self) -> str:
        """Name of the node that represents the group's next one."""
        return f"template-{self.group}"

    @property
    def pool(self) -> str | None:
        """Fleet and capacity, ``None`` outside the fleets."""
        return pool_of(self.hints)

    def node(self) -> Object:
        """Build the node from the node group alone."""
        return node_of(self.group, self.hints, self.node_name)


def templates(preview: Path) -> list[Template]:
    """Read every group of a preview, in the order in which the autoscaler would start them."""
    priorities = yaml.safe_load(yaml.safe_load((preview / PRIORITIES).read_text())["data"]["priorities"])
    found = [Template(group, hints, _priority(group, priorities)) for group, hints in node_groups(preview).items()]
    return sorted(found, key=lambda template: -template.priority)


def _priority(group: str, priorities: dict[int, list[str]]) -> int:
    """Look a group up as the priority expander does, by the name that EKS gives its Auto Scaling group."""
    name = f"eks-{group}-1a2b3c4-00000000-0000-4000-8000-000000000000"
    matching = [rank for rank, patterns in priorities.items() if any(re.search(each, name) for each in patterns)]
    assert len(matching) == 1, f"{group} has the priorities {matching}"
    return matching[0]
