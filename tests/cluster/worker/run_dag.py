"""Runs one DAG object once, in the interpreter's Airflow, and writes Airflow's record.

Usage: ``python run_dag.py <dag object> <result file> [supervised]``. The process is the task's process, as it is on a
worker: a test stops the task by stopping it. With ``supervised`` it is the supervisor's, and each task has its own.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from supervision import supervise_tasks


def load(path: Path) -> Any:
    """Import a DAG object as Airflow does, by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.dag.fileloc = str(path)
    return module.dag


def record(run: Any) -> dict[str, Any]:
    """The run's state and, for each task, its state, number of tries and start."""
    tasks = {
        instance.task_id: {
            "state": str(instance.state),
            "tries": instance.try_number,
            "started": instance.start_date.isoformat() if instance.start_date else None,
        }
        for instance in run.get_task_instances()
    }
    return {"state": str(run.state), "run_id": run.run_id, "tasks": tasks}


def log_plainly() -> None:
    """Keep each message on one line; Airflow 3 would draw tracebacks in boxes for a terminal."""
    try:
        import structlog
    except ModuleNotFoundError:  # Airflow 2
        return
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])


def run_once(dag: Any) -> Any:
    """Run a DAG once, and give the run, even if a task ended the process."""
    try:
        return dag.test()
    except BaseException as error:
        # Airflow 2 ends the process of a stopped task with this error, after it has recorded the task's state.
        if type(error).__name__ != "AirflowTaskTerminated":
            raise
        from airflow.models import DagRun

        [run] = DagRun.find(dag_id=dag.dag_id)
        return run


def main() -> None:
    """Run the DAG and write the record in one step, so that a reader never sees half of it."""
    dag_object, result = (Path(argument) for argument in sys.argv[1:3])
    log_plainly()
    if sys.argv[3:] == ["supervised"]:
        supervise_tasks()
    run = run_once(load(dag_object))
    unfinished = result.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(record(run)))
    unfinished.replace(result)


if __name__ == "__main__":
    main()
