"""The data of a small workflow, which tests vary, and its rendering by Airflow."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pendulum

from analytical_platform_airflow import workflow
from analytical_platform_airflow.operator import KubernetesPodOperator

MANIFEST = "manifests/development/examples/hello/workflow.yml"


def fact(name: str, *steps: list[Any]) -> dict[str, Any]:
    """Build the value of a variable that is one fact of the run."""
    return {"template": f"{{{{ {name} }}}}", "pieces": [{"fact": name, "steps": list(steps)}]}


def parameter(name: str, *steps: list[Any]) -> dict[str, Any]:
    """Build the value of a variable that is one parameter."""
    return {"template": f"{{{{ params.{name} }}}}", "pieces": [{"param": name, "steps": list(steps)}]}


def _parsed(value: str) -> Any:
    """Read a value of the platform's own environment: a text, or one fact."""
    return fact(value.strip("{} ")) if value.startswith("{{") else value


DEFAULT_ENVIRONMENT: dict[str, Any] = {
    name: _parsed(value)
    for name, value in json.loads(
        (Path(__file__).resolve().parents[2] / "workflow" / "data" / "default-environment.json").read_text("utf-8")
    ).items()
}

MINIMAL: dict[str, Any] = {
    "manifest": MANIFEST,
    "dag_id": "examples.hello",
    "environment": "development",
    "project": "examples",
    "workflow": "hello",
    "owner": "data@justice.gov.uk",
    "image": "registry.example/hello:1.0.0",
    "namespace": "mwaa",
    "service_account_name": "examples-hello",
    "start_date": "2025-01-01",
    "tasks": {"main": {}},
}

LOGICAL_DATE = pendulum.datetime(2025, 3, 4, 5, 6, 7, tz="UTC")

DATES = {
    "logical_date": LOGICAL_DATE,
    "data_interval_start": LOGICAL_DATE,
    "data_interval_end": LOGICAL_DATE.add(days=1),
}


def make_dag(**changes: Any) -> Any:
    """Build the minimal workflow's DAG with some of its data changed."""
    return workflow(**{**MINIMAL, **changes})


def make_task(task: dict[str, Any] | None = None, **changes: Any) -> KubernetesPodOperator:
    """Build the only task of the minimal workflow."""
    dag = make_dag(tasks={"main": task or {}}, **changes)
    operator = dag.get_task("main")
    assert isinstance(operator, KubernetesPodOperator)
    return operator


def context_of(task: Any, *, logical_date: bool = True, **params: Any) -> Any:
    """Build the parts of a run's context that the operator reads."""
    run_id = "manual__2025-03-04T05:06:07+00:00"
    task_instance = SimpleNamespace(
        dag_id=task.dag_id,
        task_id=task.task_id,
        run_id=run_id,
        map_index=-1,
        try_number=1,
        log_url="https://airflow.example/log",
        xcom_push=lambda **_: None,
    )
    context = {
        "dag": task.dag,
        "task": task,
        "ti": task_instance,
        "task_instance": task_instance,
        "run_id": run_id,
        "params": {**task.dag.params.dump(), **params},
        # Only in Airflow 3; a run of Airflow 2 has no such attribute, and always has dates.
        "dag_run": SimpleNamespace(run_id=run_id, run_after=LOGICAL_DATE) if not logical_date else object(),
    }
    return {**context, **DATES} if logical_date else context


def rendered(task: Any, **context: Any) -> Any:
    """Render a copy of the task, as a worker does before it executes it."""
    copied = copy.copy(task)
    copied.render_template_fields(context_of(task, **context))
    return copied


def rendered_environment(task: Any, **context: Any) -> dict[str, str]:
    """Name to value of the environment after rendering."""
    variables = rendered(task, **context).env_vars
    if isinstance(variables, dict):
        return variables
    return {variable.name: variable.value for variable in variables}
