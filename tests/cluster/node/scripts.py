"""An image whose program is the shell script in the variable `SCRIPT`, and the workflows that use it."""

from __future__ import annotations

from typing import Any

from harness.images import shell_image
from harness.real_node import REGISTRY_HOST
from harness.rest import Object
from harness.workflows import workflow_data

IMAGE = ("script", "1")
#: Sends everything that the program prints before it ends, so that no test depends on which part came last.
PROGRAM = '#!/bin/sh\neval "$SCRIPT"\n'
#: Requests of this size fit the node several times.
SMALL = {"cpu": "100m", "memory": "128Mi"}

#: A pod of two vCPUs' profile would leave no room for another. The size is the only thing that this changes.
SMALL_PODS = f"""
from kubernetes.client import models as k8s

for task in dag.tasks:
    # A second where the provider waits for five.
    task.startup_check_interval_seconds = 1
    task.container_resources = k8s.V1ResourceRequirements(requests={SMALL!r}, limits={SMALL!r})
"""


def script_image() -> Any:
    """The image, for the registry."""
    return shell_image(PROGRAM)


def script_workflow(workflow: str, scripts: dict[str, str | dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A workflow whose tasks run scripts, each given alone or with further data of its task."""
    tasks: dict[str, Object] = {}
    for name, given in scripts.items():
        task: dict[str, Any] = dict(given) if isinstance(given, dict) else {"script": given}
        script = task.pop("script", "")
        tasks[name] = {**task, "env_vars": {"SCRIPT": script, **task.get("env_vars", {})}}
    return workflow_data(workflow, tasks, image=f"{REGISTRY_HOST}/{':'.join(IMAGE)}", **changes)
