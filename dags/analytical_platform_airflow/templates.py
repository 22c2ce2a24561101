"""
Fill in templates from a run's facts and parameters. The manifest language has parsed them: no text is evaluated here.

A template is data: texts, and between them expressions. An expression names a fact or a parameter, and the steps that
it goes through. Each name is looked up in a table of this package; what is not there is an error.
"""

from __future__ import annotations

from typing import Any

from analytical_platform_airflow.data import EnvironmentValue, Expression
from analytical_platform_airflow.template_facts import FACTS
from analytical_platform_airflow.template_steps import STEPS


def fill_in(value: EnvironmentValue, context: Any, longest: int) -> str:
    """
    Fill in one value.

    :param value: text, which stays as it is, or a template.
    :param context: the context of the task, which Airflow gives.
    :param longest: most characters of the text, and of each part of it on the way.
    :raises ValueError: a fact, a parameter or a step that is not there, or a text that is too long.
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
    value = _parameter(expression["param"], context) if "param" in expression else _fact(expression["fact"], context)
    for name, *arguments in expression.get("steps", ()):
        if name not in STEPS:
            raise ValueError(f"there is no step {name!r}")
        value = STEPS[name](value, *arguments)
        if isinstance(value, str) and len(value) > longest:
            raise ValueError(f"more than {longest} characters")
    return value


def _fact(name: str, context: Any) -> Any:
    if name not in FACTS:
        raise ValueError(f"there is no fact {name!r}")
    return FACTS[name](context)


def _parameter(name: str, context: Any) -> Any:
    """Look a parameter up: what whoever triggered the run gave, which can be any JSON, or the manifest's value."""
    if name not in context["params"]:
        raise ValueError(f"the run has no parameter {name!r}")
    return context["params"][name]
