"""Facts of a run that a template may name. `workflow/templates/facts.ts` has the same list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pendulum

from analytical_platform_airflow.template_steps import STEPS


def _moment(key: str) -> Callable[[Any], Any]:
    """
    Return a function that finds a date of the run.

    Runs that datasets start in Airflow 3 have no dates. For them, the function returns the time from which the run may
    start (`run_after`).
    """

    def look_up(context: Any) -> Any:
        return context.get(key) or pendulum.instance(context["dag_run"].run_after)

    return look_up


_logical_date = _moment("logical_date")


def _as(step: str) -> Callable[[Any], str]:
    """Return a function that formats the logical date in the same way as Airflow's variable of this name."""
    return lambda context: str(STEPS[step](_logical_date(context)))


def _removed_in_airflow_3(key: str) -> Callable[[Any], Any]:
    """Return a function that finds a value of Airflow 2. Validation refuses these names for Airflow 3."""
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
        name: _removed_in_airflow_3(name)
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
"""Names, with functions that find the fact in the context of a task."""
