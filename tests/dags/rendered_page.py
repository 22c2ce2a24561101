"""Data of Airflow's page "Rendered Template" before and after a run, from the installed Airflow's own code."""

from __future__ import annotations

import importlib
import uuid
from typing import Any, NamedTuple

import pendulum
from airflow.serialization.serialized_objects import SerializedDAG

DATE = pendulum.datetime(2025, 3, 4, tz="UTC")


class Page(NamedTuple):
    """The environment of the task `main` on the page."""

    before: Any
    """Airflow 3 shows nothing before a run; these are the fields on its servers."""
    after: Any


def page_of(dag: Any, conf: dict[str, Any], *, dated: bool = True) -> Page:
    """
    Run a DAG's task until its templates are rendered.

    :param dag: has a daily schedule and a task `main`.
    :param conf: parameters of the person who triggers the run.
    :param dated: whether the run has dates; Airflow 2 gives every run dates.
    """
    try:
        task_runner: Any = importlib.import_module("airflow.sdk.execution_time.task_runner")
    except ModuleNotFoundError:
        return _page_of_airflow_2(dag, conf)
    return _page_of_airflow_3(task_runner, dag, conf, dated=dated)


def _page_of_airflow_2(dag: Any, conf: dict[str, Any]) -> Page:
    """The web server has the serialised DAG, the worker the DAG itself; the database is real."""
    db: Any = importlib.import_module("airflow.utils.db")
    db.initdb(load_connections=False)
    fields: Any = importlib.import_module("airflow.models.renderedtifields").RenderedTaskInstanceFields
    serialised: Any = SerializedDAG.from_dict(SerializedDAG.to_dict(dag))

    def instance(source: Any) -> Any:
        found: Any = run.get_task_instance("main", session=session)
        found.refresh_from_task(source.get_task("main").prepare_for_execution())
        return found

    with importlib.import_module("airflow.utils.session").create_session() as session:
        run = serialised.create_dagrun(
            run_id=f"scheduled__{uuid.uuid4()}",
            run_type=importlib.import_module("airflow.utils.types").DagRunType.SCHEDULED,
            state="running",
            execution_date=DATE,
            data_interval=(DATE, DATE.add(days=1)),
            conf=conf,
            session=session,
        )
        session.flush()
        waiting = instance(serialised)
        waiting.get_rendered_template_fields(session=session)
        # The session returns the same object for the same row.
        before = waiting.task.env_vars
        worker = instance(dag)
        worker.render_templates(context=worker.get_template_context(session=session))
        fields.write(fields(ti=worker, render_templates=False), session=session)
        session.flush()
        done = instance(serialised)
        done.get_rendered_template_fields(session=session)
        session.rollback()
    return Page(before, done.task.env_vars)


def _page_of_airflow_3(task_runner: Any, dag: Any, conf: dict[str, Any], *, dated: bool) -> Page:
    """The worker sends the API server the fields that the page shows."""
    models: Any = importlib.import_module("airflow.sdk.api.datamodels._generated")
    date = DATE if dated else None
    run = models.DagRun(
        dag_id=dag.dag_id,
        run_id="run",
        logical_date=date,
        data_interval_start=date,
        data_interval_end=date.add(days=1) if date else None,
        run_after=DATE.add(hours=5),
        start_date=DATE,
        run_type="scheduled",
        state="running",
        conf=conf,
        consumed_asset_events=[],
    )
    worker = task_runner.RuntimeTaskInstance.model_construct(
        id=uuid.uuid4(),
        task_id="main",
        dag_id=dag.dag_id,
        run_id="run",
        try_number=1,
        map_index=-1,
        task=dag.get_task("main").prepare_for_execution(),
    )
    worker._ti_context_from_server = models.TIRunContext(dag_run=run, max_tries=0)
    worker.render_templates()
    held = SerializedDAG.to_dict(dag)["dag"]["tasks"][0]["__var"]["env_vars"]
    return Page(held, task_runner._serialize_rendered_fields(worker.task)["env_vars"])
