"""Steps that change a value in a template. `workflow/templates/steps.ts` has the same list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

LONGEST_REPLACED = 1024 * 1024
"""Most characters that `replace` may give."""

UNITS = frozenset(["years", "months", "weeks", "days", "hours", "minutes", "seconds"])
FIELDS = frozenset(["day", "hour", "minute", "second", "microsecond"])
TIMEZONES = frozenset(["UTC", "Europe/London"])


def as_text(value: Any) -> str:
    """
    Convert a value to the text of an environment variable.

    Text is unchanged and `None` becomes empty text. Other values become JSON: `True` is `true`, `1.5` is `1.5`.
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _whole_number(value: Any) -> int:
    """Convert to a whole number like Jinja's filter `int`: `"42.7"` becomes 42, and anything that is not a number 0."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        try:
            return int(float(value))
        except (TypeError, ValueError, OverflowError):
            return 0


def _replaced(value: Any, old: str, new: str) -> str:
    text = str(value)
    if len(text) + text.count(old) * len(new) > LONGEST_REPLACED:
        raise ValueError(f"replace gives more than {LONGEST_REPLACED} characters")
    return text.replace(old, new)


def _only(allowed: frozenset[str], named: Mapping[str, int]) -> Mapping[str, int]:
    if unknown := named.keys() - allowed:
        raise ValueError(f"{', '.join(sorted(unknown))} cannot be set")
    return named


def _in_timezone(value: Any, name: str) -> Any:
    if name not in TIMEZONES:
        raise ValueError(f"{name!r} is not one of the time zones {', '.join(sorted(TIMEZONES))}")
    return value.in_timezone(name)


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d")


def _if_any(write: Callable[[Any], str]) -> Callable[[Any], str | None]:
    """Format a date like Airflow's filters, which return `None` without a date."""
    return lambda value: None if value is None else write(value)


STEPS: Mapping[str, Callable[..., Any]] = {
    "ds": _if_any(lambda value: value.strftime("%Y-%m-%d")),
    "ds_nodash": _if_any(lambda value: value.strftime("%Y%m%d")),
    "ts": _if_any(lambda value: value.isoformat()),
    "ts_nodash": _if_any(lambda value: value.strftime("%Y%m%dT%H%M%S")),
    "ts_nodash_with_tz": _if_any(lambda value: value.isoformat().replace("-", "").replace(":", "")),
    "int": _whole_number,
    "as_text": as_text,
    "string": str,
    "lower": lambda value: str(value).lower(),
    "upper": lambda value: str(value).upper(),
    "trim": lambda value: str(value).strip(),
    "replace": _replaced,
    "strftime": lambda value, written: value.strftime(written),
    "isoformat": lambda value: value.isoformat(),
    "date": lambda value: value.date(),
    "to_date_string": lambda value: value.to_date_string(),
    "in_timezone": _in_timezone,
    "plus": lambda value, seconds: value + timedelta(seconds=seconds),
    "minus": lambda value, seconds: value - timedelta(seconds=seconds),
    "add": lambda value, amounts: value.add(**_only(UNITS, amounts)),
    "set": lambda value, fields: value.replace(**_only(FIELDS, fields)),
    "ds_add": lambda value, days: (_day(value) + timedelta(days=days)).strftime("%Y-%m-%d"),
    "ds_format": lambda value, written: _day(value).strftime(written),
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: value.second,
    "int_timestamp": lambda value: value.int_timestamp,
}
"""Names of steps, with their functions. The first argument is the value; the others come from the DAG object."""
