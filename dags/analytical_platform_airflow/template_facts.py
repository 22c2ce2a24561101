"""Facts of a run that a template may name; their twin in TypeScript is `workflow/templates/facts.ts`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pendulum

from analytical_platform_airflow.template_steps import STEPS


def _moment(key: str) -> Callable[[Any], Any]:
    """
    Look up a date of the run.

    A run without dates, as Airflow 3 makes for datasets, has the moment from which it may start in place of each.
    """

    def look_up(context: Any) -> Any:
        return context.get(key) or pendulum.instance(context["dag_run"].run_after)

    return look_up


_logical_date = _moment("logical_date")


def _as(step: str) -> Callable[[Any], str]:
    """Write the logical date, as Airflow does for its variable of the same name."""
    return lambda context: str(STEPS[step](_logical_date(context)))


def _gone_in_airflow_3(key: str) -> Callable[[Any], Any]:
    """Look up what only Airflow 2 has; the manifest language refuses it for Airflow 3."""
    return lambda context: context[key]


FACTS: Mapping[str, Callable[[Any], Any]] = {
    "logical_date": _logical_date,
    "data_interval_start": _moment("data_interval_start"),
    "data_interval_end": _moment("data_interval_end"),
    **{name: _as(name) for name in ("ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz")},
    "run_id": lambda context: context["run_id"],
    "task_id": lambda context: context["ti"].task_id,
    "dag_id": lambda context: context["ti"].dag_id,
    "try_number": lambda context: context["ti"].try_number,
    **{
        name: _gone_in_airflow_3(name)
        for name in (
            "execution_date",
            "next_execution_date",
            "next_ds",
            "next_ds_nodash",
            "prev_execution_date",
            "prev_ds",
            "prev_ds_nodash",
            "tomorrow_ds",
            "tomorrow_ds_nodash",
            "yesterday_ds",
            "yesterday_ds_nodash",
        )
    },
}
"""Name to what looks it up in the context of a task."""
