"""Environment variables of a container: text arrives as written, and templates are filled in here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analytical_platform_airflow.data import EnvironmentValue
from analytical_platform_airflow.errors import TemplateError
from analytical_platform_airflow.templates import fill_in

LONGEST_VARIABLE = 128 * 1024 - 1
"""Bytes of `NAME=value`. Linux starts no program with a longer one (MAX_ARG_STRLEN in include/uapi/linux/binfmts.h)."""

LARGEST_ENVIRONMENT = 1024 * 1024
"""Bytes of all variables of a pod. etcd, which keeps it, takes 1.5 MiB in one request (its --max-request-bytes)."""

# Kubernetes reads `$(` and `$$` in a value, and garbles a character beyond ASCII that follows a `$`.
READ_BY_KUBERNETES = re.compile(r"\$(?=[$(]|[^\x00-\x7f])")

# The start of anything that Jinja reads.
READ_BY_JINJA = re.compile(r"\{(?=[{%#])")


def environment(variables: Mapping[str, EnvironmentValue], context: Any) -> dict[str, str]:
    """
    Fill in the variables of one run.

    :param variables: name to value, as the DAG object has them.
    :param context: the context of the task, which Airflow gives.
    :raises TemplateError: a value cannot be filled in, or a container cannot have it; the message begins with its name.
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
    """Bytes of one variable; a `ValueError` where a container cannot have it."""
    if "\0" in text:
        raise ValueError("NUL cannot be part of an environment variable")
    size = len(name) + len("=") + len(text.encode())
    if size > LONGEST_VARIABLE:
        raise ValueError(f"{size} bytes are more than the {LONGEST_VARIABLE} that a variable can have")
    return size


def as_written(value: EnvironmentValue) -> str:
    """
    Write a value as its author did, for Airflow's pages before a run.

    Airflow 2 gives it to Jinja there: a space after each `{` that would begin a template keeps it from being read.
    """
    text = value if isinstance(value, str) else value["template"]
    return READ_BY_JINJA.sub("{ ", text)


def escape_for_kubernetes(value: str) -> str:
    """Double each `$` that Kubernetes would interpret, and no other, so that the container gets `value` itself."""
    return READ_BY_KUBERNETES.sub("$$", value)
