"""Load a folder of DAG objects with Airflow's own DagBag and print every pod that they would start, as a JSON list.

python tests/policies/read_pods.py FOLDER

The operator itself builds the pods, for the first try of a run. Fails if an object does not load.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# Airflow logs to standard output, where only the JSON may go.
OUTPUT = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="airflow-home-"))
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
# Loading may take longer on a busy machine.
os.environ["AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT"] = "0"

# The operator only reads this kubeconfig; MWAA's own would fetch a token for every pod.
KUBECONFIG = {
    "apiVersion": "v1",
    "kind": "Config",
    "clusters": [{"name": "none", "cluster": {"server": "https://127.0.0.1:1"}}],
    "users": [{"name": "nobody", "user": {}}],
    "contexts": [{"name": "none", "context": {"cluster": "none", "user": "nobody"}}],
    "current-context": "none",
}

RUN_ID = "manual__2025-03-04T05:06:07+00:00"


def main() -> None:
    """Read the argument, load the folder, print."""
    parser = argparse.ArgumentParser(description="Print the pods of a folder of DAGs as JSON.")
    parser.add_argument("folder", type=Path, help="folder of DAG objects, with the shared package in it")
    folder = parser.parse_args().folder.resolve()
    sys.path.insert(0, str(folder))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as kubeconfig:
        json.dump(KUBECONFIG, kubeconfig)
        kubeconfig.flush()
        os.environ["ANALYTICAL_PLATFORM_KUBECONFIG"] = kubeconfig.name
        json.dump(pods_of(folder), OUTPUT)
    OUTPUT.flush()


def pods_of(folder: Path) -> list[dict[str, Any]]:
    """Build the pod of every task of every DAG."""
    from airflow.models.dagbag import DagBag

    bag = DagBag(str(folder), include_examples=False)
    if bag.import_errors:
        raise SystemExit("\n".join(bag.import_errors.values()))
    tasks = [task for _, dag in sorted(bag.dags.items()) for task in dag.tasks]
    # The platform's own tasks have no pod.
    return [pod_of(task) for task in tasks if hasattr(task, "build_pod_request_obj")]


def pod_of(task: Any) -> dict[str, Any]:
    """Build the pod of a task as the API server would get it."""
    from kubernetes.client import ApiClient

    instance = SimpleNamespace(task_id=task.task_id, dag_id=task.dag_id, run_id=RUN_ID, try_number=1, map_index=-1)
    context = {"ti": instance, "run_id": RUN_ID, "dag": task.dag, "dag_run": SimpleNamespace(run_id=RUN_ID)}
    pod: dict[str, Any] = ApiClient().sanitize_for_serialization(task.build_pod_request_obj(context))
    return pod


if __name__ == "__main__":
    main()
