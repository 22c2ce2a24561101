"""
Marks in texts: values that are only known when a task runs, or that only the real Airflow knows.

A mark is a number between two characters of Unicode's private use area. It passes through f-strings and joins, so the
reader of the result finds each place that a value reached.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field
from typing import Any

BEFORE, AFTER = "\ue000", "\ue001"


@dataclass(frozen=True)
class Place:
    """A line of the DAG's own files."""

    file: str
    line: int


@dataclass(frozen=True)
class Mark:
    """One value: `template` if Airflow can compute it when the task runs."""

    what: str
    place: Place
    template: str | None = None


@dataclass
class Record:
    """Everything that was seen while the DAG was read."""

    folder: str = ""
    marks: list[Mark] = field(default_factory=list)
    uses: list[Mark] = field(default_factory=list)
    dags: list[Any] = field(default_factory=list)

    def mark(self, what: str, template: str | None = None, at: Place | None = None) -> str:
        """Add a mark, at the running line or another; give the text that represents it."""
        self.marks.append(Mark(what, at or place(), template))
        return f"{BEFORE}{len(self.marks) - 1}{AFTER}"

    def use(self, what: str) -> None:
        """Record that the DAG used something when it was read, once for each line."""
        used = Mark(what, place())
        if used not in self.uses:
            self.uses.append(used)


RECORD = Record()


def place() -> Place:
    """Give the line of the DAG's own code that is running."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        if frame.f_code.co_filename.startswith(RECORD.folder):
            return Place(frame.f_code.co_filename, frame.f_lineno)
        frame = frame.f_back
    return Place("", 0)


def as_data(mark: Mark) -> dict[str, Any]:
    """Give the mark as JSON data."""
    return asdict(mark)
