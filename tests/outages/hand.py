"""
Does what a person does in Airflow's user interface: triggers, clears and deletes.

Each line of the input is a list of words, and the answer is one line. Started once, because each start of Airflow takes
seconds.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

import airflow

if not airflow.__version__.startswith("3."):
    # Airflow 2's own tables refer to the tables of its users.
    import_module("airflow.providers.fab.auth_manager.models")

from airflow.models import DagBag, TaskInstance
from airflow.utils.session import create_session

IS_AIRFLOW_3 = airflow.__version__.startswith("3.")


def trigger(dag_id: str) -> None:
    """Start a run."""
    function: Any = import_module("airflow.api.common.trigger_dag").trigger_dag
    more: dict[str, Any] = {}
    if IS_AIRFLOW_3:
        types: Any = import_module("airflow.utils.types")
        more = {"triggered_by": types.DagRunTriggeredByType.UI}
    function(dag_id=dag_id, **more)


def clear(dag_id: str, task_id: str) -> None:
    """Clear a task of all runs."""
    function: Any = import_module("airflow.models.taskinstance").clear_task_instances
    # Before the session, because it would end this thread's session.
    more = {} if IS_AIRFLOW_3 else {"dag": DagBag(read_dags_from_db=True).get_dag(dag_id)}
    with create_session() as session:
        tasks = session.query(TaskInstance).filter_by(dag_id=dag_id, task_id=task_id).all()
        function(tasks, session, **more)


def delete(dag_id: str) -> None:
    """Delete a DAG with its runs."""
    import_module("airflow.api.common.delete_dag").delete_dag(dag_id)


def main() -> None:
    """Carry out one line after the other."""
    actions: dict[str, Callable[..., None]] = {"trigger": trigger, "clear": clear, "delete": delete}
    for line in sys.stdin:
        name, *words = json.loads(line)
        try:
            actions[name](*words)
            answer = ""
        except Exception as error:
            traceback.print_exc()
            answer = str(error) or repr(error)
        sys.stderr.write(f"answer {json.dumps(answer)}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    main()
