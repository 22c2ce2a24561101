"""A task's result reaches later tasks as data, whatever a program writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from airflow.exceptions import AirflowException, AirflowSkipException

from analytical_platform_airflow.errors import TemplateError
from analytical_platform_airflow.results import KEY, LARGEST
from fake_kubernetes import FakeKubernetes, drive, fails, runs, succeeds_with
from workflows import context_of, make_dag


def result(task: str, field: str, *steps: list[Any]) -> dict[str, Any]:
    """Make a value that is one field of a task's result."""
    return {
        "template": f"{{{{ results.{task}.{field} }}}}",
        "pieces": [{"result": task, "field": field, "steps": list(steps)}],
    }


def _dag(field: str = "rows", **later: Any) -> Any:
    own = {"env_vars": {"VALUE": result("first", field)}, **later}
    return make_dag(tasks={"first": {"results": [field]}, "later": {"dependencies": ["first"], **own}})


def _run_first(dag: Any, written: str | None, xcoms: dict[str, Any]) -> FakeKubernetes:
    api = FakeKubernetes(runs, runs, succeeds_with(written))
    task = dag.get_task("first").prepare_for_execution()
    context = _context(task, xcoms)
    task.render_template_fields(context)
    drive(task, api)
    task.execute(context)
    return api


def _context(task: Any, xcoms: dict[str, Any]) -> Any:
    """Make the context of a task in a run with these XCom values, by task and key."""
    context = context_of(task)
    context["ti"].xcom_push = lambda key, value: xcoms.__setitem__(f"{task.task_id}/{key}", value)
    context["ti"].xcom_pull = lambda task_ids, key: xcoms.get(f"{task_ids}/{key}")
    return context


def _later(dag: Any, xcoms: dict[str, Any]) -> Any:
    task = dag.get_task("later").prepare_for_execution()
    task.render_template_fields(_context(task, xcoms))
    return task


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("42", "42"),
        (42, "42"),
        (1.5, "1.5"),
        (True, "true"),
        (None, ""),
        ("", ""),
        ({"a": [1]}, '{"a": [1]}'),
        ('it\'s "é"\n$(HOME) {{ ds }} {% raw %}', 'it\'s "é"\n$(HOME) {{ ds }} {% raw %}'),
        ({"__classname__": "airflow.models.Connection", "__version__": 1, "__data__": {}}, None),
    ],
)
def test_a_field_reaches_a_later_task_as_text_and_is_never_read_as_a_template(value: Any, text: str | None) -> None:
    dag = _dag()
    xcoms: dict[str, Any] = {}
    api = _run_first(dag, json.dumps({"rows": value, "more": 1}), xcoms)
    assert api.pods == {}
    assert isinstance(xcoms[f"first/{KEY}"], str)
    assert _later(dag, xcoms).env_vars["VALUE"] == (json.dumps(value) if text is None else text)


def test_a_field_may_be_changed_by_steps_and_may_be_in_arguments() -> None:
    dag = make_dag(
        tasks={
            "first": {"results": ["day"]},
            "later": {"dependencies": ["first"], "args": ["--day", result("first", "day", ["replace", "-", ""])]},
        }
    )
    xcoms: dict[str, Any] = {}
    _run_first(dag, '{"day": "2025-03-04"}', xcoms)
    assert _later(dag, xcoms).arguments == ["--day", "20250304"]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (None, "it wrote no result to /dev/termination-log"),
        (" \n", "it wrote no result to /dev/termination-log"),
        ("rows: 42", "its result is not JSON"),
        ('{"rows": NaN}', "its result is not JSON: NaN is not a number of JSON"),
        ('{"rows": 1e999}', "its result is not JSON: 1e999 is too large a number"),
        ('{"rows": ' + "[" * 4000, "its result is not JSON"),
        ("[42]", "its result is not a JSON object"),
        ('"rows"', "its result is not a JSON object"),
        ("{}", "its result has no rows; it has no field"),
        ('{"row": 42, "é": 1}', 'its result has no rows; it has "row", "\\\\u00e9"'),
        ('{"rows": "' + "x" * (LARGEST - 10), f"its result is too large: Kubernetes keeps {LARGEST} bytes"),
        ('{"rows": "\\u0000"}', "the field rows of its result has the character NUL"),
        ('{"rows": "\\ud800"}', "the field rows of its result has half of a surrogate pair"),
    ],
)
def test_a_result_that_later_tasks_cannot_use_fails_its_own_task_with_the_reason(
    written: str | None, problem: str
) -> None:
    xcoms: dict[str, Any] = {}
    with pytest.raises(AirflowException, match=f"Other tasks use the result of first, but {problem}"):
        _run_first(_dag(), written, xcoms)
    assert f"first/{KEY}" not in xcoms


def test_a_result_that_nobody_uses_is_not_kept_and_may_be_anything() -> None:
    dag = make_dag(tasks={"first": {}})
    xcoms: dict[str, Any] = {}
    _run_first(dag, "not JSON", xcoms)
    assert f"first/{KEY}" not in xcoms


def test_a_pod_that_fails_hands_no_result_on() -> None:
    dag = _dag()
    task = dag.get_task("first").prepare_for_execution()
    xcoms: dict[str, Any] = {}
    context = _context(task, xcoms)
    task.render_template_fields(context)
    drive(task, FakeKubernetes(runs, runs, fails))
    with pytest.raises(AirflowException, match="returned a failure"):
        task.execute(context)
    assert f"first/{KEY}" not in xcoms


@pytest.mark.parametrize(
    ("xcoms", "problem"),
    [
        ({}, "VALUE: task first has no result in this run: it failed, was skipped, or has not run"),
        ({f"first/{KEY}": '{"row": 1}'}, 'VALUE: the result of first has no rows; it has "row"'),
        ({f"first/{KEY}": {"rows": 1}}, "VALUE: task first has no result in this run"),
    ],
)
def test_a_task_without_the_result_that_it_uses_fails_before_its_pod(xcoms: dict[str, Any], problem: str) -> None:
    with pytest.raises(TemplateError, match=problem):
        _later(_dag(), xcoms)


@pytest.mark.parametrize(
    ("condition", "runs_on"),
    [
        ({"is": "true"}, ["true"]),
        ({"is_not": "true"}, ["false", "", "True"]),
        ({"is": ""}, [""]),
    ],
)
def test_a_condition_skips_the_task_without_a_pod_unless_it_holds(
    condition: dict[str, str], runs_on: list[str]
) -> None:
    dag = _dag(env_vars={}, when={"value": result("first", "rows"), **condition})
    for value in ("true", "false", "", "True"):
        xcoms = {f"first/{KEY}": json.dumps({"rows": value})}
        task, api = _later(dag, xcoms), FakeKubernetes(runs, runs, succeeds_with(None))
        drive(task, api)
        if value in runs_on:
            task.execute(_context(task, xcoms))
        else:
            with pytest.raises(AirflowSkipException, match="Skipped by the condition `when`: "):
                task.execute(_context(task, xcoms))
        assert len(api.created) == (1 if value in runs_on else 0)


def test_a_skipped_task_needs_no_value_for_its_variables() -> None:
    dag = _dag(when={"value": "no", "is": "yes"})
    task = _later(dag, {})
    with pytest.raises(AirflowSkipException, match="'no' is not 'yes'"):
        task.execute(_context(task, {}))
