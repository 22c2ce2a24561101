"""
Stubs for results of tasks, which keep track of what a function compares them with.

A comparison of a result with a constant is answered with true the first time, and with false the next. Everything else
that depends on a result cannot be followed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from marks import RECORD


class UnfollowedError(BaseException):
    """
    The function did something with a result that no condition of a manifest says.

    No `Exception`: a function that catches its own errors must not go on with this one.
    """


@dataclass(frozen=True)
class Comparison:
    """A comparison of a task's result, or a field of it, with a constant. `value` is JSON."""

    task: str
    keys: tuple[str, ...]
    value: str


@dataclass
class Trace:
    """The answers to the comparisons of one call of a function."""

    answers: list[bool] = field(default_factory=list)
    given: dict[Comparison, bool] = field(default_factory=dict)

    def answer(self, asked: Comparison) -> bool:
        """Answer a comparison as before, or by what is known, or with the next answer; true without a further one."""
        if asked in self.given:
            return self.given[asked]
        same = [one for one, holds in self.given.items() if holds and (one.task, one.keys) == (asked.task, asked.keys)]
        if same:
            return False
        position = len(self.given)
        self.given[asked] = self.answers[position] if position < len(self.answers) else True
        return self.given[asked]


CURRENT: list[Trace] = []
"""The trace of the function that is being called; empty while the file itself is read."""


def refuse(what: str) -> None:
    """Stop a function that is being called: its way depends on something else than a result."""
    if CURRENT:
        raise UnfollowedError(what)


class Result:
    """A stub for the result of a task, or for a field of it."""

    def __init__(self, task: str, keys: tuple[str, ...] = ()) -> None:
        self.task = task
        self.keys = keys

    def __getitem__(self, key: object) -> Result:
        return Result(self.task, (*self.keys, str(key)))

    def get(self, key: object, _default: object = None) -> Result:
        """Give a field."""
        return self[key]

    def _is(self, value: object) -> bool:
        if not CURRENT:
            RECORD.use(f"a condition on {self._name()}")
            return False
        try:
            asked = Comparison(self.task, self.keys, json.dumps(value))
        except TypeError:
            raise UnfollowedError(f"it compares {self._name()} with something that is no constant") from None
        return CURRENT[-1].answer(asked)

    def __eq__(self, other: object) -> bool:
        return self._is(other)

    def __ne__(self, other: object) -> bool:
        return not self._is(other)

    def __bool__(self) -> bool:
        return self._is(value=True)

    def __hash__(self) -> int:
        return hash((self.task, self.keys))

    def _other(self, *_: object) -> Any:
        refuse(f"it does more with {self._name()} than compare it with a constant")
        return NotImplemented

    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __sub__ = __mod__ = __contains__ = __iter__ = __len__ = _other
    __int__ = __float__ = __index__ = _other

    def __str__(self) -> str:
        refuse(f"it makes text of {self._name()}")
        return RECORD.mark(self._name(), self.template())

    def __format__(self, _spec: str) -> str:
        return str(self)

    def _name(self) -> str:
        return f"the result of {self.task}" + "".join(f"[{key!r}]" for key in self.keys)

    def template(self) -> str:
        """Give the template of Airflow for this value."""
        return f"ti.xcom_pull(task_ids='{self.task}')" + "".join(f"['{key}']" for key in self.keys)


class TaskInstance:
    """A stub for Airflow's task instance."""

    def __init__(self) -> None:
        self.pulled: list[str] = []

    def xcom_pull(self, task_ids: Any = None, key: str = "return_value", **_more: Any) -> Any:
        """Give the result of a task, or those of several."""
        if key != "return_value" or task_ids is None:
            refuse(f"it pulls the XCom value {key} of {task_ids or 'any task'}")
        if isinstance(task_ids, (list, tuple)):
            return [self.xcom_pull(one) for one in task_ids]
        self.pulled.append(str(task_ids))
        return Result(str(task_ids))

    def xcom_push(self, *_arguments: Any, **_more: Any) -> None:
        """Push nothing: no task of a manifest reads it."""


def loads(text: Any, *arguments: Any, **more: Any) -> Any:
    """Read JSON; a result stays one."""
    return text if isinstance(text, Result) else READ_JSON(text, *arguments, **more)


READ_JSON = json.loads
"""Python's own `json.loads`."""
