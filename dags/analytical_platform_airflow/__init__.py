"""The shared package. Generated DAG objects call `workflow(...)`, which makes an Airflow DAG from a manifest's data."""

from analytical_platform_airflow.dag import workflow

__all__ = ["workflow"]
