"""The platform's own DAG, which deletes orphaned pods (docs/decisions/orphaned-pods.md)."""

from analytical_platform_airflow.orphaned_pods_dag import orphaned_pods_dag

dag = orphaned_pods_dag()
