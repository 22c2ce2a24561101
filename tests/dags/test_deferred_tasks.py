"""Reasons not to defer tasks yet (docs/decisions/deferred-tasks.md). A test that fails here shows what has changed."""

from __future__ import annotations

import asyncio
import inspect
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from airflow.providers.cncf.kubernetes import __version__ as provider
from airflow.providers.cncf.kubernetes.triggers.pod import KubernetesPodTrigger

from misbehaving_api import MisbehavingApi

DELETED_SINCE = (10, 20)
"""Of the providers that the tests install, 10.7.0 is the newest without, and 10.25.0 the first with a clean-up."""


TIMES_CANCELLED = 3
"""The provider's trigger swallows a cancellation that comes while it ends its watch of events at the start of a pod."""


def _trigger(kubeconfig: Path) -> Any:
    known: dict[str, Any] = {
        "pod_name": "main-1",
        "pod_namespace": "mwaa",
        "trigger_start_time": datetime.now(UTC),
        "base_container_name": "base",
        "config_file": str(kubeconfig),
        "config_dict": json.loads(kubeconfig.read_text("utf-8")),
        "in_cluster": False,
        "poll_interval": 0.05,
    }
    parameters = inspect.signature(KubernetesPodTrigger.__init__).parameters
    return KubernetesPodTrigger(**{name: value for name, value in known.items() if name in parameters})


async def _wait_and_cancel(trigger: Any, api: MisbehavingApi) -> None:
    """Wait until the trigger has looked at its pod. Then cancel it, as a triggerer does for a task that was cleared."""
    task = asyncio.ensure_future(anext(trigger.run()))
    async with asyncio.timeout(30):
        while len(api.requests) < 3 and not task.done():
            await asyncio.sleep(0.05)
    assert not task.done(), task
    for _ in range(TIMES_CANCELLED):
        task.cancel()
        await asyncio.wait({task}, timeout=5)
        if task.done():
            break
    with pytest.raises((asyncio.CancelledError, StopAsyncIteration)):
        await asyncio.wait_for(task, timeout=1)
    await trigger.cleanup()


def test_the_providers_trigger_leaves_the_pod_of_a_deferred_task_that_somebody_clears(
    api: MisbehavingApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_KUBERNETES_DEFAULT", "kubernetes://")
    api.phases = ["Running"]
    metadata = {"name": "main-1", "namespace": "mwaa", "labels": {}}
    api.pods["main-1"] = {"metadata": metadata, "spec": {"containers": [{"name": "base"}]}, "status": {}}
    asyncio.run(_wait_and_cancel(_trigger(api.write_kubeconfig(tmp_path)), api))
    has_clean_up = any(name in vars(KubernetesPodTrigger) for name in ("cleanup", "on_kill", "safe_to_cancel"))
    assert has_clean_up is (tuple(int(part) for part in provider.split(".")[:2]) >= DELETED_SINCE)
    assert api.deleted == [] or has_clean_up
