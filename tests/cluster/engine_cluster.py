"""A control plane as EKS gives it to a deployment, for the tests with Pulumi's own engine.

Two nodes, EKS's authentication, a chart repository with the program's charts, and Gatekeeper behind its pods. Prints
one line of JSON when it is ready, and ends when its standard input ends.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

from control_plane import ControlPlane
from harness.binaries import CLUSTER
from harness.chart_repository import ChartRepository
from harness.commands import KWOK_NODE_ANNOTATION
from harness.gatekeeper_pods import GatekeeperPods
from harness.objects import Objects
from harness.rest import Object
from harness.services import Services
from harness.token_review import TokenReview

CHARTS = CLUSTER.parents[1] / "platform" / "cluster" / "data" / "charts.json"
NODES = ("node-1", "node-2")


def node(name: str) -> Object:
    """Give a node on which everything finds a place."""
    key, value = KWOK_NODE_ANNOTATION
    resources = {"cpu": "16", "memory": "64Gi", "pods": "110"}
    labels = {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels, "annotations": {key: value}},
        "status": {"allocatable": resources, "capacity": resources},
    }


def charts(folder: Path) -> ChartRepository:
    """Publish each chart that a chart repository has at its version, and the same files as its next version."""
    folder.mkdir()
    repository = ChartRepository(folder)
    for chart in json.loads(CHARTS.read_text())["charts"]:
        if chart["repository"].startswith("oci:"):
            # A container registry has it. Development installs none of these.
            continue
        repository.add(chart["name"], chart["version"])
        major, minor, patch = chart["version"].split(".")
        repository.add(chart["name"], f"{major}.{minor}.{int(patch) + 1}")
    return repository


def main() -> None:
    """Run until standard input ends."""
    plane = ControlPlane()
    services, token_review = Services(plane.nursery.folder), TokenReview(plane.nursery.folder)
    plane.api_server_options += [*services.options, *token_review.options]
    with plane:
        repository = charts(plane.nursery.folder / "charts")
        for name in NODES:
            Objects(plane.rest).create(node(name))
        gatekeeper = GatekeeperPods(plane.rest, plane.nursery, plane.credentials, plane.server, services)
        print(
            json.dumps(
                {
                    "server": plane.server,
                    "certificateAuthority": base64.b64encode(plane.credentials.file("ca.crt").read_bytes()).decode(),
                    "token": plane.credentials.admin.token,
                    "charts": repository.url,
                    "folder": str(plane.nursery.folder),
                }
            ),
            flush=True,
        )
        sys.stdin.read()
        gatekeeper.close()
        repository.close()
    token_review.close()
    services.close()


if __name__ == "__main__":
    main()
