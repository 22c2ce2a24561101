"""In a run of the installed Airflow, with its database and timer: results, conditions, a retry, rules, a timeout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from workflows import MINIMAL

TESTS = Path(__file__).resolve().parents[1]
DAGS = TESTS.parent / "dags"

DAG_OBJECT = """
import json, sys

from analytical_platform_airflow import workflow
from analytical_platform_airflow.operator import KubernetesPodOperator
from fake_kubernetes import FakeKubernetes, drive, fails, runs, succeeds_with

WRITTEN = {"check": '{"changed": true, "rows": "{{ ds }} 7"}', "broken": "{oops"}
run = KubernetesPodOperator.execute_sync


def run_in_memory(self, context):
    first_try_fails = self.task_id == "check" and context["ti"].try_number == 1
    end = fails if first_try_fails else succeeds_with(WRITTEN.get(self.task_id))
    api = FakeKubernetes(runs, runs, runs if self.task_id == "late" else end)
    drive(self, api)
    print("VALUE of", self.task_id, "is", self.env_vars.get("VALUE"), flush=True)
    try:
        return run(self, context)
    finally:
        print("PODS of", self.task_id, "that are left:", len(api.pods), flush=True)


KubernetesPodOperator.execute_sync = run_in_memory
dag = workflow(**json.loads(%r))
"""


def _result(task: str, field: str) -> dict[str, Any]:
    return {"template": f"{{{{ results.{task}.{field} }}}}", "pieces": [{"result": task, "field": field}]}


TASKS: dict[str, Any] = {
    "check": {"results": ["changed", "rows"], "retries": 1, "retry_delay": 0},
    "load": {
        "dependencies": ["check"],
        "env_vars": {"VALUE": _result("check", "rows")},
        "when": {"value": _result("check", "changed"), "is": "true"},
    },
    "otherwise": {"dependencies": ["check"], "when": {"value": _result("check", "changed"), "is": "false"}},
    "after-skipped": {"dependencies": ["otherwise"]},
    "join": {"dependencies": ["load", "otherwise"], "trigger_rule": "none_failed"},
    "late": {"timeout": 3},
    "tidy": {"dependencies": ["late"], "trigger_rule": "all_done"},
    "broken": {"results": ["x"]},
    "uses-broken": {
        "dependencies": ["broken"],
        "trigger_rule": "all_done",
        "env_vars": {"VALUE": _result("broken", "x")},
    },
}


def test_results_conditions_retries_rules_and_a_timeout_work_together(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path / "dags"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path}/airflow.db",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
        "PYTHONPATH": f"{DAGS}:{TESTS / 'dags'}",
    }
    (tmp_path / "dags").mkdir()
    dag_object, record = tmp_path / "dags" / "results.py", tmp_path / "record.json"
    dag_object.write_text(DAG_OBJECT % json.dumps({**MINIMAL, "tasks": TASKS}), "utf-8")
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], env=environment, check=True, capture_output=True)
    worker = [sys.executable, str(TESTS / "cluster" / "worker" / "run_dag.py"), str(dag_object), str(record)]
    done = subprocess.run(worker, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    log = done.stdout + done.stderr
    assert record.exists(), log[-5000:]
    tasks = json.loads(record.read_text("utf-8"))["tasks"]
    assert {name: task["state"] for name, task in tasks.items()} == {
        "check": "success",
        "load": "success",
        "otherwise": "skipped",
        "after-skipped": "skipped",
        "join": "success",
        "late": "failed",
        "tidy": "success",
        "broken": "failed",
        "uses-broken": "failed",
    }
    assert tasks["check"]["tries"] == 2
    assert "VALUE of load is {{ ds }} 7" in log
    assert "Skipped by the condition `when`: 'true' is not 'false'" in log
    assert "Other tasks use the result of broken, but its result is not JSON" in log
    assert "task broken has no result in this run" in log
    assert "The task took longer than its timeout, 3 seconds. Its pod was deleted." in log
    assert "PODS of late that are left: 0" in log
