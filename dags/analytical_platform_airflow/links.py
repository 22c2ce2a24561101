"""Addresses of Airflow's own pages, for links in messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote


def run_url(dag_id: str, run_id: str) -> str:
    """Return the address of a run's page."""
    from airflow.configuration import conf

    # Airflow 3 has the option api.base_url and another page. Airflow 2 always has webserver.base_url.
    base_url = conf.get("api", "base_url", fallback=None)
    if base_url is None and (base_url := conf.get("webserver", "base_url", fallback=None)):
        return f"{base_url.rstrip('/')}/dags/{dag_id}/grid?dag_run_id={quote(run_id)}"
    return f"{(base_url or '').rstrip('/')}/dags/{dag_id}/runs/{quote(run_id)}"


def log_url(task_instance: Any) -> str:
    """Return the address of a task's log, or of its run if there is no log: in Airflow 3, after the worker was lost."""
    return str(task_instance.log_url or run_url(task_instance.dag_id, task_instance.run_id))
