"""Conversion of a manifest's schedule and dates to Airflow's types."""

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
    Convert a schedule. With a list of datasets, the DAG runs when all of them have changed.

    :raises ValueError: a mapping has neither an interval nor datasets.
    """
    if schedule is None or isinstance(schedule, str):
        return schedule
    if list(schedule) == ["datasets"]:
        return datasets(schedule["datasets"])
    if len(schedule) == 1 and next(iter(schedule)) in INTERVAL_UNITS:
        return timedelta(**schedule)
    raise ValueError(
        f"schedule {schedule!r} must have one key: datasets, {', '.join(INTERVAL_UNITS[:-1])} or {INTERVAL_UNITS[-1]}"
    )


def datasets(uris: Iterable[str]) -> list[Any]:
    """Return a dataset for each URI. Airflow 3 calls it an asset."""
    return [Asset(uri) for uri in uris]


def midnight_utc(date: str) -> pendulum.DateTime:
    """
    Return midnight (UTC) at the start of a day.

    :param date: the day, as `YYYY-MM-DD`.
    :raises ValueError: the text is not such a date.
    """
    year, month, day = (int(part) for part in date.split("-"))
    return pendulum.datetime(year, month, day, tz="UTC")
