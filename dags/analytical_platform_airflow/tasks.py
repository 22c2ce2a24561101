"""The tasks of a workflow: one operator each, made of the workflow's data and the task's own."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cached_property
from typing import Any

from airflow.providers.cncf.kubernetes.secret import Secret
from kubernetes.client import models as k8s

from analytical_platform_airflow.compute_profiles import compute_profile, default_profile_name
from analytical_platform_airflow.data import TaskData, WorkflowData
from analytical_platform_airflow.kubeconfig import kubeconfig_path
from analytical_platform_airflow.kubernetes_names import LABEL_PREFIX
from analytical_platform_airflow.notifications import Callbacks
from analytical_platform_airflow.operator import KubernetesPodOperator
from analytical_platform_airflow.pod_security import container_security_context, pod_security_context
from analytical_platform_airflow.schedule import datasets

COMPUTE_PROFILE_LABEL = f"{LABEL_PREFIX}/compute-profile"

TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,250}")

STARTUP_TIMEOUT = 600
"""Seconds from the pod's creation until it runs: long enough for a node to be added and a large image to be pulled."""

POD_NAME_LENGTH = 220
"""
Characters of a pod's name that the Kubernetes provider of Airflow 2.10.3 accepts (9.0.1,
`KubernetesPodOperator._set_name`). The provider adds random characters, so names that are cut to the same text stay
apart.
"""

ANNOTATIONS = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}

SDP_ANNOTATIONS = {
    **ANNOTATIONS,
    "kubernetes.io/ingress-bandwidth": "175M",
    "kubernetes.io/egress-bandwidth": "175M",
}
"""The link to HMCTS SDP is shared: no pod may take all of it."""


class TaskFactory:
    """
    Makes the operators of one workflow, which share the Kubernetes objects that are the same for all.

    :param workflow: the workflow's data.
    :param on_failure: called with the context of a task that has failed for good.
    """

    def __init__(self, workflow: WorkflowData, on_failure: Callbacks) -> None:
        self.workflow = workflow
        self.on_failure = on_failure
        self._first_of_kind: dict[tuple[str, bool], KubernetesPodOperator] = {}

    def make(self, task_id: str, task: TaskData) -> KubernetesPodOperator:
        """
        Make one operator, of no DAG yet: one that is made inside of its DAG copies the DAG's parameters twice.

        :raises ValueError: the task's id or its compute profile is none.
        """
        if not TASK_ID.fullmatch(task_id):
            raise ValueError(f"task {task_id!r}: an id has 1 to 250 letters, digits, dashes and underscores")
        its_own: dict[str, Any] = {
            "task_id": task_id,
            "name": f"{self._pod_name}-{task_id.lower().replace('_', '-')}"[:POD_NAME_LENGTH].strip("-"),
            "variables": {**self.workflow.env_vars, **task.get("env_vars", {})},
            "inlets": datasets(task.get("inlets", ())),
            "outlets": datasets(task.get("outlets", ())),
        }
        kind = (task.get("compute_profile") or default_profile_name(), task.get("hmcts_sdp_networking", False))
        if kind in self._first_of_kind:
            return self._first_of_kind[kind].another(**its_own)
        self._first_of_kind[kind] = KubernetesPodOperator.make(**its_own, **self._of_kind(*kind), **self._of_every_task)
        return self._first_of_kind[kind]

    @cached_property
    def _of_every_task(self) -> dict[str, Any]:
        """What holds for every task. Not the DAG's default arguments, which Airflow copies for each task."""
        workflow = self.workflow
        return {
            "owner": workflow.owner,
            "depends_on_past": workflow.depends_on_past,
            "retries": workflow.retries,
            "retry_delay": timedelta(seconds=workflow.retry_delay),
            "on_failure_callback": self.on_failure,
            "logs": workflow.logs,
            "image": workflow.image,
            "image_pull_policy": "Always",
            "namespace": workflow.namespace,
            "service_account_name": workflow.service_account_name,
            "security_context": pod_security_context(),
            "container_security_context": container_security_context(),
            "secrets": [Secret("env", name, workflow.secret_name, key) for name, key in workflow.secrets.items()],
            "kubernetes_conn_id": None,
            "in_cluster": False,
            "config_file": kubeconfig_path(),
            "startup_timeout_seconds": STARTUP_TIMEOUT,
            "get_logs": True,
            "log_events_on_failure": True,
            "log_pod_spec_on_failure": True,
            "on_finish_action": "delete_pod",
            "do_xcom_push": False,
            "deferrable": False,
        }

    def _of_kind(self, profile_name: str, on_sdp: bool) -> dict[str, Any]:
        """Say what follows from a compute profile and from SDP networking."""
        profile = compute_profile(profile_name)
        aliases = [k8s.V1HostAlias(**alias) for alias in self.workflow.host_aliases]
        return {
            "compute_profile": profile,
            "labels": {**self.workflow.labels, COMPUTE_PROFILE_LABEL: profile.name},
            "annotations": dict(SDP_ANNOTATIONS if on_sdp else ANNOTATIONS),
            "host_aliases": aliases if on_sdp else None,
            "container_resources": profile.resources,
            "affinity": profile.affinity,
            "tolerations": list(profile.tolerations),
        }

    @cached_property
    def _pod_name(self) -> str:
        """What the name of each pod begins with, for a reader to look for; the provider adds a random end."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.workflow.project}-{self.workflow.workflow}".lower()).strip("-")
