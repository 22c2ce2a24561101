"""The one operator: the provider's KubernetesPodOperator, with its record kept true when the pod is interrupted."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Self

from airflow.exceptions import AirflowException
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as ProviderPodOperator
from kubernetes.client import ApiException, CoreV1Api
from kubernetes.client import models as k8s

from analytical_platform_airflow import pod_failures
from analytical_platform_airflow.api_outage import survive_outages
from analytical_platform_airflow.compute_profiles import ComputeProfile
from analytical_platform_airflow.data import EnvironmentValue, LogGroup
from analytical_platform_airflow.environment import as_written, environment, escape_for_kubernetes
from analytical_platform_airflow.log_link import LINK, record_log_stream
from analytical_platform_airflow.orphaned_pods import FINISHED_PHASES, annotate_owner, orphaned_pods
from analytical_platform_airflow.pod_security import secure_containers
from analytical_platform_airflow.start_up import limited_start_up


class TaskStoppedError(AirflowException):
    """Airflow stopped the task while its pod ran: it fails, or is retried, and never counts as a success."""


class PodNotStartedError(AirflowException):
    """The pod did not start within its time; the message has Kubernetes' own words."""


class KubernetesPodOperator(ProviderPodOperator):
    """
    Runs one task as a pod; named like the provider's class because to Airflow and its users it is that operator.

    Made with `make`. It has no `__init__`: Airflow applies default arguments once for each class that has one.
    """

    # Airflow shows these fields on its page "Rendered Template"; Jinja fills in none of them.
    template_fields = ("env_vars",)
    # The value `settings.json` is a value, not the name of a template to be loaded.
    template_ext = ()
    operator_extra_links = (LINK,)

    variables: Mapping[str, EnvironmentValue]
    """The environment of the container, as the DAG object has it."""
    env_vars: dict[str, str]
    """The same for people to read, and once a run has filled it in, as the container gets it."""
    compute_profile: ComputeProfile
    logs: LogGroup | None
    _told_to_stop = False
    _node_name: str | None = None

    @classmethod
    def make(
        cls,
        *,
        variables: Mapping[str, EnvironmentValue],
        compute_profile: ComputeProfile,
        logs: LogGroup | None,
        **kwargs: Any,
    ) -> Self:
        """
        Make one operator.

        :param variables: environment of the container, filled in when a run starts.
        :param compute_profile: what the pod asks for; named in the message when its node is lost.
        :param logs: where what the pod prints is kept; `None` for nowhere.
        :param kwargs: the provider's arguments.
        """
        operator = cls(**kwargs)
        # The provider would make an object of each variable, and Airflow would look for other tasks' output in what is
        # set the usual way. Both are costly on every parse of the DAG.
        vars(operator).update(_environment(variables), compute_profile=compute_profile, logs=logs)
        return operator

    def another(self, *, variables: Mapping[str, EnvironmentValue], **changes: Any) -> Self:
        """
        Make another operator of the same kind, as long as this one has no DAG.

        A tenth of the constructor's time, which is nearly all that a workflow of many tasks takes to load.

        :param variables: its environment.
        :param changes: the other attributes in which it differs.
        """
        operator = copy.copy(self)
        attributes = vars(operator)
        for name, value in attributes.items():
            if type(value) in (dict, list, set):
                attributes[name] = value.copy()
        attributes.update(_environment(variables), **changes)
        # Airflow keeps its own arguments apart from the attributes that it made of them.
        told = attributes["_BaseOperator__init_kwargs"]
        told.update((name, value) for name, value in changes.items() if name in told)
        return operator

    @cached_property
    def client(self) -> CoreV1Api:
        """The Kubernetes client, which waits for an API server that is away."""
        return survive_outages(super().client)

    def render_template_fields(self, context: Any, jinja_env: Any = None) -> None:
        """Fill in the environment variables. Jinja, which Airflow offers for it, can run code and is not used."""
        self.env_vars = environment(self.variables, context)

    def render_template(self, content: Any, *_args: Any, **_kwargs: Any) -> Any:
        """Return what Airflow wants rendered, inlets and outlets for example, as it is."""
        return content

    def build_pod_request_obj(self, context: Any = None, **kwargs: Any) -> k8s.V1Pod:
        """Build the pod: every container with a security context, values escaped so that they arrive as written."""
        pod = super().build_pod_request_obj(context, **kwargs)
        for container in pod.spec.containers:
            # New objects, because those of the pod are the operator's own, which show the values as written.
            container.env = [_escaped(variable) for variable in container.env or ()]
        secure_containers(pod, self.base_container_name)
        if context:
            annotate_owner(pod, context)
        return pod

    def execute_sync(self, context: Any) -> Any:
        """Run the pod to its end; never returns for a pod that was stopped or lost."""
        try:
            result = super().execute_sync(context)
        except Exception as error:
            self._fail_if_stopped(error)
            if not_started := next(
                (cause for cause in pod_failures.causes(error) if isinstance(cause, PodNotStartedError)), None
            ):
                raise not_started from None
            if why := self._why_lost(error):
                raise self._lost(why) from error
            raise
        # The provider returns as if all were well when `on_kill` has deleted the pod (apache/airflow#71202, #73006).
        self._fail_if_stopped()
        # A program that ends with 0 because it was asked to stop has not done its work.
        if why := pod_failures.disruption(self.remote_pod):
            raise self._lost(why)
        return result

    def on_kill(self) -> None:
        """Delete the pod, and remember that Airflow stopped the task."""
        self._told_to_stop = True
        super().on_kill()

    def get_or_create_pod(self, pod_request_obj: k8s.V1Pod, context: Any) -> k8s.V1Pod:
        """Find the live pod of an earlier try, or create one when no other of this task is alive."""
        self._delete_orphaned_pods(pod_request_obj.metadata.namespace, context)
        self._make_way(pod_request_obj.metadata.namespace, context)
        try:
            pod = super().get_or_create_pod(pod_request_obj, context)
        except ApiException as error:
            if error.status == pod_failures.FORBIDDEN:
                raise AirflowException(f"Kubernetes refused the pod: {pod_failures.refusal(error)}") from error
            raise
        if self._told_to_stop:
            # Told to stop before there was a pod to delete: `on_kill` could not do it.
            self.pod_manager.delete_pod(pod)
        self._fail_if_stopped()
        if self.logs:
            record_log_stream(context["ti"], self.logs, pod, self.base_container_name)
        return pod

    def await_pod_start(self, pod: k8s.V1Pod) -> None:
        """Wait for the pod to start; an error says in Kubernetes' own words why it does not."""
        try:
            with limited_start_up(self.pod_manager, self.startup_timeout_seconds):
                super().await_pod_start(pod=pod)
        except AirflowException as error:
            self._fail_if_stopped(error)
            words = "".join(f"\n- {line}" for line in self._why_not_started(pod))
            raise PodNotStartedError(f"Pod {pod.metadata.name} did not start: {error}{words}") from error
        self._node_name = self.pod_manager.read_pod(pod).spec.node_name

    def _delete_orphaned_pods(self, namespace: str, context: Any) -> None:
        """Delete orphaned pods. If that fails, the task goes on."""
        selector = "kubernetes_pod_operator=True"
        try:
            pods = self.client.list_namespaced_pod(namespace=namespace, label_selector=selector).items
            for pod in orphaned_pods(pods, context["ti"]):
                self.log.warning("Deleting an orphaned pod: %s", pod.metadata.name)
                self.pod_manager.delete_pod(pod)
        except Exception:
            self.log.exception("Could not delete orphaned pods")

    def _make_way(self, namespace: str, context: Any) -> None:
        """Delete what failed pods an earlier try left, and wait for one that is on its way out but still alive."""
        give_up = time.monotonic() + self.startup_timeout_seconds
        while leaving := [pod for pod in self._pods_of_task(namespace, context) if self._is_leaving(pod)]:
            self._fail_if_stopped()
            names = ", ".join(pod.metadata.name for pod in leaving)
            if time.monotonic() >= give_up:
                raise AirflowException(f"Pod of an earlier try is still being deleted: {names}")
            self.log.info("Waiting for the pod of an earlier try to be gone: %s", names)
            time.sleep(self.startup_check_interval_seconds)
        self._fail_if_stopped()

    def _pods_of_task(self, namespace: str, context: Any) -> Iterable[k8s.V1Pod]:
        selector = self._build_find_pod_label_selector(context, exclude_checked=False)
        pods: list[k8s.V1Pod] = self.client.list_namespaced_pod(namespace=namespace, label_selector=selector).items
        return pods

    def _is_leaving(self, pod: k8s.V1Pod) -> bool:
        """Whether the pod is being deleted; one that failed is deleted here, so that no try takes it for its own."""
        if pod.metadata.deletion_timestamp:
            return True
        if pod.status.phase == "Failed":
            self.log.warning("An earlier try failed: %s", pod_failures.disruption(pod) or pod.metadata.name)
            self.pod_manager.delete_pod(pod)
            return False
        checked = (pod.metadata.labels or {}).get(self.POD_CHECKED_KEY) == "True"
        return checked and pod.status.phase not in FINISHED_PHASES

    def _fail_if_stopped(self, cause: Exception | None = None) -> None:
        if self._told_to_stop:
            raise TaskStoppedError("The task was told to stop while its pod ran; the pod was deleted.") from cause

    def _lost(self, why: str) -> AirflowException:
        name: str = self.pod.metadata.name if self.pod else "(never created)"
        return AirflowException(pod_failures.lost_node_message(name, self._node_name, why, self.compute_profile))

    def _why_lost(self, error: Exception) -> str | None:
        """Say why the pod was taken away, where the error is the consequence of that."""
        why = pod_failures.disruption(self.remote_pod)
        if why is None and pod_failures.pod_is_gone(error):
            why = "the pod is gone: spot capacity reclaimed, node drained or removed, or the pod deleted by hand"
        return why

    def _why_not_started(self, pod: k8s.V1Pod) -> list[str]:
        """Ask Kubernetes; nothing where it does not answer, because the error at hand matters more."""
        try:
            events = self.pod_manager.read_pod_events(pod).items
            return pod_failures.why_not_started(self.pod_manager.read_pod(pod), events)
        except Exception:
            self.log.exception("Could not read the events of pod %s", pod.metadata.name)
            return []


def _environment(variables: Mapping[str, EnvironmentValue]) -> dict[str, Any]:
    """Attributes of an operator that has this environment."""
    return {"variables": variables, "env_vars": {name: as_written(value) for name, value in variables.items()}}


def _escaped(variable: k8s.V1EnvVar) -> k8s.V1EnvVar:
    if not isinstance(variable.value, str):
        return variable
    return k8s.V1EnvVar(name=variable.name, value=escape_for_kubernetes(variable.value))
