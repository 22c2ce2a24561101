"""Reasons for the failure of a pod, in words for the workflow's maintainers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from kubernetes.client import ApiException
from kubernetes.client import models as k8s

from analytical_platform_airflow.compute_profiles import ComputeProfile

NODE_REASONS = frozenset({"Evicted", "NodeLost", "NodeShutdown", "Preempting", "Shutdown", "Terminated"})
"""Reasons in the status of pods that failed because of their node."""

SHORT_OF = re.compile(
    r"low on resource: (memory|ephemeral-storage|inodes|pids)|(ephemeral(?: local)? storage|EmptyDir volume)"
)
"""
Words with which a kubelet evicts a pod because of its node's memory, disk or processes
(https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/eviction/helpers.go).
"""

ADVICE = {
    "memory": (
        "memory",
        "With `retries`, the task starts again on another node. If that happens again, use a profile with more memory.",
    ),
    "pids": ("processes", "Start fewer processes or threads at once."),
}
DISK_ADVICE = (
    "disk",
    (
        "The pods of a node share its disk. Write less to it: delete files that are no longer needed; write to S3 in "
        "parts."
    ),
)

TELLING_EVENTS = frozenset({"NotTriggerScaleUp"})
"""Reasons of Normal events that explain why a pod does not start. All Warning events explain it too."""

ErrorKind = TypeVar("ErrorKind", bound=BaseException)

NOT_FOUND = 404
FORBIDDEN = 403


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes. The provider's clean-up often raises an error of its own after the first one."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def cause_of(error: BaseException, kind: type[ErrorKind]) -> ErrorKind | None:
    """Return the error, or the first of its causes, that has this class; `None` if none has it."""
    return next((cause for cause in causes(error) if isinstance(cause, kind)), None)


def disruption(pod: k8s.V1Pod | None) -> str | None:
    """Return why the cluster stopped the pod (eviction, drain, lost node); `None` if it did not."""
    status = pod.status if pod else None
    if not status:
        return None
    for condition in status.conditions or ():
        if condition.type == "DisruptionTarget" and condition.status == "True":
            return _reason_and_message(condition.reason, condition.message)
    if status.phase == "Failed" and status.reason in NODE_REASONS:
        return _reason_and_message(status.reason, status.message)
    return None


def why_lost(pod: k8s.V1Pod | None, error: BaseException) -> str | None:
    """Return why the pod was lost, if that caused the error; otherwise `None`."""
    why = disruption(pod)
    if why is None and any(isinstance(cause, ApiException) and cause.status == NOT_FOUND for cause in causes(error)):
        return "the pod is gone: spot capacity reclaimed, node drained or removed, or the pod deleted by hand"
    return why


def lost_node_message(pod_name: str, node_name: str | None, why: str, profile: ComputeProfile) -> str:
    """
    Return the message for a pod that was lost with its node. For a spot profile, it names the on-demand profile.

    For a pod that was evicted because its node was short of something, it says what to use less of.
    """
    node = f"its node {node_name}" if node_name else "its node"
    if short_of := SHORT_OF.search(why):
        resource, advice = ADVICE.get(short_of[1], DISK_ADVICE)
        return f"Kubernetes evicted pod {pod_name}: {node} ran out of {resource} ({why.strip()}). {advice}"
    message = f"Pod {pod_name} did not finish: {node} was lost ({why})."
    if profile.is_spot:
        return (
            f"{message} Compute profile {profile.name} runs on spot capacity, which AWS can reclaim at any time; "
            f"{profile.uninterrupted} has the same size and would not be interrupted. With `retries`, the task "
            "starts again on another node."
        )
    return (
        f"{message} Compute profile {profile.name} is on-demand, which AWS does not reclaim: the node failed or was "
        "replaced. With `retries`, the task starts again on another node."
    )


def why_not_started(pod: k8s.V1Pod | None, events: Iterable[k8s.CoreV1Event]) -> list[str]:
    """Return Kubernetes' reasons why a pod does not start: from its conditions, its containers and its events."""
    words: list[str] = []
    status = pod.status if pod else None
    for condition in (status.conditions if status else None) or ():
        if condition.type == "PodScheduled" and condition.status == "False":
            words.append(_reason_and_message(condition.reason, condition.message))
    for container in (status.container_statuses if status else None) or ():
        if container.state and container.state.waiting:
            words.append(_reason_and_message(container.state.waiting.reason, container.state.waiting.message))
    for event in events:
        if event.type == "Warning" or event.reason in TELLING_EVENTS:
            words.append(_reason_and_message(event.reason, event.message))
    return list(dict.fromkeys(words))


def _reason_and_message(reason: str | None, message: str | None) -> str:
    return ": ".join(part for part in (reason, message) if part)
