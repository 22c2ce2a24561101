"""Stubs for Airflow's decorators `@dag` and `@task`, which make DAGs and tasks of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import stubs

OPERATORS = {"branch": "BranchPythonOperator", "short_circuit": "ShortCircuitOperator"}


class TaskDecorator:
    """`@task`, `@task.branch` and others. A call of the function makes a task of the operator that they stand for."""

    def __init__(self, operator: str = "PythonOperator") -> None:
        self.operator = operator

    def __getattr__(self, name: str) -> TaskDecorator:
        if name.startswith("__"):
            raise AttributeError(name)
        return TaskDecorator(OPERATORS.get(name, f"task.{name}"))

    def __call__(self, function: Callable[..., Any] | None = None, **keywords: Any) -> Any:
        """Decorate the function, or give a decorator with these arguments of the task."""
        if function is None:
            return lambda later: self(later, **keywords)
        return DecoratedFunction(self.operator, function, keywords)


class DecoratedFunction:
    """A function with `@task`, and the arguments of its task."""

    def __init__(self, operator: str, function: Callable[..., Any], keywords: dict[str, Any]) -> None:
        self.operator = operator
        self.function = function
        self.keywords = keywords

    def __call__(self, *arguments: Any, **more: Any) -> stubs.OtherTask:
        """Make a task."""
        return self._task(self.operator, arguments, more)

    def override(self, **keywords: Any) -> DecoratedFunction:
        """Give the function with other arguments of its task."""
        return DecoratedFunction(self.operator, self.function, {**self.keywords, **keywords})

    def partial(self, *arguments: Any, **more: Any) -> stubs.OtherTask:
        """Make a task that Airflow maps over lists."""
        return self._task(f"{stubs.MAPPED}{self.operator}", arguments, more)

    expand = expand_kwargs = partial

    def _task(self, operator: str, arguments: tuple[Any, ...], more: dict[str, Any]) -> stubs.OtherTask:
        own = {"op_args": _results(list(arguments)), "op_kwargs": _results(more), "python_callable": self.function}
        return stubs.OtherTask(operator, **{"task_id": self.function.__name__, **self.keywords, **own})


def _results(value: Any) -> Any:
    """Put the result of a task in the place of the task, as Airflow does."""
    if isinstance(value, stubs.Task):
        return value.output
    if isinstance(value, dict):
        return {key: _results(one) for key, one in value.items()}
    return [_results(one) for one in value] if isinstance(value, list) else value


def dag(function: Callable[..., Any] | None = None, **keywords: Any) -> Any:
    """Decorate a function whose call makes a DAG with the tasks that it makes."""
    if function is None:
        return lambda later: dag(later, **keywords)

    def call(*arguments: Any, **more: Any) -> stubs.Dag:
        with stubs.Dag(**{"dag_id": function.__name__, **keywords}) as made:
            function(*arguments, **more)
        return made

    return call
