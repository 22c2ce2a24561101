"""
The run of a stopped task, as the database has it now.

Airflow 2 saves the run with the task, as the task's process knew it at the start
(https://github.com/apache/airflow/blob/2.10.3/airflow/models/taskinstance.py, `save_to_db`). A run that took longer
than its timeout, and that the scheduler has marked failed, would be running again.
"""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger(__name__)


def read_run_again(task_instance: Any) -> None:
    """Give the task instance its run from the database. Airflow 3 keeps no run there. An error is only logged."""
    if not hasattr(type(task_instance), "dag_run"):
        return
    from airflow.models import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select
    from sqlalchemy.orm.attributes import set_committed_value

    try:
        with create_session() as session:
            same = (DagRun.dag_id == task_instance.dag_id, DagRun.run_id == task_instance.run_id)
            run = session.scalars(select(DagRun).where(*same).execution_options(populate_existing=True)).one()
            session.expunge(run)
        set_committed_value(task_instance, "dag_run", run)
    except Exception:
        log.exception("Could not read the run of the stopped task")
