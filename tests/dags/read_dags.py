"""Load folders of DAG objects with Airflow's own DagBag and print the DAGs, as a line of JSON for each folder.

python tests/dags/read_dags.py FOLDER... [--render]

`--render` renders the environment variables for a run at 2025-03-04 05:06:07 UTC. Exit code 0, even if objects do not
load: those are in `importErrors`. All other output goes to standard error.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# Airflow logs to standard output, where only the JSON may go.
OUTPUT = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="airflow-home-"))
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
# The first object imports the provider, which may take longer than Airflow's half minute on a busy machine.
os.environ["AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT"] = "600"


def main() -> None:
    """Read the arguments, load each folder, print."""
    parser = argparse.ArgumentParser(description="Print the DAGs of folders as JSON.")
    parser.add_argument("folders", type=Path, nargs="+", help="folder of DAG objects, with the shared package in it")
    parser.add_argument("--render", action="store_true", help="render the environment variables")
    arguments = parser.parse_args()
    # Imports of Airflow and its provider take seconds. The processes below share them, and nothing else.
    importlib.import_module("airflow.models.dagbag")
    importlib.import_module("airflow.providers.cncf.kubernetes.operators.pod")
    for folder in arguments.folders:
        in_own_process(partial(print_folder, folder.resolve(), render=arguments.render))


def in_own_process(work: Callable[[], None]) -> None:
    """Do the work in a copy of this process, and exit with 1 if it fails."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(1)


def print_folder(folder: Path, *, render: bool) -> None:
    """Load a folder and print its DAGs and the errors of its objects."""
    from airflow.models.dagbag import DagBag

    sys.path.insert(0, str(folder))
    bag = DagBag(str(folder), include_examples=False)
    errors = {str(Path(path).relative_to(folder)): text for path, text in sorted(bag.import_errors.items())}
    dags = {dag_id: dag_as_data(dag, folder, render=render) for dag_id, dag in sorted(bag.dags.items())}
    json.dump({"importErrors": errors, "dags": dags}, OUTPUT)
    OUTPUT.write("\n")
    OUTPUT.flush()


def dag_as_data(dag: Any, folder: Path, *, render: bool) -> dict[str, Any]:
    """Describe a DAG as plain data."""
    return {
        "file": str(Path(dag.fileloc).relative_to(folder)),
        "schedule": schedule_as_data(dag),
        "tags": sorted(dag.tags),
        "owner": dag.owner,
        "docMd": dag.doc_md,
        "catchup": dag.catchup,
        "isPausedUponCreation": dag.is_paused_upon_creation,
        "maxActiveRuns": dag.max_active_runs,
        "timeout": int(dag.dagrun_timeout.total_seconds()) if dag.dagrun_timeout else None,
        "startDate": dag.start_date.isoformat(),
        "endDate": dag.end_date.isoformat() if dag.end_date else None,
        "params": dag.params.dump(),
        "notifiesSuccess": bool(dag.on_success_callback),
        "tasks": {task.task_id: task_as_data(task, render=render) for task in dag.tasks},
    }


def schedule_as_data(dag: Any) -> Any:
    """Write the schedule in the form of a manifest; an interval is always in seconds."""
    timetable = dag.timetable
    condition: Any = getattr(timetable, "asset_condition", None) or getattr(timetable, "dataset_condition", None)
    # In Airflow 2, every other timetable has a condition without datasets.
    if hasattr(condition, "objects"):
        return {"datasets": [part.uri for part in condition.objects]}
    # Airflow 2 and Airflow 3 have different names for the DAG's argument.
    schedule = dag.schedule_interval if hasattr(dag, "schedule_interval") else dag.schedule
    return {"seconds": int(schedule.total_seconds())} if hasattr(schedule, "total_seconds") else schedule


def task_as_data(task: Any, *, render: bool) -> dict[str, Any]:
    """Describe a task as plain data. Of a task without a pod, which only the platform has, give the type."""
    if not hasattr(task, "texts"):
        return {"type": task.task_type}
    from kubernetes.client import ApiClient

    plain = ApiClient().sanitize_for_serialization
    return {
        "type": task.task_type,
        "image": task.image,
        "imagePullPolicy": task.image_pull_policy,
        "upstream": sorted(task.upstream_task_ids),
        "envVars": environment_as_data(task, render=render),
        "secrets": {secret.deploy_target: f"{secret.secret}/{secret.key}" for secret in task.secrets},
        "resources": plain(task.container_resources),
        "affinity": plain(task.affinity),
        "tolerations": plain(task.tolerations),
        "hostAliases": plain(task.host_aliases or []),
        "labels": task.labels,
        "annotations": task.annotations,
        "namespace": task.namespace,
        "serviceAccountName": task.service_account_name,
        "configFile": task.config_file,
        "retries": task.retries,
        "retryDelay": int(task.retry_delay.total_seconds()),
        "timeout": int(task.execution_timeout.total_seconds()) if task.execution_timeout else None,
        "triggerRule": str(task.trigger_rule),
        "command": list(task.texts.command),
        "args": list(task.texts.args),
        "dependsOnPast": task.depends_on_past,
        "inlets": [inlet.uri for inlet in task.inlets],
        "outlets": [outlet.uri for outlet in task.outlets],
        "notifiesFailure": notified_of_failure(task),
    }


def notified_of_failure(task: Any) -> dict[str, str]:
    """Recipients of a task's failure, by the kind of message."""
    callbacks = task.on_failure_callback or []
    return {type(callback).__name__: callback.audience for callback in callbacks}


def environment_as_data(task: Any, *, render: bool) -> dict[str, Any]:
    """Name to value: as in the DAG object, or filled in."""
    if not render:
        return dict(task.texts.variables)
    copied = copy.copy(task)
    copied.render_template_fields(run_context(task))
    variables = copied.env_vars
    return variables if isinstance(variables, dict) else {variable.name: variable.value for variable in variables}


def run_context(task: Any) -> Any:
    """Build the parts of a run's context that templates can use without a database."""
    import pendulum

    try:
        from airflow.sdk.execution_time import macros
    except ModuleNotFoundError:  # Airflow 2
        macros = importlib.import_module("airflow.macros")

    date = pendulum.datetime(2025, 3, 4, 5, 6, 7, tz="UTC")
    run_id = "manual__2025-03-04T05:06:07+00:00"
    instance = SimpleNamespace(task_id=task.task_id, dag_id=task.dag_id, run_id=run_id, try_number=1, map_index=-1)
    return {
        "run_id": run_id,
        "ts": "2025-03-04T05:06:07+00:00",
        "ts_nodash": "20250304T050607",
        "ts_nodash_with_tz": "20250304T050607+0000",
        "ds": "2025-03-04",
        "ds_nodash": "20250304",
        "logical_date": date,
        "execution_date": date,
        "data_interval_start": date,
        "data_interval_end": date,
        "params": task.dag.params.dump(),
        "macros": macros,
        "dag": task.dag,
        "task": task,
        "ti": instance,
        "task_instance": instance,
        "dag_run": SimpleNamespace(run_id=run_id, conf={}, logical_date=date, run_after=date, run_type="manual"),
    }


if __name__ == "__main__":
    main()
