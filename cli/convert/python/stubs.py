"""Stubs for the classes of Airflow and of the present platform that a DAG is made of. They keep what they get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from marks import RECORD, place
from results import Result

PLATFORM_OPERATOR = "AnalyticalPlatformStandardOperator"
MAPPED = "mapped "
"""Begins the operator of a task of which Airflow makes a copy for each value of a list."""


class Node:
    """Something that `>>` can join: a task, a group of tasks, a label."""

    def starts(self) -> list[Task]:
        """Give the tasks that run first."""
        return []

    def ends(self) -> list[Task]:
        """Give the tasks that run last."""
        return []

    def __rshift__(self, other: Any) -> Any:
        join(self, other)
        return other

    def __lshift__(self, other: Any) -> Any:
        join(other, self)
        return other

    def __rrshift__(self, other: Any) -> Node:
        join(other, self)
        return self

    def __rlshift__(self, other: Any) -> Node:
        join(self, other)
        return self

    def set_upstream(self, other: Any, edge_modifier: object = None) -> None:
        """Run after `other`."""
        join(other, self)

    def set_downstream(self, other: Any, edge_modifier: object = None) -> None:
        """Run before `other`."""
        join(self, other)


def nodes(value: Any) -> Iterator[Node]:
    """Give the nodes in a node or in a list of them."""
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for one in value:
            yield from nodes(one)


def join(earlier: Any, later: Any) -> None:
    """Let all of `later` run after all of `earlier`."""
    for first in nodes(earlier):
        for second in nodes(later):
            if isinstance(second, Label):
                second.before.append(first)
            for task in second.starts():
                task.upstream.update(dict.fromkeys(one.task_id for one in first.ends()))


class Label(Node):
    """A note on an edge, which joins the tasks on its sides."""

    def __init__(self, label: str = "") -> None:
        self.before: list[Node] = []

    def ends(self) -> list[Task]:
        """Give the tasks before the note."""
        return [task for node in self.before for task in node.ends()]


class Dag:
    """A DAG; its arguments are kept as they are."""

    current: list[Dag] = []  # noqa: RUF012 - the stack of `with DAG(…)`

    def __init__(self, dag_id: Any = "", *arguments: Any, **keywords: Any) -> None:
        self.dag_id = dag_id
        names = ("description", "schedule", "start_date", "end_date")
        self.keywords = {**dict(zip(names, arguments, strict=False)), **keywords}
        self.default_args = self.keywords.get("default_args") or {}
        self.params = self.keywords.get("params") or {}
        self.tasks: list[Task] = []
        self.place = place()
        RECORD.dags.append(self)

    def __enter__(self) -> Dag:
        Dag.current.append(self)
        return self

    def __exit__(self, *_error: object) -> None:
        Dag.current.pop()

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("keywords", {}):
            return self.keywords[name]
        raise AttributeError(f"the stub for a DAG has no {name}")


class TaskGroup(Node):
    """A group of tasks, which gives its name to theirs."""

    current: list[TaskGroup] = []  # noqa: RUF012 - the stack of `with TaskGroup(…)`

    def __init__(self, group_id: str, *_arguments: Any, prefix_group_id: bool = True, **_keywords: Any) -> None:
        outer: str = TaskGroup.current[-1].prefix if TaskGroup.current else ""
        self.prefix: str = f"{outer}{group_id}." if prefix_group_id else outer
        self.members: list[Task] = []

    def __enter__(self) -> TaskGroup:
        TaskGroup.current.append(self)
        return self

    def __exit__(self, *_error: object) -> None:
        TaskGroup.current.pop()
        if TaskGroup.current:
            TaskGroup.current[-1].members.extend(self.members)

    def starts(self) -> list[Task]:
        """Give the members that wait for no other member."""
        ids = {task.task_id for task in self.members}
        return [task for task in self.members if not ids & task.upstream.keys()]

    def ends(self) -> list[Task]:
        """Give the members that no other member waits for."""
        waited = {upstream for task in self.members for upstream in task.upstream}
        return [task for task in self.members if task.task_id not in waited]


def results_in(value: Any) -> Iterator[Result]:
    """Give the results in the arguments of a task, which then waits for their tasks."""
    if isinstance(value, Result):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from results_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from results_in(one)


class Task(Node):
    """A task of any operator; its arguments are kept as they are."""

    operator = PLATFORM_OPERATOR

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        names = ("task_id", "compute_profile", "name", "image", "environment", "project", "workflow")
        given = {**dict(zip(names, arguments, strict=False)), **keywords}
        dag = given.pop("dag", None) or (Dag.current[-1] if Dag.current else None)
        group = given.pop("task_group", None) or (TaskGroup.current[-1] if TaskGroup.current else None)
        self.place = place()
        self.task_id = f"{group.prefix if group else ''}{given.pop('task_id', '')}"
        self.upstream: dict[str, None] = dict.fromkeys(result.task for result in results_in(given))
        defaults = {**(dag.default_args if dag else {}), **(given.pop("default_args", None) or {})}
        self.keywords = {**defaults, **given}
        self.dag = dag
        if dag is None:
            RECORD.use(f"the task {self.task_id} belongs to no DAG")
        else:
            dag.tasks.append(self)
        if group is not None:
            group.members.append(self)

    def starts(self) -> list[Task]:
        """Give the task."""
        return [self]

    def ends(self) -> list[Task]:
        """Give the task."""
        return [self]

    @property
    def output(self) -> Result:
        """Give the result of the task."""
        return Result(self.task_id)

    @classmethod
    def partial(cls, **keywords: Any) -> OtherTask:
        """Make a task that Airflow maps over lists."""
        return OtherTask(f"{MAPPED}{cls.operator}", **keywords)


class OtherTask(Task):
    """A task of an operator that the present platform's own is not."""

    def __init__(self, operator: str, **keywords: Any) -> None:
        self.operator = operator
        super().__init__(**keywords)

    def expand(self, *lists: Any, **more: Any) -> OtherTask:
        """Map the task over lists; it waits for the tasks whose results they are."""
        self.upstream.update(dict.fromkeys(result.task for result in results_in([lists, more])))
        return self

    expand_kwargs = expand


class Kept:
    """A call of Airflow or Kubernetes, such as a secret or a notifier, kept with its arguments."""

    def __init__(self, name: str, *arguments: Any, **keywords: Any) -> None:
        self.name = name
        self.arguments = arguments
        self.keywords = keywords
        self.place = place()


def kept(name: str) -> Any:
    """Give a stub for the function or class of this name."""

    def call(*arguments: Any, **keywords: Any) -> Kept:
        return Kept(name, *arguments, **keywords)

    return call


def chain(*parts: Any) -> None:
    """Let each part run after the one before; lists of one length pair up, as in Airflow."""
    for earlier, later in pairwise(parts):
        both = isinstance(earlier, (list, tuple)) and isinstance(later, (list, tuple))
        for first, second in zip(earlier, later, strict=True) if both else [(earlier, later)]:
            join(first, second)


def cross_downstream(earlier: Any, later: Any) -> None:
    """Let all of `later` run after all of `earlier`."""
    join(earlier, later)
