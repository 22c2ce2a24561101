"""Values of environment variables: they arrive as written, templated by Airflow and by nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

TEMPLATE_MARKS = ("{{", "{%", "{#")

# Kubernetes reads `$(` and `$$` in a value, and garbles a character beyond ASCII that follows a `$`.
READ_BY_KUBERNETES = re.compile(r"\$(?=[$(]|[^\x00-\x7f])")

# A code point that is never a character: stands for a carriage return, which Jinja would turn into a line feed.
CARRIAGE_RETURN_STAND_IN = "\ufdd0"


def as_text(value: Any) -> str:
    """
    Write a parameter's value as an environment variable holds it: the Jinja filter `as_text`.

    Text stays as it is, nothing becomes empty, the rest is JSON (`True` is `true`, `1.5` is `1.5`).
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def render_exactly(value: str, render: Callable[[str], Any]) -> Any:
    """Render a template without what Jinja does to text besides; text without a template is not touched at all."""
    if not any(mark in value for mark in TEMPLATE_MARKS):
        return value
    if "\r" not in value:
        return render(value)
    return str(render(value.replace("\r", CARRIAGE_RETURN_STAND_IN))).replace(CARRIAGE_RETURN_STAND_IN, "\r")


def escape_for_kubernetes(value: str) -> str:
    """Double each `$` that Kubernetes would interpret, and no other, so that the container gets `value` itself."""
    return READ_BY_KUBERNETES.sub("$$", value)
