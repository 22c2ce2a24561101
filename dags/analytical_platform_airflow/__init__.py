"""What every generated DAG object calls: `workflow(...)` turns the data of one manifest into one Airflow DAG."""

from analytical_platform_airflow.dag import workflow

__all__ = ["workflow"]
