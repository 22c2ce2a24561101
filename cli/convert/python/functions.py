"""
The functions of tasks in Python: what a branch chooses, and which results another function reads.

The function of a branch is called once for each way through its comparisons of results with constants.
"""

from __future__ import annotations

import inspect
import json
import re
import signal
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from results import CURRENT, READ_JSON, Comparison, Result, TaskInstance, Trace, UnfollowedError

SECONDS = 2
"""Most seconds of one call of a function."""

MOST_WAYS = 32
"""Most ways through a function."""

_PATTERNS = json.loads((Path(__file__).parent / "result_template.json").read_text("utf-8"))

PULL = re.compile(_PATTERNS["template"])
"""A template that pulls the result of one task, or a field of it: the task, the keys, the filters."""

KEY = re.compile(_PATTERNS["key"])
"""A key in such a template: `["rows"]`, `.get("rows")` or `.rows`."""


def _filled(value: Any) -> Any:
    """Give the argument of a function as it would be at run time: a template of a result is the result."""
    found = PULL.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return value
    task, keys, filters = found.groups()
    return value if filters else Result(task, tuple(quoted or name for quoted, name in KEY.findall(keys)))


@contextmanager
def _limited() -> Any:
    def stop(*_: object) -> None:
        raise UnfollowedError(f"it runs for longer than {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _call(function: Callable[..., Any], keywords: Mapping[str, Any], instance: TaskInstance, unknown: Any) -> Any:
    """Call a function with the arguments that Airflow gives it: its own, and those of the context that it names."""
    own = {name: _filled(value) for name, value in dict(keywords.get("op_kwargs") or {}).items()}
    positional = [_filled(value) for value in keywords.get("op_args") or ()]
    context = {"ti": instance, "task_instance": instance}
    parameters = inspect.signature(function).parameters.values()
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters):
        names = ("ds", "ts", "run_id", "params", "dag_run", "logical_date", "execution_date", "dag", "task")
        more = {**{name: unknown(name) for name in names}, **context}
    else:
        taken = [one.name for one in parameters][len(positional) :]
        needed = {one.name for one in parameters if one.default is inspect.Parameter.empty}
        more = {
            name: context.get(name) or unknown(name)
            for name in taken
            if name in context or (name in needed and name not in own)
        }
    with _limited():
        return function(*positional, **{**more, **own})


def choice(function: Callable[..., Any], keywords: Mapping[str, Any], unknown: Any, *, goes_on: bool) -> dict[str, Any]:
    """
    Give each way through the function of a branch, with the comparisons on it and its answer, or why that fails.

    :param goes_on: whether the answer says if the run goes on, and not with which tasks.
    """
    open_ways: list[list[bool]] = [[]]
    ways = []
    while open_ways:
        answers = open_ways.pop()
        CURRENT.append(trace := Trace(answers))
        try:
            answer = _call(function, keywords, TaskInstance(), unknown)
            if isinstance(answer, Result) and not goes_on:
                return {"named_by": {"task": answer.task, "keys": list(answer.keys)}}
            chosen = _chosen(answer)
            ways.append({"comparisons": [_as_data(*one) for one in trace.given.items()], "chosen": chosen})
        except BaseException as error:
            return {"problem": str(error) if isinstance(error, UnfollowedError) else f"{type(error).__name__}: {error}"}
        finally:
            CURRENT.pop()
        given = list(trace.given.values())
        open_ways += [[*given[:index], False] for index in range(len(answers), len(given))]
        if len(ways) + len(open_ways) > MOST_WAYS:
            return {"problem": f"it has more than {MOST_WAYS} ways through it"}
    return {"ways": ways}


def _as_data(one: Comparison, holds: bool) -> dict[str, Any]:
    return {"task": one.task, "keys": list(one.keys), "value": READ_JSON(one.value), "holds": holds}


def _chosen(value: Any) -> Any:
    """Give the tasks that a branch chose, or whether a short circuit goes on."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (list, tuple, set)):
        return [str(one) for one in value]
    return bool(value)


def reads(function: Callable[..., Any], keywords: Mapping[str, Any], unknown: Any) -> list[str]:
    """Give the tasks whose results a function reads, as far as it can be followed."""
    instance = TaskInstance()
    arguments = [*(keywords.get("op_args") or ()), *dict(keywords.get("op_kwargs") or {}).values()]
    instance.pulled = [one.task for one in map(_filled, arguments) if isinstance(one, Result)]
    CURRENT.append(Trace())
    # Results that it read before an error count too.
    with suppress(BaseException):
        _call(function, keywords, instance, unknown)
    CURRENT.pop()
    return list(dict.fromkeys(instance.pulled))
