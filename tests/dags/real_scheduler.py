"""The installed Airflow with its own scheduler: what `airflow standalone` starts, without a page and a trigger."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import airflow
import psutil

TESTS = Path(__file__).resolve().parents[1]
DAGS = TESTS.parent / "dags"

ALL_COMPONENTS = ("scheduler", "dag-processor", "api-server")
"""Airflow 3. In Airflow 2 the scheduler also reads DAGs, and tasks use the database."""

LONGEST_WAIT = 400
"""Seconds until a test gives up."""


class RealScheduler:
    """Airflow's processes, with a database and a folder of DAGs in `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.dags = home / "dags"
        self.dags.mkdir()
        self._port = _free_port()
        self._environment = self._variables()

    def _variables(self) -> dict[str, str]:
        options = {
            "CORE__DAGS_FOLDER": self.dags,
            "CORE__LOAD_EXAMPLES": False,
            "CORE__EXECUTOR": "LocalExecutor",
            "CORE__PARALLELISM": 2,
            "CORE__DAGS_ARE_PAUSED_AT_CREATION": False,
            "CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self._port}/execution/",
            "CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": 1,
            "CORE__MIN_SERIALIZED_DAG_FETCH_INTERVAL": 1,
            "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{self.home}/airflow.db",
            "API_AUTH__JWT_SECRET": "a secret for this test only, of enough bytes for HS512........................",
            "API__SECRET_KEY": "of this test only",
            "API__WORKERS": 1,
            "LOGGING__LOGGING_LEVEL": "INFO",
            "SCHEDULER__MIN_FILE_PROCESS_INTERVAL": 1,
            "SCHEDULER__LOCAL_TASK_JOB_HEARTBEAT_SEC": 1,
            "SCHEDULER__ENABLE_HEALTH_CHECK": False,
            "SCHEDULER__SCHEDULE_AFTER_TASK_EXECUTION": False,
            "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": 1,
            "DAG_PROCESSOR__PARSING_PROCESSES": 1,
            "WORKERS__MIN_HEARTBEAT_INTERVAL": 1,
        }
        return {
            **os.environ,
            "AIRFLOW_HOME": str(self.home),
            "PYTHONPATH": f"{DAGS}:{TESTS / 'dags'}",
            # A few tasks at once are within what SQLite can do; Airflow 3 no longer asks.
            "_AIRFLOW__SKIP_DATABASE_EXECUTOR_COMPATIBILITY_CHECK": "1",
            **{f"AIRFLOW__{name}": str(value) for name, value in options.items()},
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start the processes; stop them and all that they started at the end."""
        subprocess.run(  # noqa: S603 - words of this file
            self._airflow("db", "migrate"), env=self._environment, check=True, capture_output=True
        )
        components = ALL_COMPONENTS if airflow.__version__.startswith("3.") else ALL_COMPONENTS[:1]
        started = [self._start(name) for name in components]
        try:
            yield
        finally:
            for process in started:
                _kill(process)

    def _start(self, component: str) -> subprocess.Popen[bytes]:
        words = ["--port", str(self._port)] if component == "api-server" else []
        with (self.home / f"{component}.log").open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - words of this file
                self._airflow(component, *words),
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @staticmethod
    def _airflow(*words: str) -> list[str]:
        return [sys.executable, "-m", "airflow", *words]

    def states(self) -> dict[str, str | None]:
        """Give the states of the run and its tasks; the run's key is empty."""
        with sqlite3.connect(f"file:{self.home}/airflow.db?mode=ro", uri=True) as database:
            runs = database.execute("select '', state from dag_run").fetchall()
            return dict(runs + database.execute("select task_id, state from task_instance").fetchall())

    def tasks_that_run(self) -> int:
        """Count the processes of tasks in Airflow 2. In Airflow 3 they have no part in the database."""
        with sqlite3.connect(f"file:{self.home}/airflow.db?mode=ro", uri=True) as database:
            query = "select count(*) from job where job_type = 'LocalTaskJob' and state = 'running'"
            return int(database.execute(query).fetchone()[0])

    def wait_for(self, condition: Callable[[], Any], what: str) -> None:
        """Wait until a condition holds. If it never does, raise an error with the processes' output."""
        give_up = time.monotonic() + LONGEST_WAIT
        while not condition():
            if time.monotonic() > give_up:
                raise AssertionError(f"no {what}; {self.states()}\n{self.output()[-8000:]}")
            time.sleep(0.5)

    def output(self) -> str:
        """Give the output of the processes and the logs of tasks."""
        files = [*self.home.glob("*.log"), *(self.home / "logs").rglob("*.log")]
        return "\n".join(f"--- {file}\n{file.read_text('utf-8', 'replace')}" for file in sorted(files))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all below it. Some of them have groups of their own."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
