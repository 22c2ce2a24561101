"""Environment variables of a container. Text reaches the program unchanged. Only this module fills in templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analytical_platform_airflow.data import EnvironmentValue
from analytical_platform_airflow.errors import TemplateError
from analytical_platform_airflow.templates import fill_in

LONGEST_VARIABLE = 128 * 1024 - 1
"""Most bytes of `NAME=value`. Linux starts no program with more (MAX_ARG_STRLEN in include/uapi/linux/binfmts.h)."""

LARGEST_ENVIRONMENT = 1024 * 1024
"""Most bytes of all variables of a pod. etcd stores the pod, and accepts 1.5 MiB a request (--max-request-bytes)."""

# Kubernetes interprets `$(` and `$$` in a value, and corrupts a non-ASCII character after a `$`.
READ_BY_KUBERNETES = re.compile(r"\$(?=[$(]|[^\x00-\x7f])")

# The start of a Jinja expression, statement or comment.
READ_BY_JINJA = re.compile(r"\{(?=[{%#])")


def environment(variables: Mapping[str, EnvironmentValue], context: Any) -> dict[str, str]:
    """
    Return the environment variables of one run, with their templates filled in.

    :param variables: names and values from the DAG object.
    :param context: Airflow's context of the task.
    :raises TemplateError: a template cannot be filled in, or a value cannot be in a container's environment. The
        message begins with the variable's name.
    """
    filled: dict[str, str] = {}
    size = 0
    for name, value in variables.items():
        try:
            text = fill_in(value, context, LONGEST_VARIABLE)
            size += _bytes(name, text)
        except Exception as error:
            written = value if isinstance(value, str) else value["template"]
            raise TemplateError(f"{name}: {error} (written as {written[:200]!r})") from error
        if size > LARGEST_ENVIRONMENT:
            raise TemplateError(f"{name}: the variables up to this one have more than {LARGEST_ENVIRONMENT} bytes")
        filled[name] = text
    return filled


def _bytes(name: str, text: str) -> int:
    """Count the bytes of `NAME=value`. Raise `ValueError` if a container cannot have this variable."""
    if "\0" in text:
        raise ValueError("an environment variable cannot contain the character NUL")
    size = len(name) + len("=") + len(text.encode())
    if size > LONGEST_VARIABLE:
        raise ValueError(f"the variable has {size} bytes, and the limit is {LONGEST_VARIABLE}")
    return size


def as_written(value: EnvironmentValue) -> str:
    """
    Return the text that the author wrote, for Airflow's pages before a run.

    Airflow 2 renders it with Jinja on those pages. A space after each `{` that would begin a template prevents that.
    """
    text = value if isinstance(value, str) else value["template"]
    return READ_BY_JINJA.sub("{ ", text)


def escape_for_kubernetes(value: str) -> str:
    """Double each `$` that Kubernetes would interpret, so that the container gets `value` unchanged."""
    return READ_BY_KUBERNETES.sub("$$", value)
