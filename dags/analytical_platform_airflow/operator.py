"""The operator of all tasks: the provider's KubernetesPodOperator, with a correct result after an interruption."""

from __future__ import annotations

import copy
import time
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

from airflow.exceptions import AirflowException, AirflowSkipException, AirflowTaskTimeout
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as ProviderPodOperator
from kubernetes.client import ApiException
from kubernetes.client import models as k8s

from analytical_platform_airflow import pod_failures
from analytical_platform_airflow.api_outage import api_message
from analytical_platform_airflow.compute_profiles import ComputeProfile
from analytical_platform_airflow.container_texts import ContainerTexts, escape_container
from analytical_platform_airflow.data import LogGroup
from analytical_platform_airflow.errors import PodNotStartedError, TaskStoppedError, TaskTimedOutError
from analytical_platform_airflow.kubeconfig import api_client, kubeconfig_path
from analytical_platform_airflow.log_link import LINK, record_log_stream
from analytical_platform_airflow.orphaned_pods import ALL_TASKS, annotate_owner, delete_orphaned_pods
from analytical_platform_airflow.pod_security import secure_containers
from analytical_platform_airflow.results import hand_on
from analytical_platform_airflow.start_up import limited_start_up, stopped_clock
from analytical_platform_airflow.stopped_runs import read_run_again
from analytical_platform_airflow.task_pods import TaskPods

MOST_EARLIER_PODS = 100
"""Pods of earlier runs that a start looks at. The platform's own DAG looks at all (`orphaned_pods_dag.py`)."""


class KubernetesPodOperator(ProviderPodOperator):
    """
    Runs one task as a pod. Airflow shows the class name, so it has the name of the provider's class.

    Create it with `make`. It has no `__init__`, because Airflow applies default arguments once for each class with one.
    """

    # Airflow shows these fields on its page "Rendered Template". Jinja does not fill them in.
    template_fields = ("env_vars", "cmds", "arguments")
    # Otherwise Airflow would load a template from a file for a value like `settings.json`.
    template_ext = ()
    operator_extra_links = (LINK,)

    texts: ContainerTexts
    """The container's texts in the DAG object. The three template fields have them for Airflow."""
    results: Sequence[str]
    """Fields of the task's result that other tasks use."""
    compute_profile: ComputeProfile
    logs: LogGroup | None
    _is_stopped = False
    _why_skipped: str | None = None
    _node_name: str | None = None

    @classmethod
    def make(
        cls,
        *,
        texts: ContainerTexts,
        results: Sequence[str],
        compute_profile: ComputeProfile,
        logs: LogGroup | None,
        **kwargs: Any,
    ) -> Self:
        """
        Make one operator.

        :param texts: the container's texts, with templates.
        :param results: the fields of the task's result that other tasks use.
        :param compute_profile: the profile, which the message names if the node is lost.
        :param logs: the log group with the pod's output; `None` if nothing collects it.
        :param kwargs: the provider's arguments.
        """
        operator = cls(**kwargs)
        # As an argument, `env_vars` would become an object for each variable. Airflow searches attributes that are set
        # the usual way for the output of other tasks. Both take time whenever Airflow parses the DAG.
        own = {"texts": texts, "results": results, "compute_profile": compute_profile, "logs": logs}
        vars(operator).update(texts.as_written(), **own)
        return operator

    def another(self, *, texts: ContainerTexts, **changes: Any) -> Self:
        """
        Copy this operator, which must not have a DAG yet, and change some attributes.

        This takes a tenth of the constructor's time. Constructors take most of the time to load a large workflow.

        :param texts: the texts of the copy's container.
        :param changes: other attributes of the copy.
        """
        operator = copy.copy(self)
        attributes = vars(operator)
        for name, value in attributes.items():
            if type(value) in (dict, list, set):
                attributes[name] = value.copy()
        attributes.update(texts.as_written(), texts=texts, **changes)
        # Airflow also keeps the arguments that it made the attributes from.
        arguments = attributes["_BaseOperator__init_kwargs"]
        arguments.update((name, value) for name, value in changes.items() if name in arguments)
        return operator

    @cached_property
    def hook(self) -> Any:
        """The provider's hook, with the client of this package. It repeats requests while the API server is away."""
        hook = super().hook
        vars(hook).update(api_client=api_client(self.config_file or kubeconfig_path()), _is_in_cluster=False)
        return hook

    def render_template_fields(self, context: Any, jinja_env: Any = None) -> None:
        """Fill in the container's texts. This does not use Airflow's Jinja, because Jinja can run code."""
        self._why_skipped = self.texts.why_skipped(context)
        if self._why_skipped is None:
            vars(self).update(self.texts.filled_in(context))

    def render_template(self, content: Any, *_args: Any, **_kwargs: Any) -> Any:
        """Return the content unchanged. Airflow calls this for inlets and outlets too."""
        return content

    def build_pod_request_obj(self, context: Any = None, **kwargs: Any) -> k8s.V1Pod:
        """Build the pod: give each container a security context, and escape values for Kubernetes."""
        pod = super().build_pod_request_obj(context, **kwargs)
        for container in pod.spec.containers:
            escape_container(container)
        secure_containers(pod, self.base_container_name)
        if context:
            annotate_owner(pod, context)
        return pod

    def execute_sync(self, context: Any) -> Any:
        """Run the pod to its end. Raise an error if the pod was stopped or lost, or took too long."""
        try:
            return self._run_pod(context)
        finally:
            if self._is_stopped:
                read_run_again(context["ti"])

    def _run_pod(self, context: Any) -> Any:
        if self._why_skipped is not None:
            raise AirflowSkipException(f"Skipped by the condition `when`: {self._why_skipped}.")
        try:
            result = super().execute_sync(context)
        except (Exception, AirflowTaskTimeout) as error:
            self._fail_if_stopped(error)
            # The provider's clean-up raises an error of its own after Airflow's.
            if pod_failures.cause_of(error, AirflowTaskTimeout):
                raise self._timed_out(context) from error
            if not_started := pod_failures.cause_of(error, PodNotStartedError):
                raise not_started from None
            if why := pod_failures.why_lost(self.remote_pod, error):
                raise self._lost(why) from error
            raise
        # After `on_kill` has deleted the pod, the provider returns as after a success (apache/airflow#71202, #73006).
        self._fail_if_stopped()
        # A program that the cluster stopped can end with 0 without having done its work.
        if why := pod_failures.disruption(self.remote_pod):
            raise self._lost(why)
        if self.results:
            hand_on(self.remote_pod, self.base_container_name, self.results, context["ti"])
        return result

    def on_kill(self) -> None:
        """Delete the pod, and remember that Airflow stopped the task."""
        self._is_stopped = True
        super().on_kill()

    def get_or_create_pod(self, pod_request_obj: k8s.V1Pod, context: Any) -> k8s.V1Pod:
        """Find the live pod of an earlier try, or create a pod if the task has no other live pod."""
        self._delete_orphaned_pods(pod_request_obj.metadata.namespace, context)
        self._wait_for_earlier_pods(pod_request_obj.metadata.namespace, context)
        try:
            pod = super().get_or_create_pod(pod_request_obj, context)
        except ApiException as error:
            if error.status == pod_failures.FORBIDDEN:
                raise AirflowException(f"Kubernetes refused the pod: {api_message(error) or error.reason}") from error
            raise
        if self._is_stopped:
            # Airflow called `on_kill` before the pod existed, so `on_kill` could not delete it.
            self.pod_manager.delete_pod(pod)
        self._fail_if_stopped()
        if self.logs:
            record_log_stream(context["ti"], self.logs, pod, self.base_container_name)
        return pod

    def await_pod_start(self, pod: k8s.V1Pod) -> None:
        """Wait for the pod to start. An error has Kubernetes' reasons."""
        try:
            with stopped_clock(), limited_start_up(self.pod_manager, self.startup_timeout_seconds):
                super().await_pod_start(pod=pod)
        except AirflowException as error:
            self._fail_if_stopped(error)
            words = "".join(f"\n- {line}" for line in self._why_not_started(pod))
            raise PodNotStartedError(f"Pod {pod.metadata.name} did not start: {error}{words}") from error
        self._node_name = self.pod_manager.read_pod(pod).spec.node_name

    def _delete_orphaned_pods(self, namespace: str, context: Any) -> None:
        """Delete orphaned pods of earlier runs of this DAG. If that fails, the task goes on."""
        labels = self._get_ti_pod_labels(context)
        selector = f"{ALL_TASKS},dag_id={labels['dag_id']},run_id!={labels['run_id']}"
        try:
            delete_orphaned_pods(self.client, namespace, context["ti"], selector, MOST_EARLIER_PODS)
        except Exception:
            self.log.exception("Could not delete orphaned pods")

    def _wait_for_earlier_pods(self, namespace: str, context: Any) -> None:
        """Delete failed pods of earlier tries, and wait until pods that are being deleted are gone."""
        give_up = time.monotonic() + self.startup_timeout_seconds
        while leaving := self._pods(namespace, context).being_deleted():
            self._fail_if_stopped()
            names = ", ".join(leaving)
            if time.monotonic() >= give_up:
                raise AirflowException(f"Pod of an earlier try is still being deleted: {names}")
            self.log.info("Waiting for the pod of an earlier try to be gone: %s", names)
            time.sleep(self.startup_check_interval_seconds)
        self._fail_if_stopped()

    def _pods(self, namespace: str, context: Any) -> TaskPods:
        selector = self._build_find_pod_label_selector(context, exclude_checked=False)
        return TaskPods(self.client, self.pod_manager, namespace, selector, self.POD_CHECKED_KEY)

    def _fail_if_stopped(self, cause: BaseException | None = None) -> None:
        if self._is_stopped:
            raise TaskStoppedError("Airflow stopped the task while its pod ran. The pod was deleted.") from cause

    def _timed_out(self, context: Any) -> TaskTimedOutError:
        """Delete the task's pods: Airflow's timer can interrupt the creation of one, which the provider then misses."""
        seconds = self.execution_timeout.total_seconds() if self.execution_timeout else 0
        result = "Its pod was deleted."
        try:
            self._pods(str(self.namespace), context).delete()
        except Exception:
            self.log.exception("Could not delete the pods of %s", self.task_id)
            result = "Its pod may still run: see the log."
        return TaskTimedOutError(
            f"The task took longer than its timeout, {seconds:.0f} seconds. {result} "
            "The wait for a worker, a node and the image does not count."
        )

    def _lost(self, why: str) -> AirflowException:
        name: str = self.pod.metadata.name if self.pod else "(never created)"
        return AirflowException(pod_failures.lost_node_message(name, self._node_name, why, self.compute_profile))

    def _why_not_started(self, pod: k8s.V1Pod) -> list[str]:
        """Return Kubernetes' reasons. If the request fails, only log that: the first error matters more."""
        try:
            events = self.pod_manager.read_pod_events(pod).items
            return pod_failures.why_not_started(self.pod_manager.read_pod(pod), events)
        except Exception:
            self.log.exception("Could not read the events of pod %s", pod.metadata.name)
            return []
