"""Addresses of Airflow's own pages, for messages that lead to them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote


def run_url(dag_id: str, run_id: str) -> str:
    """Address of a run's page."""
    from airflow.configuration import conf

    # Airflow 3 moved the option, and the page with it.
    if base_url := conf.get("api", "base_url", fallback=None):
        return f"{base_url.rstrip('/')}/dags/{dag_id}/runs/{quote(run_id)}"
    base_url = conf.get("webserver", "base_url", fallback="")
    return f"{base_url.rstrip('/')}/dags/{dag_id}/grid?dag_run_id={quote(run_id)}"


def log_url(task_instance: Any) -> str:
    """Address of a task's log; of its run, where Airflow 3 tells of a task whose worker is gone and names no log."""
    return str(task_instance.log_url or run_url(task_instance.dag_id, task_instance.run_id))
