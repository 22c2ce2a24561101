"""Nodes as the stack's node groups would make them: labels, taints and what is left to pods."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from harness.binaries import CLUSTER
from harness.commands import KWOK_NODE_ANNOTATION
from harness.objects import Objects
from harness.rest import Object

REPOSITORY = CLUSTER.parents[1]
PROFILES = REPOSITORY / "dags" / "analytical_platform_airflow" / "data" / "compute_profiles.json"
INSTANCE_TYPES = REPOSITORY / "infra" / "cluster" / "data" / "instance-types.json"
#: vCPU, GiB of memory and GPUs by name.
SIZES: dict[str, tuple[int, int, int]] = {
    name: (vcpu, memory, gpus) for name, vcpu, memory, gpus in json.loads(INSTANCE_TYPES.read_text())["types"]
}

GPU = "nvidia.com/gpu"
#: Pods of a node with prefix delegation, by AWS's advice: 110 below 30 vCPU, 250 from there on.
FEW_PODS, MANY_PODS, MANY_PODS_FROM_VCPU = 110, 250, 30
#: Of a machine's nominal memory, the hypervisor and the kernel keep some; 7.5 % is what autoscalers assume of EC2.
USABLE_MEMORY = 0.925
#: What this platform's DaemonSets (network, proxy, storage, identity, logs, metrics) ask for, generously.
DAEMON_SETS_CPU_MILLIS, DAEMON_SETS_MEMORY_MIB = 500, 1024


@dataclass(frozen=True)
class Resources:
    """CPU in thousandths, memory in MiB, GPUs and pods."""

    cpu: int
    memory: int
    gpus: int
    pods: int

    def quantities(self) -> dict[str, str]:
        """As Kubernetes writes them."""
        known = {"cpu": f"{self.cpu}m", "memory": f"{self.memory}Mi", "pods": str(self.pods)}
        return {**known, GPU: str(self.gpus)} if self.gpus else known


def node_pool_label() -> str:
    """Key of the label and taint of fleet nodes."""
    return str(json.loads(PROFILES.read_text())["nodePoolLabel"])


def node_of(group: str, settings: dict[str, Any], name: str | None = None) -> Object:
    """The node that a group of the configuration would make, of the least of its instance types."""
    labels = {**settings.get("labels", {}), "kubernetes.io/hostname": name or group}
    taints = list(settings.get("taints", []))
    if fleet := settings.get("fleet"):
        pool = f"{fleet}-{settings['capacity']}"
        labels[node_pool_label()] = pool
        taints.append({"key": node_pool_label(), "value": pool, "effect": "NoSchedule"})
    if fleet == "gpu":
        taints.append({"key": GPU, "value": "true", "effect": "NoSchedule"})
    least = min((allocatable(kind) for kind in settings["instanceTypes"]), key=lambda each: each.memory)
    resources = least.quantities()
    annotation, value = KWOK_NODE_ANNOTATION
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name or group, "labels": labels, "annotations": {annotation: value}},
        "spec": {"taints": taints},
        "status": {"allocatable": resources, "capacity": resources},
    }


def allocatable(instance_type: str) -> Resources:
    """What pods of a workflow may use of an instance, after the kubelet, the system and the DaemonSets."""
    vcpu, memory_gib, gpus = SIZES[instance_type]
    pods = MANY_PODS if vcpu >= MANY_PODS_FROM_VCPU else FEW_PODS
    memory = memory_gib * 1024
    # The reservations of the EKS images: 255 MiB and 11 per pod, and 100 that are kept from eviction.
    reserved = 255 + 11 * pods + 100
    return Resources(
        cpu=vcpu * 1000 - _reserved_cpu_millis(vcpu) - DAEMON_SETS_CPU_MILLIS,
        memory=math.floor(memory * USABLE_MEMORY) - reserved - DAEMON_SETS_MEMORY_MIB,
        gpus=gpus,
        pods=pods,
    )


def _reserved_cpu_millis(vcpu: int) -> int:
    """The EKS images' table: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest."""
    return math.ceil(60 + 10 * min(vcpu - 1, 1) + 5 * min(max(vcpu - 2, 0), 2) + 2.5 * max(vcpu - 4, 0))


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
