"""The installed Airflow as MWAA runs it: a scheduler, Celery workers with a broker, and a Postgres database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import airflow
import psutil
import psycopg2

from services import Postgres, Redis, free_port

TESTS = Path(__file__).resolve().parents[1]
DAGS = TESTS.parent / "dags"

IS_AIRFLOW_3 = airflow.__version__.startswith("3.")

LONGEST_WAIT = 400
"""Seconds until a test gives up."""

COMPONENTS = {
    "scheduler": ["scheduler"],
    **({"dag-processor": ["dag-processor"], "api-server": ["api-server"]} if IS_AIRFLOW_3 else {}),
}


class RefusedError(Exception):
    """Airflow refuses what a person does."""


class WholeAirflow:
    """Airflow's processes, with a folder of DAGs in `home`."""

    def __init__(
        self, home: Path, options: dict[str, Any] | None = None, variables: dict[str, str] | None = None
    ) -> None:
        self.home = home
        self.dags = home / "dags"
        self.dags.mkdir()
        self.database, self.broker = Postgres(home), Redis(home)
        self._api_port = free_port()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._words = {name: list(words) for name, words in COMPONENTS.items()}
        if IS_AIRFLOW_3:
            self._words["api-server"] += ["--port", str(self._api_port)]
        self._environment = {
            **os.environ,
            "AIRFLOW_HOME": str(home),
            "PYTHONPATH": f"{DAGS}:{TESTS / 'dags'}",
            **{f"AIRFLOW__{name}": str(value) for name, value in {**self._options(), **(options or {})}.items()},
            **(variables or {}),
        }

    def _options(self) -> dict[str, Any]:
        return {
            "CORE__DAGS_FOLDER": self.dags,
            "CORE__LOAD_EXAMPLES": False,
            "CORE__EXECUTOR": "CeleryExecutor",
            "CORE__PARALLELISM": 50,
            "CORE__MAX_ACTIVE_TASKS_PER_DAG": 50,
            "CORE__DEFAULT_POOL_TASK_SLOT_COUNT": 50,
            "CORE__DAGS_ARE_PAUSED_AT_CREATION": False,
            "CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self._api_port}/execution/",
            "CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": 1,
            "CORE__MIN_SERIALIZED_DAG_FETCH_INTERVAL": 1,
            "CELERY__BROKER_URL": f"redis://127.0.0.1:{self.broker.port}/0",
            "CELERY__RESULT_BACKEND": f"db+{self.database.url.replace('+psycopg2', '')}",
            # As MWAA has it: SQS's twelve hours, and a message that stays until its task ends.
            "CELERY__TASK_ACKS_LATE": True,
            "CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": 43200,
            "DATABASE__SQL_ALCHEMY_CONN": self.database.url,
            "API_AUTH__JWT_SECRET": "a secret for this test only, of enough bytes for HS512........................",
            "API__SECRET_KEY": "of this test only",
            "API__WORKERS": 1,
            "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": 5,
            "DAG_PROCESSOR__PARSING_PROCESSES": 1,
            "DAG_PROCESSOR__REFRESH_INTERVAL": 1,
            "SCHEDULER__MIN_FILE_PROCESS_INTERVAL": 5,
            "SCHEDULER__DAG_DIR_LIST_INTERVAL": 1,
            "SCHEDULER__PARSING_PROCESSES": 1,
            "SCHEDULER__ENABLE_HEALTH_CHECK": False,
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start all but the workers; stop all, and all that they started, at the end."""
        try:
            subprocess.run(  # noqa: S603 - words of this file
                self._airflow("db", "migrate"), env=self._environment, check=True, capture_output=True
            )
            for name in self._words:
                self.start(name)
            self._hand = subprocess.Popen(  # noqa: S603 - words of this file
                [sys.executable, str(TESTS / "outages" / "hand.py")],
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            yield
        finally:
            for name in list(self._processes):
                self.kill(name)
            if hasattr(self, "_hand"):
                self._hand.kill()
                self._hand.wait()
            self.broker.stop()
            with suppress(subprocess.CalledProcessError):
                self.database.stop()

    def start(self, name: str) -> None:
        """Start a component: `scheduler`, `dag-processor`, `api-server`."""
        with (self.home / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(  # noqa: S603 - words of this file
                self._airflow(*self._words[name]), env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )

    def start_worker(self, name: str, slots: int) -> None:
        """Start a Celery worker with so many slots."""
        words = ["celery", "worker", "--skip-serve-logs", "--autoscale", f"{slots},1", "--celery-hostname", name]
        self._words[name] = words
        self.start(name)

    def kill(self, name: str) -> None:
        """Kill a component and all below it, as the kernel does to a container that uses too much memory."""
        process = self._processes.pop(name)
        family: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        process.wait()

    def restart_what_has_ended(self) -> list[str]:
        """Start each component again that has ended by itself, as MWAA does, and give their names."""
        ended = [name for name, process in self._processes.items() if process.poll() is not None]
        for name in ended:
            self.start(name)
        return ended

    def memory(self) -> dict[str, list[int]]:
        """Give the proportional memory of each component's processes in MB."""

        def of(process: psutil.Process) -> int:
            return int(process.memory_full_info().pss / 1e6)

        answer = {}
        for name, process in self._processes.items():
            with suppress(psutil.NoSuchProcess):
                parent = psutil.Process(process.pid)
                answer[name] = [of(one) for one in (parent, *parent.children(recursive=True))]
        return answer

    @staticmethod
    def _airflow(*words: str) -> list[str]:
        return [sys.executable, "-m", "airflow", *words]

    def does(self, *words: str) -> None:
        """Do what a person does, see `hand.py`."""
        assert self._hand.stdin
        assert self._hand.stderr
        self._hand.stdin.write(json.dumps(words) + "\n")
        self._hand.stdin.flush()
        for line in self._hand.stderr:
            if line.startswith("answer "):
                answer = json.loads(line.removeprefix("answer "))
                if answer:
                    raise RefusedError(answer)
                return
        raise AssertionError("the hand has ended")

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Ask the database."""
        connection = psycopg2.connect(host="127.0.0.1", port=self.database.port, user="airflow", dbname="postgres")
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query, values)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def tasks(self, dag_id: str) -> dict[str, tuple[str | None, int]]:
        """Give state and number of tries of each task."""
        query = "select task_id, state, try_number from task_instance where dag_id = %s"
        return {task_id: (state, tries) for task_id, state, tries in self.ask(query, dag_id)}

    def states(self, dag_id: str) -> dict[str, str | None]:
        """Give the state of each task, and of the run with an empty key."""
        runs = self.ask("select '', state from dag_run where dag_id = %s", dag_id)
        return {**dict(runs), **{task: state for task, (state, _) in self.tasks(dag_id).items()}}

    def knows(self, dag_id: str) -> bool:
        """Whether the scheduler can run a DAG."""
        return bool(self.ask("select 1 from serialized_dag where dag_id = %s", dag_id))

    def wait_for(self, condition: Callable[[], Any], what: str) -> None:
        """Wait until a condition holds. If it never does, raise an error with the processes' output."""
        give_up = time.monotonic() + LONGEST_WAIT
        while not condition():
            if time.monotonic() > give_up:
                tasks = self.ask("select dag_id, task_id, state, try_number from task_instance")
                raise AssertionError(f"no {what}; {tasks}\n{self.output()[-12000:]}")
            time.sleep(0.5)

    def output(self) -> str:
        """Give the output of the processes and the logs of tasks."""
        files = [*self.home.glob("*.log"), *(self.home / "logs").rglob("*.log")]
        return "\n".join(f"--- {file}\n{file.read_text('utf-8', 'replace')[-6000:]}" for file in sorted(files))
