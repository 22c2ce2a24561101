"""The DAG that deletes orphaned pods, whether or not a workflow runs (docs/decisions/orphaned-pods.md)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kubernetes.client import CoreV1Api

from analytical_platform_airflow.airflow_versions import DAG, BaseOperator
from analytical_platform_airflow.kubeconfig import api_client, kubeconfig_path
from analytical_platform_airflow.kubernetes_names import WORKFLOW_NAMESPACE
from analytical_platform_airflow.orphaned_pods import delete_orphaned_pods
from analytical_platform_airflow.schedule import midnight_utc

DAG_ID = "orphaned-pods"
"""Without a dot, so no workflow's DAG has this ID."""

EVERY_TEN_MINUTES = "*/10 * * * *"

LONGEST = timedelta(minutes=9)
"""Less than the time between two runs. Pods that are left then have their turn in the next run."""

DOCUMENTATION = """
Deletes pods that still run although their task is over, because their worker was killed. Belongs to the platform.
Do not pause it.
"""


class DeleteOrphanedPods(BaseOperator):
    """Deletes the orphaned pods of all workflows. Runs on the worker, without a pod."""

    def execute(self, context: Any) -> None:
        """Look at all pods once. Fail if a request to Airflow or Kubernetes failed."""
        client = CoreV1Api(api_client(kubeconfig_path()))
        deleted = delete_orphaned_pods(client, WORKFLOW_NAMESPACE, context["ti"])
        self.log.info("Deleted %d orphaned pods", deleted)


def orphaned_pods_dag() -> DAG:
    """Make the DAG."""
    dag = DAG(
        dag_id=DAG_ID,
        description="Deletes pods that outlived their task",
        doc_md=DOCUMENTATION,
        tags=["platform"],
        schedule=EVERY_TEN_MINUTES,
        start_date=midnight_utc("2025-01-01"),
        catchup=False,
        is_paused_upon_creation=False,
        max_active_runs=1,
    )
    dag.add_task(
        DeleteOrphanedPods(
            task_id="delete",
            owner="platform",
            execution_timeout=LONGEST,
            # Before workflows that wait for a worker.
            priority_weight=1_000,
        )
    )
    return dag
