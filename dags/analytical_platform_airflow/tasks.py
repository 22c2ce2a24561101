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
from analytical_platform_airflow.notifications import Callbacks
from analytical_platform_airflow.operator import KubernetesPodOperator
from analytical_platform_airflow.pod_security import container_security_context, pod_security_context
from analytical_platform_airflow.schedule import datasets

COMPUTE_PROFILE_LABEL = "airflow.analytical-platform.service.justice.gov.uk/compute-profile"

STARTUP_TIMEOUT = 600
"""Seconds from the pod's creation until it runs: long enough for a node to be added and a large image to be pulled."""

ANNOTATIONS = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}

SDP_ANNOTATIONS = {
    **ANNOTATIONS,
    "kubernetes.io/ingress-bandwidth": "175M",
    "kubernetes.io/egress-bandwidth": "175M",
}
"""The link to HMCTS SDP is shared: no pod may take all of it."""


class TaskFactory:
    """
    Makes the operators of one workflow, which share what is the same for all.

    :param workflow: the workflow's data.
    :param on_failure: called with the context of a task that has failed for good.
    """

    def __init__(self, workflow: WorkflowData, on_failure: Callbacks) -> None:
        self.workflow = workflow
        self.on_failure = on_failure

    @cached_property
    def _rules(self) -> dict[str, Any]:
        """What holds for every task. Not the DAG's default arguments, which Airflow copies thrice for each task."""
        workflow = self.workflow
        return {
            "owner": workflow.owner,
            "depends_on_past": workflow.depends_on_past,
            "retries": workflow.retries,
            "retry_delay": timedelta(seconds=workflow.retry_delay),
            "on_failure_callback": self.on_failure,
        }

    @cached_property
    def _kubeconfig_path(self) -> str:
        """Asked for once: a path is costly beside what else an operator is made of."""
        return kubeconfig_path()

    @cached_property
    def _secrets(self) -> list[Secret]:
        return [Secret("env", name, self.workflow.secret_name, key) for name, key in self.workflow.secrets.items()]

    @cached_property
    def _host_aliases(self) -> list[k8s.V1HostAlias]:
        aliases = self.workflow.host_aliases
        return [k8s.V1HostAlias(ip=alias["ip"], hostnames=alias["hostnames"]) for alias in aliases]

    def make(self, task_id: str, task: TaskData) -> KubernetesPodOperator:
        """
        Make one operator inside the current DAG.

        :raises ValueError: the compute profile does not exist.
        """
        workflow = self.workflow
        profile = compute_profile(task.get("compute_profile") or default_profile_name())
        on_sdp = task.get("hmcts_sdp_networking", False)
        return KubernetesPodOperator.make(
            task_id=task_id,
            name=_pod_name(workflow, task_id),
            compute_profile=profile,
            logs=workflow.logs,
            env_vars={**workflow.env_vars, **task.get("env_vars", {})},
            inlets=datasets(task.get("inlets", ())),
            outlets=datasets(task.get("outlets", ())),
            image=workflow.image,
            image_pull_policy="Always",
            namespace=workflow.namespace,
            service_account_name=workflow.service_account_name,
            labels={**workflow.labels, COMPUTE_PROFILE_LABEL: profile.name},
            annotations=dict(SDP_ANNOTATIONS if on_sdp else ANNOTATIONS),
            host_aliases=self._host_aliases if on_sdp else None,
            container_resources=profile.resources,
            affinity=profile.affinity,
            tolerations=list(profile.tolerations),
            security_context=pod_security_context(),
            container_security_context=container_security_context(),
            secrets=self._secrets,
            kubernetes_conn_id=None,
            in_cluster=False,
            config_file=self._kubeconfig_path,
            startup_timeout_seconds=STARTUP_TIMEOUT,
            get_logs=True,
            log_events_on_failure=True,
            log_pod_spec_on_failure=True,
            on_finish_action="delete_pod",
            do_xcom_push=False,
            deferrable=False,
            **self._rules,
        )


def _pod_name(workflow: WorkflowData, task_id: str) -> str:
    """Begin the pod's name, to which the provider adds a random end, with what a reader looks for."""
    return re.sub(r"[^a-z0-9]+", "-", f"{workflow.project}-{workflow.workflow}-{task_id}".lower()).strip("-")
