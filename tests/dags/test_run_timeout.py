"""`dag.timeout`, the longest duration of a run, with the installed Airflow's own scheduler."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from real_scheduler import RealScheduler
from workflows import MINIMAL

DAG_OBJECT = """
import json
from pathlib import Path

from analytical_platform_airflow import notifications, workflow
from analytical_platform_airflow.operator import KubernetesPodOperator
from fake_kubernetes import FakeKubernetes, drive, runs

HOME = Path(%(home)r)
run = KubernetesPodOperator.execute_sync


def run_in_memory(self, context):
    def runs_on(pod):
        runs(pod)
        (HOME / "started").touch()

    api = FakeKubernetes(runs_on)
    drive(self, api)
    try:
        return run(self, context)
    finally:
        (HOME / "pods").write_text(f"{len(api.created)} created, {len(api.pods)} left")


def post(channel, text, context):
    with (HOME / "posts").open("a") as file:
        print(channel, text, file=file)


KubernetesPodOperator.execute_sync = run_in_memory
notifications.post = post
# The run has time until its pod runs, so that the test does not depend on the speed of the machine.
timeout = 1 if (HOME / "started").exists() else 86400
dag = workflow(**{**json.loads(%(data)r), "timeout": timeout})
"""

WORKFLOW: dict[str, Any] = {
    **MINIMAL,
    "schedule": "@once",
    "tasks": {"main": {"retries": 1, "retry_delay": 0}, "later": {"dependencies": ["main"]}},
    "notifications": {"emails": [], "slack_channel": "data", "slack_events": ["failure", "success"]},
}


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


def test_a_run_that_takes_too_long_fails_its_pod_is_deleted_and_people_are_told_why_once(tmp_path: Path) -> None:
    airflow = RealScheduler(tmp_path)
    text = DAG_OBJECT % {"home": str(tmp_path), "data": json.dumps(WORKFLOW)}
    (airflow.dags / "hello.py").write_text(text, "utf-8")
    posts, pods = tmp_path / "posts", tmp_path / "pods"
    with airflow.running():
        airflow.wait_for(
            lambda: pods.exists() and "took longer" in _text(posts), "end of the task, or message of the run"
        )
        airflow.wait_for(lambda: not airflow.tasks_that_run(), "end of the task's process")
        states = airflow.states()
    assert pods.read_text("utf-8") == "1 created, 0 left"
    # Airflow marks a task that ran as skipped, and does not touch one that never started.
    assert states == {"": "failed", "main": "skipped", "later": None}, airflow.output()[-8000:]
    # Airflow 3 also calls the task's own callback: its process ends with an error.
    said = [line for line in _text(posts).splitlines() if "took longer" in line]
    assert said == ["#data :x: *examples.hello* took longer than its timeout in development"]
