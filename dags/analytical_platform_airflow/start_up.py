"""One limit on how long a pod takes to start, whichever version the provider is of."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

# Newer providers define the error elsewhere and do not say that they hand it on.
from airflow.providers.cncf.kubernetes.utils.pod_manager import (  # type: ignore[attr-defined]
    PodLaunchFailedException,
    PodManager,
)
from kubernetes.client import models as k8s


@contextmanager
def limited_start_up(manager: PodManager, seconds: int) -> Iterator[None]:
    """
    Let the whole start-up end in time: waiting for a node, pulling the image, starting.

    Newer providers begin to count anew once the pod has a node, and so wait up to twice as long; the oldest counts from
    the beginning. All of them look at the pod again and again until it has started, so that is where time is kept.
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
