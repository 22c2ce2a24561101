"""Airflow itself, in any version with a virtual environment, in separate processes."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.binaries import CLUSTER
from harness.nodes import REPOSITORY
from harness.processes import PATIENCE_SECONDS, wait_until

#: Versions that the package supports and that have a virtual environment.
VERSIONS = ("2.10.3", "3.0.6")
#: In a separate folder, because Python puts a script's folder before Airflow's on its path.
WORKER = CLUSTER / "worker" / "run_dag.py"


def settings(home: Path) -> dict[str, str]:
    """Environment variables of an Airflow that writes only below ``home`` and has only the shared package."""
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
        # Seconds between two checks of a supervisor whether its task should still run: Airflow 2's, then Airflow 3's.
        "AIRFLOW__SCHEDULER__JOB_HEARTBEAT_SEC": "1",
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "PYTHONPATH": str(REPOSITORY / "dags"),
    }


@dataclass(frozen=True)
class Airflow:
    """One version, with a database that each run copies."""

    version: str
    home: Path

    @classmethod
    def create(cls, version: str, home: Path) -> Airflow:
        """Make the database."""
        airflow = cls(version, home)
        command = [str(airflow.python), "-m", "airflow", "db", "migrate"]
        subprocess.run(command, env={**os.environ, **settings(home)}, check=True, capture_output=True)
        return airflow

    @property
    def python(self) -> Path:
        """The interpreter of this version's virtual environment."""
        return REPOSITORY / ".venvs" / f"airflow-{self.version}" / "bin" / "python"

    def start(
        self,
        dag_object: Path,
        folder: Path,
        variables: dict[str, str],
        *,
        supervised: bool = False,
        after: Run | None = None,
    ) -> Run:
        """Start one run of a DAG object. It writes below ``folder``, and its database includes the run ``after``."""
        home = folder / "airflow"
        home.mkdir()
        name = after.airflow if after else str(home)
        copy_database(after.database if after else self.home / "airflow.db", home / "airflow.db")
        result, log = folder / "result.json", folder / "run.log"
        command = [str(self.python), str(WORKER), str(dag_object), str(result)]
        if supervised:
            command.append("supervised")
        environment = {
            **os.environ,
            **settings(home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(dag_object.parent),
            # An Airflow without a record of other runs must not delete their pods as orphaned.
            "ANALYTICAL_PLATFORM_AIRFLOW": name,
            **variables,
        }
        with log.open("wb") as output:
            process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
        return Run(name, process, result, log, home / "airflow.db")


@dataclass(frozen=True)
class Run:
    """One run of a DAG, in a process like a worker's."""

    airflow: str
    process: subprocess.Popen[bytes]
    result: Path
    log_file: Path
    database: Path

    def finish(self) -> dict[str, Any]:
        """Wait for the end, and give Airflow's record."""
        self.process.wait(PATIENCE_SECONDS)
        if not self.result.exists():
            raise RuntimeError(f"Airflow ended without a record:\n{self.log[-5000:]}")
        record: dict[str, Any] = json.loads(self.result.read_text())
        return record

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for an event during the run. A run that ends before it is an error."""

        def happened() -> bool:
            if condition():
                return True
            if self.process.poll() is not None:
                raise RuntimeError(f"Airflow ended before {what}:\n{self.log[-5000:]}")
            return False

        wait_until(happened, what)

    @property
    def log(self) -> str:
        """All output of Airflow, on one line."""
        return " ".join(self.log_file.read_text(errors="replace").split())

    def mark_failed(self, task_id: str) -> None:
        """Change a task's state as the user interface does when somebody marks it failed."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE_SECONDS)) as database, database:
            database.execute("UPDATE task_instance SET state = 'failed' WHERE task_id = ?", (task_id,))

    def kill(self) -> None:
        """Kill the process, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def copy_database(source: Path, target: Path) -> None:
    """Copy a database through SQLite. The file alone lacks data that a killed process left in its log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
