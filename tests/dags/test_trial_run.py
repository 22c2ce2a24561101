"""`npm run dags -- test` loads a DAG object for a trial."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from test_loading import HEADER
from workflows import MINIMAL

RUN_DAG = Path(__file__).resolve().parents[2] / "cli" / "dags" / "run_dag.py"

NOTIFIES = {"slack_channel": "#team", "slack_events": ["success", "failure"], "emails": ["team@justice.gov.uk"]}


def _for_a_trial(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("run_dag", RUN_DAG)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load(path)


def test_a_trial_whose_task_fails_notifies_nobody_and_ends_without_another_error(
    dags_folder: Callable[..., Path],
) -> None:
    data = {**MINIMAL, "notifications": NOTIFIES, "timeout": 60}
    dag = _for_a_trial(dags_folder(hello=f"{HEADER}dag = workflow(**{data!r})\n") / "examples" / "hello.py")
    assert not dag.on_success_callback
    assert not dag.on_failure_callback
    _call_failure_callbacks(dag.get_task("main"))


def _call_failure_callbacks(task: Any) -> None:
    """Do what Airflow does after a failure. A callback of the workflow would need more than this context."""
    runner: Any
    try:
        from airflow.sdk.execution_time import task_runner as runner
    except ModuleNotFoundError:  # Airflow 2
        from airflow.models import taskinstance as runner

        runner._run_finished_callback(callbacks=task.on_failure_callback, context={})
    else:
        runner._run_task_state_change_callbacks(task, "on_failure_callback", {}, logging.getLogger())
    assert list(task.on_failure_callback) == []
