"""Alarms read metrics and lines that the installed Airflow writes."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import airflow
import pytest

ROOT = Path(__file__).parents[2]

# From the table of https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html
AIRFLOW_NAMES = {
    "SchedulerHeartbeat": "scheduler_heartbeat",
    "DagBagSize": "dagbag_size",
    "ImportErrors": "dag_processing.import_errors",
    "QueuedTasks": "executor.queued_tasks",
}


@functools.cache
def emitted() -> frozenset[str]:
    """Every text in the modules of Airflow that call its metrics."""
    found: set[str] = set()
    package = Path(airflow.__path__[0])
    for folder in ("dag_processing", "executors", "jobs", "models"):
        for path in (package / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "Stats." in text:
                statements = ast.walk(ast.parse(text))
                found.update(n.value for n in statements if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return frozenset(found)


def alarm_metrics() -> set[str]:
    """CloudWatch's names of Airflow's metrics, in the table of alarms."""
    folder = ROOT / "platform" / "operations" / "alarms"
    text = (folder / "airflow.ts").read_text(encoding="utf-8")
    return set(re.findall(r'airflow\("(\w+)"', text))


def test_every_metric_of_an_alarm_has_its_airflow_name_here() -> None:
    assert alarm_metrics() == set(AIRFLOW_NAMES)


@pytest.mark.parametrize("name", sorted(AIRFLOW_NAMES.values()))
def test_airflow_emits_the_metric(name: str) -> None:
    assert name in emitted()


def test_a_scheduler_writes_the_end_of_every_try_as_the_alarm_looks_for_it() -> None:
    [line] = [text for text in emitted() if text.startswith("TaskInstance Finished:")]
    assert " state=%s, executor=" in line
