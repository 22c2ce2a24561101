"""
Run one DAG object once, in the interpreter's Airflow, and print the result of each task.

Usage: `python run_dag.py <DAG object>`, with the kubeconfig in ANALYTICAL_PLATFORM_KUBECONFIG. The table of tasks goes
to standard output, all output of Airflow and the containers to standard error. Exit code 0 if every task succeeded.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

REACH_SECONDS = 10
UNAUTHORIZED = 401


class CannotRunError(Exception):
    """The reason why the DAG cannot run, in words for the user."""


def reach_api_server(kubeconfig: str) -> None:
    """Ask the API server for its version, once. The package itself would wait minutes for an unreachable server."""
    from kubernetes import client, config
    from urllib3.exceptions import HTTPError

    configuration = client.Configuration()
    try:
        config.load_kube_config(config_file=kubeconfig, client_configuration=configuration)
    except (config.ConfigException, OSError) as error:
        raise CannotRunError(f"{kubeconfig} cannot be used: {error}") from error
    configuration.retries = False
    server = f"the API server {configuration.host} that {kubeconfig} names"
    try:
        client.VersionApi(client.ApiClient(configuration)).get_code(_request_timeout=REACH_SECONDS)
    except client.ApiException as error:
        # Any other refusal concerns only this request; the run shows whether pods may be created.
        if error.status == UNAUTHORIZED:
            raise CannotRunError(f"{server} does not accept the credentials") from error
    except (HTTPError, OSError) as error:
        raise CannotRunError(f"cannot reach {server}: {_reason(error)}") from error


def _reason(error: BaseException) -> str:
    """Give the operating system's own message, if there is one."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__
    return str(error)


def make_database() -> None:
    """Create Airflow's database, without output unless that fails."""
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode != 0:
        raise CannotRunError(f"Airflow could not create its database:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def load(path: Path) -> Any:
    """Import a DAG object by its path, as Airflow does, and prepare it for a trial run."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise CannotRunError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    dag = module.dag
    dag.fileloc = str(path)
    # A trial runs now, whatever the workflow's dates. It retries at once, and sends no notifications.
    dag.on_success_callback = dag.on_failure_callback = None
    for task in dag.tasks:
        task.start_date = task.end_date = None
        task.retry_delay = timedelta(0)
        # Airflow 3 iterates over a task's callbacks, without a look whether there are any.
        task.on_failure_callback = []
    return dag


def know_datasets(dag: Any) -> None:
    """Write the DAG's datasets into the database. Otherwise, Airflow 3 fails each task that has one."""
    try:
        from airflow.dag_processing.collection import AssetModelOperation
    except ModuleNotFoundError:  # Airflow 2
        dag.sync_to_db()
        return
    from airflow.serialization.serialized_objects import SerializedDAG
    from airflow.utils.session import create_session

    as_stored = SerializedDAG.deserialize_dag(SerializedDAG.serialize_dag(dag))
    operation = AssetModelOperation.collect({dag.dag_id: as_stored})
    with create_session() as session:
        datasets = operation.sync_assets(session=session).values()
        session.flush()
        operation.activate_assets_if_possible(datasets, session=session)


def log_plainly() -> None:
    """Log each important message on one line; Airflow 3 would draw tracebacks in boxes for a terminal."""
    try:
        import structlog
    except ModuleNotFoundError:  # Airflow 2
        return
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[structlog.processors.add_log_level, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def run_once(dag: Any) -> Any:
    """Run the DAG. Give the run even if Airflow 2 ends the process of a stopped task with an error."""
    try:
        return dag.test()
    except BaseException as error:
        from airflow.models import DagRun

        runs = DagRun.find(dag_id=dag.dag_id)
        if not runs:
            raise CannotRunError(f"Airflow could not begin the run: {error}") from error
        sys.stderr.write(f"Airflow ended the run: {type(error).__name__}: {error}\n")
        return runs[0]


def table(instances: list[Any]) -> str:
    """Each task with its state, its number of tries and the duration of the last one."""
    width = max(len("task"), *(len(instance.task_id) for instance in instances))
    lines = [f"{'task':{width}}  {'state':16}  tries  seconds"]
    for instance in sorted(instances, key=lambda each: (each.start_date is None, each.start_date, each.task_id)):
        seconds = f"{instance.duration:7.1f}" if instance.duration is not None else ""
        state = str(instance.state or "not run")
        lines.append(f"{instance.task_id:{width}}  {state:16}  {instance.try_number:5}  {seconds}".rstrip())
    return "\n".join(lines)


def main() -> int:
    """Check, load, run, print."""
    # Airflow logs to standard output, where only the table may go.
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        reach_api_server(os.environ["ANALYTICAL_PLATFORM_KUBECONFIG"])
        make_database()
        log_plainly()
        dag = load(Path(sys.argv[1]))
        know_datasets(dag)
        run = run_once(dag)
    except CannotRunError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    instances = run.get_task_instances()
    output.write(f"{table(instances)}\n")
    output.close()
    return 0 if all(instance.state == "success" for instance in instances) else 1


if __name__ == "__main__":
    sys.exit(main())
