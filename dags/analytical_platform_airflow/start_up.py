"""One limit on how long a pod takes to start, whichever version the provider is of."""

from __future__ import annotations

import asyncio
from inspect import iscoroutinefunction
from typing import Any

from airflow.exceptions import AirflowException
from airflow.providers.cncf.kubernetes.utils.pod_manager import PodManager


def limit_start_up(manager: PodManager) -> PodManager:
    """
    Let the start-up timeout hold for the whole start-up: waiting for a node, pulling the image, starting.

    The newer provider, whose wait is a coroutine, begins to count anew once the pod has a node, and so waits up to
    twice as long; the older one counts from the beginning, as meant.
    """
    wait: Any = manager.await_pod_start
    if not iscoroutinefunction(wait):
        return manager

    async def await_pod_start(*, startup_timeout: int, **kwargs: Any) -> None:
        try:
            async with asyncio.timeout(startup_timeout):
                await wait(startup_timeout=startup_timeout, **kwargs)
        except TimeoutError as error:
            manager.stop_watching_events = True
            raise AirflowException(f"Pod took longer than {startup_timeout} seconds to start.") from error

    vars(manager)["await_pod_start"] = await_pod_start
    return manager
