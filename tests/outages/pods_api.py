"""An API server whose pods live as long as a test says, by the DAG that they belong to."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from misbehaving_api import MisbehavingApi, Request


class PodsApi(MisbehavingApi):
    """Pods that stay in the phase of their DAG: `Pending`, `Running` or `Succeeded`."""

    def __init__(self) -> None:
        super().__init__()
        self.RequestHandlerClass = PodRequest
        self.owners: dict[str, str] = {}
        """The DAG of each pod that was made."""
        self.phase_of: defaultdict[str, str] = defaultdict(lambda: "Running")

    def of_dag(self, dag_id: str) -> list[str]:
        """List the names of the pods of a DAG that exist."""
        return [name for name, pod in list(self.pods.items()) if pod["metadata"]["labels"]["dag_id"] == dag_id]

    def made_for(self, dag_id: str) -> int:
        """Count the pods of a DAG that were made."""
        return list(self.owners.values()).count(dag_id)


class PodRequest(Request):
    """One connection."""

    server: PodsApi

    def _create(self) -> tuple[int, Any]:
        metadata = self.body["metadata"]
        self.server.owners[metadata["name"]] = metadata["labels"]["dag_id"]
        return super()._create()

    def _look(self, pod: dict[str, Any]) -> None:
        self.server.phases = [self.server.phase_of[pod["metadata"]["labels"]["dag_id"]]]
        super()._look(pod)
