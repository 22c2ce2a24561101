"""
Results of tasks: a JSON object that a program writes to `/dev/termination-log`, for later tasks of the run.

Every user of the container may write that file: the kubelet creates it with the mode 0666
(https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/kuberuntime/kuberuntime_container.go).
Kubernetes keeps at most 4096 bytes of that file in the pod's status, as the container's termination message
(https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/). Airflow keeps the text as an
XCom value, and deletes it when the task starts again. The value is the text and not the object: Airflow makes objects
of its own classes from a map with the key `__classname__`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from kubernetes.client import models as k8s

from analytical_platform_airflow.errors import ResultError
from analytical_platform_airflow.template_steps import as_text

KEY = "result"
"""Key of the XCom value."""

LARGEST = 4096
"""Most bytes of a result, which is Kubernetes' limit for a termination message. Kubernetes cuts longer ones."""


def hand_on(pod: k8s.V1Pod | None, container: str, fields: Sequence[str], task_instance: Any) -> None:
    """
    Keep the result of a task for later tasks.

    :param pod: the pod after its end.
    :param container: the name of the container with the author's program.
    :param fields: the fields that other tasks use.
    :param task_instance: the task instance that ran the pod.
    :raises ResultError: there is no result, or it is too large, not a JSON object, or without one of the fields.
    """
    text = _message(pod, container)
    try:
        result = _read(text)
        if missing := [field for field in fields if field not in result]:
            raise ResultError(f"its result has no {', '.join(missing)}; it has {_names(result)}")
        for field in fields:
            _check_text(field, as_text(result[field]))
    except ResultError as error:
        raise ResultError(f"Other tasks use the result of {task_instance.task_id}, but {error}") from error
    task_instance.xcom_push(key=KEY, value=text)


def field_of(task_id: str, field: str, context: Any) -> str:
    """
    Return a field of the result of an earlier task as text. Objects, lists, numbers and Booleans are JSON.

    :raises ResultError: the task has no result in this run, or the result has no such field.
    """
    text = context["ti"].xcom_pull(task_ids=task_id, key=KEY)
    if not isinstance(text, str):
        raise ResultError(f"task {task_id} has no result in this run: it failed, was skipped, or has not run")
    result = _read(text)
    if field not in result:
        raise ResultError(f"the result of {task_id} has no {field}; it has {_names(result)}")
    return as_text(result[field])


def _message(pod: k8s.V1Pod | None, container: str) -> str:
    """Return the termination message of a container, or empty text."""
    for status in (pod.status.container_statuses if pod and pod.status else None) or ():
        if status.name == container and status.state and status.state.terminated:
            return status.state.terminated.message or ""
    return ""


def _read(text: str) -> dict[str, Any]:
    if not text.strip():
        raise ResultError("it wrote no result to /dev/termination-log")
    try:
        result = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        if len(text.encode(errors="replace")) >= LARGEST:
            raise ResultError(f"its result is too large: Kubernetes keeps {LARGEST} bytes, so write less") from error
        raise ResultError(f"its result is not JSON: {error}") from error
    if not isinstance(result, dict):
        raise ResultError('its result is not a JSON object, such as {"rows": 42}')
    return result


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number


def _check_text(field: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ResultError(f"the field {field} of its result has half of a surrogate pair, which is not text") from None
    if "\0" in text:
        raise ResultError(f"the field {field} of its result has the character NUL, which no variable can contain")


def _names(result: dict[str, Any]) -> str:
    return ", ".join(json.dumps(name) for name in result)[:500] or "no field"
