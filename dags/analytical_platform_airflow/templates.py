"""
Fill in templates with a run's facts and parameters. Validation has parsed them, so no text is evaluated here.

A template is data: texts and expressions. An expression names a fact, a parameter or a field of a result, and the steps
that change it. A result is data too: its text is never read as a template. This
package has a table of all names, and raises an error for any other name.
"""

from __future__ import annotations

from typing import Any

from analytical_platform_airflow.data import EnvironmentValue, Expression
from analytical_platform_airflow.results import field_of
from analytical_platform_airflow.template_facts import FACTS
from analytical_platform_airflow.template_steps import STEPS


def fill_in(value: EnvironmentValue, context: Any, longest: int) -> str:
    """
    Return the text of one value.

    :param value: text, which is returned unchanged, or a template.
    :param context: Airflow's context of the task.
    :param longest: most characters of the result, and of each intermediate text.
    :raises ValueError: a fact, a parameter or a step does not exist, or a text is too long.
    """
    if isinstance(value, str):
        return value
    texts: list[str] = []
    left = longest
    for piece in value["pieces"]:
        text = piece if isinstance(piece, str) else str(_value(piece, context, longest))
        left -= len(text)
        if left < 0:
            raise ValueError(f"more than {longest} characters")
        texts.append(text)
    return "".join(texts)


def _value(expression: Expression, context: Any, longest: int) -> Any:
    value = _source(expression, context)
    for name, *arguments in expression.get("steps", ()):
        if name not in STEPS:
            raise ValueError(f"there is no step {name!r}")
        value = STEPS[name](value, *arguments)
        if isinstance(value, str) and len(value) > longest:
            raise ValueError(f"more than {longest} characters")
    return value


def _source(expression: Expression, context: Any) -> Any:
    if "result" in expression:
        return field_of(expression["result"], expression["field"], context)
    return _parameter(expression["param"], context) if "param" in expression else _fact(expression["fact"], context)


def _fact(name: str, context: Any) -> Any:
    if name not in FACTS:
        raise ValueError(f"there is no fact {name!r}")
    return FACTS[name](context)


def _parameter(name: str, context: Any) -> Any:
    """Return the value given at the trigger, which can be any JSON, or the manifest's value by default."""
    if name not in context["params"]:
        raise ValueError(f"the run has no parameter {name!r}")
    return context["params"][name]
