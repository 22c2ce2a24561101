"""
Play outages with a whole Airflow, one after the other, because each start of Airflow takes long.

python tests/outages/play.py RECORD [SECONDS_WITHOUT_DATABASE]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from pods_api import PodsApi
from whole_airflow import IS_AIRFLOW_3, RefusedError, WholeAirflow

DAG_OBJECT = """
import json

from analytical_platform_airflow import workflow

dag = workflow(**json.loads(%r))
"""

WORKFLOW: dict[str, Any] = {
    "manifest": "manifests/development/examples/hello/workflow.yml",
    "environment": "development",
    "project": "examples",
    "workflow": "hello",
    "owner": "data@justice.gov.uk",
    "image": "registry.example/hello:1.0.0",
    "namespace": "mwaa",
    "service_account_name": "examples-hello",
    "start_date": "2025-01-01",
    "retry_delay": 0,
}

TWO_TASKS: dict[str, Any] = {"main": {}, "later": {"dependencies": ["main"]}}
MANY_TASKS: dict[str, Any] = {f"task-{number}": {"retries": 5} for number in range(16)}
"""On a slow machine, heartbeats that come late cost a try too."""

SLOTS = 4
"""Of a worker."""

SHORT_LIMITS = {
    # Seconds without a heartbeat until a task counts as lost: 300 by default.
    "SCHEDULER__SCHEDULER_ZOMBIE_TASK_THRESHOLD": 40,
    "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": 40,
    "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": 10,
}

EARLY = ["cleared", "removed", "restarted"]
LATE = ["outage", "outage-end"]


class Play:
    """A whole Airflow, the API server of its pods, and what happened."""

    def __init__(self, home: Path, api: PodsApi, seconds_without_database: int) -> None:
        self.api = api
        self.away = seconds_without_database
        kubeconfig = api.write_kubeconfig(home)
        self.airflow = WholeAirflow(home, SHORT_LIMITS, {"ANALYTICAL_PLATFORM_KUBECONFIG": str(kubeconfig)})
        self.record: dict[str, Any] = {}

    def write(self, name: str, tasks: dict[str, Any]) -> None:
        data = {**WORKFLOW, "dag_id": f"examples.{name}", "tasks": tasks}
        (self.airflow.dags / f"{name}.py").write_text(DAG_OBJECT % json.dumps(data), "utf-8")

    def all(self) -> dict[str, Any]:
        for name in [*EARLY, *LATE]:
            self.write(name, TWO_TASKS)
        self.write("waiting", MANY_TASKS)
        with self.airflow.running():
            self.airflow.start_worker("first", SLOTS)
            for name in [*EARLY, *LATE, "waiting"]:
                self.airflow.wait_for(partial(self.airflow.knows, f"examples.{name}"), f"DAG {name}")
            self._people_and_scheduler()
            self._database()
            self._worker()
        return self.record

    def start(self, *names: str) -> None:
        """Start runs, and wait until each has its first pod."""
        for name in names:
            self.airflow.does("trigger", f"examples.{name}")
        for name in names:
            self.airflow.wait_for(partial(self.api.of_dag, f"examples.{name}"), f"pod of {name}")

    def note(self, name: str) -> None:
        """Note what Airflow's database and the API server say of a workflow."""
        dag_id = f"examples.{name}"
        self.record[name] = {
            "states": self.airflow.states(dag_id),
            "tries": {task: tries for task, (_, tries) in self.airflow.tasks(dag_id).items()},
            "pods made": self.api.made_for(dag_id),
            "pods left": len(self.api.of_dag(dag_id)),
        }
        sys.stderr.write(f"{time.monotonic():.0f} {name} {self.record[name]}\n")

    def _has_ended(self, name: str) -> bool:
        return self.airflow.states(f"examples.{name}")[""] in {"success", "failed"}

    def _runs(self, name: str) -> bool:
        return self.airflow.states(f"examples.{name}")["main"] == "running"

    def end(self, *names: str) -> None:
        """Let the pods end, and wait for the runs."""
        for name in names:
            self.api.phase_of[f"examples.{name}"] = "Succeeded"
        for name in names:
            self.airflow.wait_for(partial(self._has_ended, name), f"end of {name}")
            self.note(name)

    def _people_and_scheduler(self) -> None:
        self.api.phase_of["examples.cleared"] = "Pending"
        self.start(*EARLY)
        [first_pod] = self.api.of_dag("examples.cleared")
        self.airflow.does("clear", "examples.cleared", "main")
        try:
            self.airflow.does("delete", "examples.removed")
        except RefusedError as error:
            self.record["deletion of a DAG that runs"] = str(error)
        self.airflow.wait_for(lambda: first_pod not in self.api.pods, "deletion of the cleared task's pod")
        # The object of a workflow that was removed or renamed is gone.
        (self.airflow.dags / "removed.py").unlink()
        self.airflow.kill("scheduler")
        self.airflow.start("scheduler")
        self.end("restarted")
        self.api.phase_of["examples.removed"] = "Succeeded"
        self.airflow.wait_for(lambda: self.airflow.states("examples.removed")["main"] != "running", "removed task")
        self.note("removed")
        if IS_AIRFLOW_3:
            self.note("cleared")
        else:
            self.end("cleared")

    def _database(self) -> None:
        self.start(*LATE)
        for name in LATE:
            self.airflow.wait_for(partial(self._runs, name), f"start of {name}")
        self.airflow.database.stop()
        self.api.phase_of["examples.outage-end"] = "Succeeded"
        time.sleep(self.away)
        self.airflow.database.start()
        self.record["ended by the outage"] = self.airflow.restart_what_has_ended()
        time.sleep(20)
        self.airflow.restart_what_has_ended()
        self.end(*LATE)

    def _worker(self) -> None:
        self.airflow.kill("first")
        self.airflow.start_worker("second", SLOTS)
        self.start("waiting")
        waiting = "examples.waiting"
        self.airflow.wait_for(lambda: len(self.api.of_dag(waiting)) == SLOTS, "full worker")
        self.airflow.start_worker("third", SLOTS)
        self.airflow.wait_for(lambda: len(self.api.of_dag(waiting)) == 2 * SLOTS, "second full worker")
        self.airflow.kill("second")
        self.end("waiting")


def main() -> None:
    """Play all, and write the record."""
    with PodsApi() as api:
        play = Play(Path(tempfile.mkdtemp(prefix="outages-")), api, int((sys.argv[2:] or ["60"])[0]))
        Path(sys.argv[1]).write_text(json.dumps(play.all(), indent=1), "utf-8")


if __name__ == "__main__":
    main()
