"""Environment variables, command and arguments of a container. Text reaches the program unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kubernetes.client import models as k8s

from analytical_platform_airflow.data import EnvironmentValue
from analytical_platform_airflow.errors import TemplateError
from analytical_platform_airflow.templates import fill_in

LONGEST_TEXT = 128 * 1024 - 1
"""
Most bytes of `NAME=value` or of an argument. Linux starts no program with more (MAX_ARG_STRLEN in
include/uapi/linux/binfmts.h).
"""

LARGEST_ENVIRONMENT = 1024 * 1024
"""
Most bytes of all variables of a pod, and of its command or its arguments. etcd stores the pod, and accepts 1.5 MiB a
request (--max-request-bytes).
"""

# Kubernetes interprets `$(` and `$$` in a value, and corrupts a non-ASCII character after a `$`.
READ_BY_KUBERNETES = re.compile(r"\$(?=[$(]|[^\x00-\x7f])")

# The start of a Jinja expression, statement or comment.
READ_BY_JINJA = re.compile(r"\{(?=[{%#])")


@dataclass(frozen=True)
class ContainerTexts:
    """The texts of one container, from the DAG object."""

    variables: Mapping[str, EnvironmentValue]
    """Environment variables. Their templates are filled in when the task starts, like those of the next two."""
    command: Sequence[EnvironmentValue] = ()
    """The program and its first arguments. Empty: the image's entry point."""
    args: Sequence[EnvironmentValue] = ()
    """The arguments of the program. Empty: the image's own."""
    when: Mapping[str, EnvironmentValue] | None = None
    """The condition of the task. `None`: it has none."""

    def why_skipped(self, context: Any) -> str | None:
        """
        Return why the condition does not hold, or `None` if the task runs.

        :raises TemplateError: a template of the condition cannot be filled in.
        """
        if self.when is None:
            return None
        [(_, value)] = _filled_in([("when", self.when["value"], "")], "text", context)
        if "is" in self.when:
            return None if value == self.when["is"] else f"{value[:200]!r} is not {self.when['is']!r}"
        return None if value != self.when["is_not"] else f"it is {value[:200]!r}"

    def as_written(self) -> dict[str, Any]:
        """Return the operator's attributes before a run: the texts that the author wrote."""
        return {
            "env_vars": {name: as_written(value) for name, value in self.variables.items()},
            "cmds": [as_written(value) for value in self.command],
            "arguments": [as_written(value) for value in self.args],
        }

    def filled_in(self, context: Any) -> dict[str, Any]:
        """
        Return the operator's attributes in a run: the texts that the container gets.

        :param context: Airflow's context of the task.
        :raises TemplateError: a template cannot be filled in, or no program can get the text. The message begins with
            the name of the variable, or with the key and the index, as in `args[0]`.
        """
        variables = ((name, value, f"{name}=") for name, value in self.variables.items())
        return {
            "env_vars": dict(_filled_in(variables, "variable", context)),
            "cmds": _list("command", self.command, context),
            "arguments": _list("args", self.args, context),
        }


def _list(key: str, values: Sequence[EnvironmentValue], context: Any) -> list[str]:
    named = ((f"{key}[{index}]", value, "") for index, value in enumerate(values))
    return [text for _, text in _filled_in(named, "argument", context)]


def _filled_in(
    named: Iterable[tuple[str, EnvironmentValue, str]], kind: str, context: Any
) -> Iterator[tuple[str, str]]:
    """Yield each name and its text. The third part of a triple precedes the text when Linux counts bytes."""
    size = 0
    for name, value, prefix in named:
        try:
            text = fill_in(value, context, LONGEST_TEXT)
            size += _bytes(prefix + text, kind)
        except Exception as error:
            written = value if isinstance(value, str) else value["template"]
            raise TemplateError(f"{name}: {error} (written as {written[:200]!r})") from error
        if size > LARGEST_ENVIRONMENT:
            raise TemplateError(f"{name}: the {kind}s up to this one have more than {LARGEST_ENVIRONMENT} bytes")
        yield name, text


def _bytes(text: str, kind: str) -> int:
    """Count the bytes of a text. Raise `ValueError` if no program can get it."""
    if "\0" in text:
        raise ValueError(f"the {kind} cannot contain the character NUL")
    size = len(text.encode())
    if size > LONGEST_TEXT:
        raise ValueError(f"the {kind} has {size} bytes, and the limit is {LONGEST_TEXT}")
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


def escape_container(container: k8s.V1Container) -> None:
    """
    Escape the texts of a container for Kubernetes.

    This replaces the lists and their objects: they belong to the operator, whose page shows texts without escapes.
    """
    container.env = [_escaped(variable) for variable in container.env or ()]
    container.command = [escape_for_kubernetes(text) for text in container.command or ()]
    container.args = [escape_for_kubernetes(text) for text in container.args or ()]


def _escaped(variable: k8s.V1EnvVar) -> k8s.V1EnvVar:
    if not isinstance(variable.value, str):
        return variable
    return k8s.V1EnvVar(name=variable.name, value=escape_for_kubernetes(variable.value))
