"""
A clock for the DAG: always the same moment, and it keeps track of dates that come from it.

On the present platform Airflow reads the file again for each task, so `datetime.now()` is about the moment at which the
task starts. Text made from such a date carries a template of the end of the run's interval in its place.
"""

from __future__ import annotations

import datetime as module
import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, TypeVar

from marks import RECORD

INTERVAL_END = "data_interval_end"
UNITS = ("days", "seconds", "microseconds")
Dated = TypeVar("Dated", "Moment", "Day")


class Moment(datetime):
    """A date and time; `derived` is its template if it comes from the clock."""

    derived: str | None = None

    @classmethod
    def _at_clock(cls, zone: tzinfo | None = None) -> Moment:
        moment = _copy(NOW.get("now", datetime(2026, 1, 1, tzinfo=UTC)).astimezone(zone or UTC))
        moment = moment if zone else _copy(moment.replace(tzinfo=None))
        moment.derived = INTERVAL_END
        return moment

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Moment:
        """Give the clock's moment."""
        RECORD.use("datetime.now()")
        return cls._at_clock(tz)

    @classmethod
    def utcnow(cls) -> Moment:
        """Give the clock's moment."""
        RECORD.use("datetime.utcnow()")
        return cls._at_clock()

    @classmethod
    def today(cls) -> Moment:
        """Give the clock's moment."""
        RECORD.use("datetime.today()")
        return cls._at_clock()

    def __add__(self, other: timedelta) -> Moment:
        return _shifted(self, _copy(datetime.__add__(self, other)), other, "+")

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        result = datetime.__sub__(self, other)
        return _shifted(self, _copy(result), other, "-") if isinstance(result, datetime) else result

    def date(self) -> Day:
        """Give the date; one that comes from the clock still does."""
        day = Day(self.year, self.month, self.day)
        day.derived = self.derived
        return day

    def strftime(self, format: str) -> str:  # noqa: A002 - the name of datetime's own
        """Write the date; one that comes from the clock as a template."""
        return _written(self.derived, format) or super().strftime(format)

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """Write the date; one that comes from the clock as a template."""
        return _written(self.derived, f"%Y-%m-%d{sep}%H:%M:%S") or super().isoformat(sep, timespec)

    def __str__(self) -> str:
        return self.isoformat(" ")

    def __format__(self, spec: str) -> str:
        return self.strftime(spec) if spec else str(self)


class Day(date):
    """A date; `derived` is its template if it comes from the clock."""

    derived: str | None = None

    @classmethod
    def today(cls) -> Day:
        """Give the clock's day."""
        RECORD.use("date.today()")
        return Moment._at_clock().date()

    def __add__(self, other: timedelta) -> Day:
        return _shifted(self, _copy_day(date.__add__(self, other)), other, "+")

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        result = date.__sub__(self, other)
        return _shifted(self, _copy_day(result), other, "-") if isinstance(result, date) else result

    def strftime(self, format: str) -> str:  # noqa: A002 - the name of date's own
        """Write the date; one that comes from the clock as a template."""
        return _written(self.derived, format) or super().strftime(format)

    def isoformat(self) -> str:
        """Write the date; one that comes from the clock as a template."""
        return _written(self.derived, "%Y-%m-%d") or super().isoformat()

    def __str__(self) -> str:
        return self.isoformat()

    def __format__(self, spec: str) -> str:
        return self.strftime(spec) if spec else str(self)


NOW: dict[str, datetime] = {}


def _copy(moment: datetime) -> Moment:
    return Moment(*moment.timetuple()[:6], moment.microsecond, moment.tzinfo)


def _copy_day(day: date) -> Day:
    return Day(day.year, day.month, day.day)


def _shifted(before: Dated, after: Dated, by: timedelta, sign: str) -> Dated:
    if before.derived is not None:
        parts = ", ".join(f"{unit}={getattr(by, unit)}" for unit in UNITS if getattr(by, unit))
        after.derived = f"({before.derived} {sign} macros.timedelta({parts}))" if parts else before.derived
    return after


def _written(derived: str | None, pattern: str) -> str | None:
    if derived is None:
        return None
    quoted = pattern.replace("\\", "\\\\").replace("'", "\\'")
    return RECORD.mark("the clock", f"{derived}.strftime('{quoted}')")


def set_clock(now: datetime) -> None:
    """Let everything that the DAG imports read this moment."""
    NOW["now"] = now

    def seconds() -> float:
        RECORD.use("time.time()")
        return now.timestamp()

    module.datetime = Moment  # type: ignore[misc]
    module.date = Day  # type: ignore[misc]
    time.time = seconds
