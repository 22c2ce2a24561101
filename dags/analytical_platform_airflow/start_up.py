"""Limits of a pod's start: its own, the same for all versions of the provider, and none of the task's timeout."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Newer providers define this error in another module, and import it here without exporting it.
from airflow.providers.cncf.kubernetes.utils.pod_manager import (  # type: ignore[attr-defined]
    PodLaunchFailedException,
    PodManager,
)
from kubernetes.client import models as k8s


@contextmanager
def limited_start_up(manager: PodManager, seconds: int) -> Iterator[None]:
    """
    Limit the whole start of a pod: the wait for a node, the pull of the image, the start of the container.

    The oldest provider does that itself. Newer ones start again from 0 when the pod has a node, so they can wait twice
    as long. All of them read the pod repeatedly until it has started. This function checks the time at each read.
    """
    deadline = time.monotonic() + seconds
    read_pod = manager.read_pod

    def read_pod_in_time(pod: k8s.V1Pod) -> k8s.V1Pod:
        found = read_pod(pod)
        if found.status.phase == "Pending" and time.monotonic() >= deadline:
            raise PodLaunchFailedException(f"Pod took longer than {seconds} seconds to start.")
        return found

    vars(manager)["read_pod"] = read_pod_in_time
    try:
        yield
    finally:
        del vars(manager)["read_pod"]


@contextmanager
def stopped_clock() -> Iterator[None]:
    """
    Stop the clock of the task's timeout, so that a wait for a node or an image is not part of it.

    Airflow limits a task by this timer of its process (`airflow/utils/timeout.py` in Airflow 2,
    `airflow/sdk/execution_time/timeout.py` and its successors in Airflow 3). Without a timeout there is no timer.
    """
    rest, interval = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, rest, interval)
