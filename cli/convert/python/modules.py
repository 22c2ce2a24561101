"""
Modules that the DAG may import.

Python's own and those in the DAG's folder are real. Airflow, the present platform's and all others are stubs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import clock
import stubs
import task_flow
from marks import RECORD, place
from results import refuse

# Modules that may exist beside the interpreter, and still must be stubs.
ALWAYS = ("airflow", "analytical_platform", "kubernetes", "pendulum")
SPECIAL_NAMES = ("__path__", "__file__", "__spec__", "__all__", "__wrapped__")


class Unknown:
    """A stub for everything else. Text made from it carries a mark."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._place = place()

    def __getattr__(self, name: str) -> Unknown:
        if name.startswith("__"):
            raise AttributeError(name)
        return Unknown(f"{self._name}.{name}")

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Make a task if this is an operator; otherwise note the call."""
        name = self._name.removesuffix(".partial")
        mapped = stubs.MAPPED if name != self._name else ""
        last = name.rsplit(".", 1)[-1]
        if "task_id" in keywords and (last.endswith(("Operator", "Sensor")) or "dag" in keywords or stubs.Dag.current):
            return stubs.OtherTask(f"{mapped}{last}", **keywords)
        RECORD.use(f"{self._name}()")
        return Unknown(f"{self._name}()")

    def __getitem__(self, key: object) -> Unknown:
        return Unknown(f"{self._name}[{key!r}]")

    def __eq__(self, other: object) -> bool:
        refuse(f"it compares {self._name}")
        return self is other

    __hash__ = object.__hash__

    def __iter__(self) -> Iterator[Any]:
        refuse(f"it loops over {self._name}")
        RECORD.use(f"a loop over {self._name}")
        return iter(())

    def __bool__(self) -> bool:
        refuse(f"it depends on {self._name}")
        RECORD.use(f"a condition on {self._name}")
        return False

    def __len__(self) -> int:
        return 0

    def __str__(self) -> str:
        return RECORD.mark(self._name, at=self._place)

    def __format__(self, spec: str) -> str:
        return str(self)

    def __rshift__(self, other: Any) -> Any:
        return other

    def __lshift__(self, other: Any) -> Any:
        return other

    def __rrshift__(self, other: Any) -> Unknown:
        return self

    def __rlshift__(self, other: Any) -> Unknown:
        return self

    def __mro_entries__(self, _bases: tuple[Any, ...]) -> tuple[type, ...]:
        name = self._name.rsplit(".", 1)[-1]

        def initialise(task: stubs.Task, *_arguments: Any, **keywords: Any) -> None:
            stubs.Task.__init__(task, **keywords)

        return (type(name, (stubs.Task,), {"operator": name, "__init__": initialise}),)


class TriggerRule:
    """Names of trigger rules: `TriggerRule.ALL_DONE` is `all_done`."""

    def __getattr__(self, name: str) -> str:
        return name.lower()


def _pendulum_datetime(*parts: Any, **more: Any) -> clock.Moment:
    known = {name: value for name, value in more.items() if name not in ("tz", "fold")}
    return clock.Moment(*parts, **known)


def _days_ago(days: int, *_time: int) -> clock.Moment:
    moment: clock.Moment = clock.Moment.now(UTC) - timedelta(days=days)
    return moment


AIRFLOW: dict[str, Any] = {
    "DAG": stubs.Dag,
    "dag": task_flow.dag,
    "task": task_flow.TaskDecorator(),
    "TaskGroup": stubs.TaskGroup,
    "Label": stubs.Label,
    "chain": stubs.chain,
    "cross_downstream": stubs.cross_downstream,
    "TriggerRule": TriggerRule(),
    "days_ago": _days_ago,
    "utcnow": lambda: clock.Moment.now(UTC),
    "timedelta": timedelta,
    "datetime": clock.Moment,
    **{
        name: stubs.kept(name)
        for name in ("Secret", "Dataset", "Asset", "Param", "send_slack_notification", "SlackNotifier")
    },
}
PENDULUM: dict[str, Any] = {
    "datetime": _pendulum_datetime,
    "duration": timedelta,
    "now": lambda *_zone: clock.Moment.now(UTC),
    "today": lambda *_zone: clock.Moment.today(),
    "timezone": lambda _name="UTC": UTC,
    "UTC": UTC,
    "DateTime": datetime,
}
BY_MODULE = {
    "airflow": AIRFLOW,
    "pendulum": PENDULUM,
    "analytical_platform": {stubs.PLATFORM_OPERATOR: stubs.Task},
}


class StandIn(ModuleType):
    """A module that has everything."""

    __path__: list[str] = []  # noqa: RUF012 - Python's own name; it makes the module a package

    def __getattr__(self, name: str) -> Any:
        if name in SPECIAL_NAMES:
            raise AttributeError(name)
        known = BY_MODULE.get(self.__name__.split(".")[0], {})
        return known[name] if name in known else Unknown(f"{self.__name__}.{name}")


class Finder(MetaPathFinder, Loader):
    """Finds a stub for a module. Before Python's own finders only for the modules of Airflow."""

    def __init__(self, only: tuple[str, ...] | None) -> None:
        self.only = only

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:
        """Give a module of every name that is asked for."""
        top = name.split(".", maxsplit=1)[0]
        if self.only is None and (top in sys.stdlib_module_names or self._in_own_folder(top)):
            return None
        return ModuleSpec(name, self, is_package=True) if self.only is None or top in self.only else None

    @staticmethod
    def _in_own_folder(top: str) -> bool:
        module = sys.modules.get(top)
        return module is not None and not isinstance(module, StandIn)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make the stub."""
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: a stub has no code."""


def install() -> None:
    """Let the DAG import stubs."""
    sys.meta_path.insert(0, Finder(ALWAYS))
    sys.meta_path.append(Finder(None))
