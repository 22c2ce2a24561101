"""Pods that a crash left behind: finished long ago, and still there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kubernetes.client import models as k8s

FINISHED_PHASES = ("Succeeded", "Failed")

KEPT_FOR = timedelta(hours=1)
"""A finished pod is its own task's to look at and to delete; nobody looks at it after this long."""


def is_left_behind(pod: k8s.V1Pod, now: datetime | None = None) -> bool:
    """Whether the pod has finished so long ago that no task can be about to look at it."""
    if pod.status.phase not in FINISHED_PHASES:
        return False
    ends = [
        container.state.terminated.finished_at
        for container in pod.status.container_statuses or ()
        if container.state and container.state.terminated and container.state.terminated.finished_at
    ]
    finished = max(ends, default=pod.metadata.creation_timestamp)
    return finished is not None and finished < (now or datetime.now(UTC)) - KEPT_FOR
