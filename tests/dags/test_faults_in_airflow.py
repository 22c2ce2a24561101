"""In the installed Airflow, with its database: faults of Airflow's own, and what its record says after them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import airflow
import pytest

from workflows import MINIMAL

TESTS = Path(__file__).resolve().parents[1]
DAGS = TESTS.parent / "dags"

DAG_OBJECT = """
import json

from analytical_platform_airflow import workflow
from analytical_platform_airflow.operator import KubernetesPodOperator
from fake_kubernetes import FakeKubernetes, drive, fails, runs, succeeds

run = KubernetesPodOperator.execute_sync


def run_in_memory(self, context):
    bad = self.task_id == "fails" or (self.task_id == "retried" and context["ti"].try_number == 1)
    drive(self, FakeKubernetes(runs, runs, fails if bad else succeeds))
    return run(self, context)


KubernetesPodOperator.execute_sync = run_in_memory
dag = workflow(**json.loads(%r))
"""

TASKS: dict[str, Any] = {
    "fails": {"outlets": ["s3://failed"]},
    "retried": {"outlets": ["s3://retried"], "retries": 1, "retry_delay": 0},
    "skipped": {"outlets": ["s3://skipped"], "when": {"value": "a", "is": "b"}},
    "succeeds": {"outlets": ["s3://succeeded"]},
}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Play all faults in one database, because each start of Airflow takes long."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "PYTHONPATH": f"{DAGS}:{TESTS / 'dags'}:{TESTS.parent / 'cli' / 'dags'}",
    }
    (home / "dags").mkdir()
    dag_object, result = home / "dags" / "faults.py", home / "record.json"
    data = {**MINIMAL, "depends_on_past": True, "tasks": TASKS}
    dag_object.write_text(DAG_OBJECT % json.dumps(data), "utf-8")
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], env=environment, check=True, capture_output=True)
    play = [sys.executable, str(TESTS / "dags" / "play_faults.py"), str(dag_object), str(result)]
    done = subprocess.run(play, env=environment, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603
    assert result.exists(), (done.stdout + done.stderr)[-5000:]
    answer: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return answer


def test_a_dataset_is_published_by_tasks_that_succeed_and_by_no_other(record: dict[str, Any]) -> None:
    assert record["first"] == {"fails": "failed", "retried": "success", "skipped": "skipped", "succeeds": "success"}
    assert record["published"] == ["s3://retried/", "s3://succeeded/"]


def test_with_depends_on_past_a_task_waits_until_its_failure_in_the_run_before_is_made_good(
    record: dict[str, Any],
) -> None:
    assert record["second"] == {"fails": None, "retried": "success", "skipped": "skipped", "succeeds": "success"}
    assert record["second, after somebody marked the first a success"]["fails"] == "failed"


def test_what_a_second_delivery_by_celery_does_to_a_task_that_runs(record: dict[str, Any]) -> None:
    """
    The worker of the second delivery ends at once, because the task runs already. Its executor reports that.

    Airflow 3.0.6 then fails the task that runs (apache/airflow#58441), so no task may run for SQS's twelve hours:
    `taskTimeout` in the stack files. If this fails, Airflow is mended.
    """
    assert record["second delivery"] == ("failed" if airflow.__version__.startswith("3.") else "running")
