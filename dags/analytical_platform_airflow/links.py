"""Addresses of Airflow's own pages, for messages that lead to them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote


def run_url(dag_id: str, run_id: str) -> str:
    """Address of a run's page."""
    from airflow.configuration import conf

    # Airflow 2 always has an address of its web server; Airflow 3 has another option for it, and another page.
    base_url = conf.get("api", "base_url", fallback=None)
    if base_url is None and (base_url := conf.get("webserver", "base_url", fallback=None)):
        return f"{base_url.rstrip('/')}/dags/{dag_id}/grid?dag_run_id={quote(run_id)}"
    return f"{(base_url or '').rstrip('/')}/dags/{dag_id}/runs/{quote(run_id)}"


def log_url(task_instance: Any) -> str:
    """Address of a task's log; of its run, where Airflow 3 tells of a task whose worker is gone and names no log."""
    return str(task_instance.log_url or run_url(task_instance.dag_id, task_instance.run_id))
