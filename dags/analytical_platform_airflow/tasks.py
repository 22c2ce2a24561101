"""Tasks of a workflow: one operator each, from the data of the workflow and of the task."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cached_property
from typing import Any

from airflow.providers.cncf.kubernetes.secret import Secret
from airflow.utils.trigger_rule import TriggerRule
from kubernetes.client import models as k8s

from analytical_platform_airflow.compute_profiles import compute_profile, default_profile_name
from analytical_platform_airflow.container_texts import ContainerTexts
from analytical_platform_airflow.data import TaskData, WorkflowData
from analytical_platform_airflow.kubeconfig import kubeconfig_path
from analytical_platform_airflow.kubernetes_names import LABEL_PREFIX
from analytical_platform_airflow.notifications import Callbacks
from analytical_platform_airflow.operator import KubernetesPodOperator
from analytical_platform_airflow.pod_security import container_security_context, pod_security_context
from analytical_platform_airflow.schedule import datasets

COMPUTE_PROFILE_LABEL = f"{LABEL_PREFIX}/compute-profile"

OWNER_ANNOTATION = f"{LABEL_PREFIX}/owner"
"""The workflow's owner. `npm run fleet`, and a deployment that would interrupt the pod, name them."""

TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,250}")

STARTUP_TIMEOUT = 600
"""Most seconds from a pod's creation until it runs: enough to add a node and pull a large image."""

POD_NAME_LENGTH = 220
"""
Most characters of a pod's name in Airflow 2.10.3 (Kubernetes provider 9.0.1, `KubernetesPodOperator._set_name`). The
provider adds random characters, so two names that are shortened to the same text still differ.
"""

ANNOTATIONS = {
    "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    "karpenter.sh/do-not-disrupt": "true",
}
"""Keep a running pod's node, whichever of the two starts and removes nodes."""

SDP_ANNOTATIONS = {
    **ANNOTATIONS,
    "kubernetes.io/ingress-bandwidth": "175M",
    "kubernetes.io/egress-bandwidth": "175M",
}
"""Limits the bandwidth, because all pods share the link to HMCTS SDP."""


class TaskFactory:
    """
    Makes the operators of one workflow. They share the Kubernetes objects that are the same for all tasks.

    :param workflow: the workflow's data.
    :param on_failure: callbacks for a task that fails after its last retry.
    """

    def __init__(self, workflow: WorkflowData, on_failure: Callbacks) -> None:
        self.workflow = workflow
        self.on_failure = on_failure
        self._first_of_kind: dict[tuple[str, bool], KubernetesPodOperator] = {}

    def make(self, task_id: str, task: TaskData) -> KubernetesPodOperator:
        """
        Make one operator, without a DAG yet. With a DAG, it would copy the DAG's parameters twice.

        :raises ValueError: the task's ID is not valid, or its compute profile or its trigger rule does not exist.
        """
        if not TASK_ID.fullmatch(task_id):
            raise ValueError(
                f"task ID {task_id!r} is not valid: write 1 to 250 letters, digits, dashes and underscores"
            )
        timeout = task.get("timeout", self.workflow.task_timeout)
        its_own: dict[str, Any] = {
            "task_id": task_id,
            "name": f"{self._pod_name}-{task_id.lower().replace('_', '-')}"[:POD_NAME_LENGTH].strip("-"),
            "texts": ContainerTexts(
                variables={**self.workflow.env_vars, **task.get("env_vars", {})},
                command=task.get("command", ()),
                args=task.get("args", ()),
                when=task.get("when"),
            ),
            "results": tuple(task.get("results", ())),
            "image": task.get("image", self.workflow.image),
            "retries": task.get("retries", self.workflow.retries),
            "retry_delay": timedelta(seconds=task.get("retry_delay", self.workflow.retry_delay)),
            "execution_timeout": timedelta(seconds=timeout) if timeout else None,
            "trigger_rule": TriggerRule(task.get("trigger_rule", TriggerRule.ALL_SUCCESS)),
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
        """Arguments of every task. As the DAG's default arguments, Airflow would copy them for each task."""
        workflow = self.workflow
        return {
            "owner": workflow.owner,
            "depends_on_past": workflow.depends_on_past,
            "on_failure_callback": self.on_failure,
            "logs": workflow.logs,
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
        """Arguments that depend on the compute profile and on SDP networking."""
        profile = compute_profile(profile_name)
        aliases = [k8s.V1HostAlias(**alias) for alias in self.workflow.host_aliases]
        return {
            "compute_profile": profile,
            "labels": {**self.workflow.labels, COMPUTE_PROFILE_LABEL: profile.name},
            "annotations": {**(SDP_ANNOTATIONS if on_sdp else ANNOTATIONS), OWNER_ANNOTATION: self.workflow.owner},
            "host_aliases": aliases if on_sdp else None,
            "container_resources": profile.resources,
            "affinity": profile.affinity,
            "tolerations": list(profile.tolerations),
        }

    @cached_property
    def _pod_name(self) -> str:
        """Start of each pod's name, for people who search for it. The provider adds random characters at the end."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.workflow.project}-{self.workflow.workflow}".lower()).strip("-")
