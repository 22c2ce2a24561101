"""Pods of one task in one run: those of its earlier tries, and its own."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from airflow.providers.cncf.kubernetes.utils.pod_manager import PodManager
from kubernetes.client import CoreV1Api
from kubernetes.client import models as k8s

from analytical_platform_airflow import pod_failures
from analytical_platform_airflow.orphaned_pods import FINISHED_PHASES

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TaskPods:
    """The pods that a label selector finds."""

    client: CoreV1Api
    manager: PodManager
    namespace: str
    selector: str
    """Labels of the provider: the DAG, the task and the run, for all tries."""
    checked_label: str
    """Label of pods that the provider has finished with."""

    def being_deleted(self) -> list[str]:
        """
        Return the names of the pods that are being deleted.

        This deletes failed pods, so that the provider does not continue with one. The next call returns their names.
        """
        return [pod.metadata.name for pod in self._all() if self._is_leaving(pod)]

    def delete(self) -> None:
        """Delete all pods. Raise an error if the API server refuses one."""
        for pod in self._all():
            if not pod.metadata.deletion_timestamp:
                self.manager.delete_pod(pod)

    def _all(self) -> list[k8s.V1Pod]:
        found = self.client.list_namespaced_pod(namespace=self.namespace, label_selector=self.selector)
        pods: list[k8s.V1Pod] = found.items
        return pods

    def _is_leaving(self, pod: k8s.V1Pod) -> bool:
        if pod.metadata.deletion_timestamp:
            return True
        if pod.status.phase == "Failed":
            log.warning("An earlier try failed: %s", pod_failures.disruption(pod) or pod.metadata.name)
            self.manager.delete_pod(pod)
            return False
        checked = (pod.metadata.labels or {}).get(self.checked_label) == "True"
        return checked and pod.status.phase not in FINISHED_PHASES
