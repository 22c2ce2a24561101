"""Compute profiles: the resources that a task's pod requests, and the nodes that it may run on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kubernetes.client import models as k8s

GPU_RESOURCE = "nvidia.com/gpu"


@dataclass(eq=False, repr=False)
class ComputeProfile:
    """One profile. All tasks that use it share its Kubernetes objects, so nothing may change them."""

    name: str
    """`<fleet>-<capacity>-<size>`."""
    fleet: str
    capacity: str
    """`spot` or `on-demand`."""
    size: str
    resources: k8s.V1ResourceRequirements
    """Requests equal limits, so the pod's QoS class is Guaranteed, and Kubernetes evicts it last."""
    affinity: k8s.V1Affinity
    tolerations: tuple[k8s.V1Toleration, ...]

    @property
    def uninterrupted(self) -> str:
        """Name of the on-demand profile of the same fleet and size, which AWS never reclaims."""
        return f"{self.fleet}-on-demand-{self.size}"

    @property
    def is_spot(self) -> bool:
        """Whether AWS can reclaim the capacity at any time."""
        return self.capacity == "spot"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "compute_profiles.json").read_text("utf-8"))
    return data


def default_profile_name() -> str:
    """Name of the profile of a task without `compute_profile`."""
    name: str = _data()["default"]
    return name


@cache
def compute_profile(name: str) -> ComputeProfile:
    """
    Find a profile by its name. The name may have an old spelling of the fleet.

    :raises ValueError: there is no such profile; the message lists fleets, capacities and sizes.
    """
    data = _data()
    for capacity in data["capacities"]:
        written_fleet, separator, size = name.partition(f"-{capacity}-")
        fleet = data["oldFleetSpellings"].get(written_fleet, written_fleet)
        if separator and fleet in data["fleets"] and size in data["sizes"]:
            return _build(fleet, capacity, size, data)
    raise ValueError(
        f"compute profile {name!r} does not exist: write <fleet>-<capacity>-<size> with "
        f"a fleet of {', '.join(data['fleets'])}, a capacity of {', '.join(data['capacities'])} "
        f"and a size of {', '.join(data['sizes'])}"
    )


def _build(fleet: str, capacity: str, size: str, data: dict[str, Any]) -> ComputeProfile:
    gpus = data["fleets"][fleet]["gpus"]
    pool = f"{fleet}-{capacity}"
    quantities = {"cpu": str(data["sizes"][size]["cpu"]), "memory": f"{data['sizes'][size]['memoryGiB']}Gi"}
    tolerations = [k8s.V1Toleration(key=data["nodePoolLabel"], operator="Equal", value=pool, effect="NoSchedule")]
    if gpus:
        quantities[GPU_RESOURCE] = str(gpus)
        tolerations.append(k8s.V1Toleration(key=GPU_RESOURCE, operator="Exists", effect="NoSchedule"))
    return ComputeProfile(
        name=f"{pool}-{size}",
        fleet=fleet,
        capacity=capacity,
        size=size,
        resources=k8s.V1ResourceRequirements(requests=quantities, limits=dict(quantities)),
        affinity=_on_nodes_of(data["nodePoolLabel"], pool),
        tolerations=tuple(tolerations),
    )


def _on_nodes_of(label: str, pool: str) -> k8s.V1Affinity:
    expression = k8s.V1NodeSelectorRequirement(key=label, operator="In", values=[pool])
    term = k8s.V1NodeSelectorTerm(match_expressions=[expression])
    required = k8s.V1NodeSelector(node_selector_terms=[term])
    node_affinity = k8s.V1NodeAffinity(required_during_scheduling_ignored_during_execution=required)
    return k8s.V1Affinity(node_affinity=node_affinity)
