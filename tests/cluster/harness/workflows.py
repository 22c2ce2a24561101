"""Workflows for the tests, and the pods that the shared package builds for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.nodes import REPOSITORY
from harness.pods import OUTCOME_VARIABLE
from harness.rest import Object

DAGS = REPOSITORY / "dags"
NAMESPACE = "mwaa"
SERVICE_ACCOUNT = "test-cluster-workflow"


def workflow_data(
    workflow: str, tasks: dict[str, dict[str, Any]], outcome: str = "succeed", **changes: Any
) -> dict[str, Any]:
    """The arguments of one DAG object, in the compiler's form."""
    env_vars = {"AIRFLOW_ENVIRONMENT": "DEVELOPMENT", OUTCOME_VARIABLE: outcome, **changes.pop("env_vars", {})}
    data: dict[str, Any] = {
        "manifest": f"manifests/development/test-cluster/{workflow}/workflow.yml",
        "dag_id": f"test-cluster.{workflow}",
        "environment": "development",
        "project": "test-cluster",
        "workflow": workflow,
        "owner": "owner@justice.gov.uk",
        "start_date": "2025-01-01",
        "image": "registry.test/test-cluster:v1.0.0",
        "namespace": NAMESPACE,
        "service_account_name": SERVICE_ACCOUNT,
        "labels": {"test-cluster/workflow": workflow},
        "secret_name": SERVICE_ACCOUNT,
        "retry_delay": 0,
        "tasks": tasks,
    }
    return {**data, "env_vars": env_vars, **changes}


def write_dag_object(folder: Path, data: dict[str, Any], epilogue: str = "") -> Path:
    """Write the Python file that Airflow would load; ``epilogue`` may change ``dag``."""
    path = folder / f"{data['workflow']}.py"
    arguments = "".join(f"    {name}={value!r},\n" for name, value in data.items())
    path.write_text(f"from analytical_platform_airflow import workflow\n\ndag = workflow(\n{arguments})\n{epilogue}")
    return path


def pods_of(data: dict[str, Any], *, with_xcom_sidecar: bool = False) -> dict[str, Object]:
    """The pod of each task, as the operator would send it to the API server; needs Airflow."""
    from kubernetes.client import ApiClient

    from analytical_platform_airflow import workflow

    pods: dict[str, Object] = {}
    for task in workflow(**data).tasks:
        task.do_xcom_push = with_xcom_sidecar
        pods[task.task_id] = ApiClient().sanitize_for_serialization(task.build_pod_request_obj())
    return pods
