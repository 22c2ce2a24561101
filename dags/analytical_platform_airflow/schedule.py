"""When a DAG runs: a manifest's schedule in Airflow's terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pendulum

from analytical_platform_airflow.airflow_versions import Asset
from analytical_platform_airflow.data import Schedule

INTERVAL_UNITS = ("seconds", "minutes", "hours")


def airflow_schedule(schedule: Schedule) -> str | timedelta | list[Asset] | None:
    """
    Translate a schedule; a list of datasets means all of them together.

    :raises ValueError: a mapping that is neither an interval nor datasets.
    """
    if schedule is None or isinstance(schedule, str):
        return schedule
    if list(schedule) == ["datasets"]:
        return datasets(schedule["datasets"])
    if len(schedule) == 1 and next(iter(schedule)) in INTERVAL_UNITS:
        return timedelta(**schedule)
    raise ValueError(f"schedule {schedule!r} is neither datasets nor one of {', '.join(INTERVAL_UNITS)}")


def datasets(uris: Iterable[str]) -> list[Any]:
    """Make a dataset (an asset, on Airflow 3) of each URI."""
    return [Asset(uri) for uri in uris]


def midnight_utc(date: str) -> pendulum.DateTime:
    """
    Read `YYYY-MM-DD` as the midnight, UTC, that begins the day.

    :raises ValueError: not such a date.
    """
    year, month, day = (int(part) for part in date.split("-"))
    return pendulum.datetime(year, month, day, tz="UTC")
