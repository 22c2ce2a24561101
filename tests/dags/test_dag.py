"""The DAG that a workflow becomes in Airflow."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pendulum
import pytest
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as ProviderPodOperator
from airflow.timetables.base import TimeRestriction

from analytical_platform_airflow import workflow
from analytical_platform_airflow.errors import WorkflowError
from workflows import MANIFEST, MINIMAL, make_dag, make_task

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "manifests" / "workflow.schema.json").read_text("utf-8"))
TRIGGER_RULES = [rule for rule in SCHEMA["$defs"]["Task"]["properties"]["trigger_rule"]["enum"] if rule]


def _summary(dag: Any) -> Any:
    return dag.schedule_interval if hasattr(dag, "schedule_interval") else dag.schedule


def test_dag_carries_what_the_manifest_says() -> None:
    dag = make_dag(
        tags=["Platforms", "examples"],
        doc_md="# Hello",
        end_date="2026-02-03",
        catchup=True,
        is_paused_upon_creation=True,
        max_active_runs=3,
    )
    assert dag.dag_id == "examples.hello"
    assert dag.owner == "data@justice.gov.uk"
    assert set(dag.tags) == {"Platforms", "examples"}
    assert dag.doc_md == "# Hello"
    assert dag.start_date == pendulum.datetime(2025, 1, 1, tz="UTC")
    assert dag.start_date.utcoffset() == timedelta(0)
    assert dag.end_date == pendulum.datetime(2026, 2, 3, tz="UTC")
    assert (dag.catchup, dag.is_paused_upon_creation, dag.max_active_runs) == (True, True, 3)


def test_defaults_are_those_of_the_manifest_language() -> None:
    dag = make_dag()
    task = dag.get_task("main")
    assert _summary(dag) is None
    assert (dag.catchup, dag.is_paused_upon_creation, dag.max_active_runs) == (False, False, 1)
    assert dag.end_date is None
    assert (task.retries, task.retry_delay, task.depends_on_past) == (0, timedelta(seconds=300), False)
    assert task.compute_profile.name == "general-spot-1vcpu-4gb"


def test_retries_and_depends_on_past_reach_the_tasks() -> None:
    task = make_task(retries=3, retry_delay=150, depends_on_past=True)
    assert (task.retries, task.retry_delay, task.depends_on_past) == (3, timedelta(seconds=150), True)


def test_the_limits_of_a_run_reach_airflow() -> None:
    dag = make_dag(max_active_tasks=2, timeout=7200)
    assert (dag.max_active_tasks, dag.dagrun_timeout) == (2, timedelta(hours=2))
    assert (make_dag().max_active_tasks, make_dag().dagrun_timeout) == (16, None)


def test_a_task_has_retries_timeout_and_trigger_rule_of_its_own() -> None:
    own = {"retries": 0, "retry_delay": 5, "timeout": 90, "trigger_rule": "all_done", "dependencies": ["first"]}
    dag = make_dag(retries=2, retry_delay=60, tasks={"first": {}, "second": own})
    first, second = dag.get_task("first"), dag.get_task("second")
    assert (first.retries, first.retry_delay, first.execution_timeout) == (2, timedelta(seconds=60), None)
    assert (second.retries, second.retry_delay) == (0, timedelta(seconds=5))
    assert second.execution_timeout == timedelta(seconds=90)
    assert (first.trigger_rule, second.trigger_rule) == ("all_success", "all_done")


def test_a_task_without_a_timeout_has_that_of_the_environment() -> None:
    dag = make_dag(task_timeout=86400, tasks={"first": {}, "second": {"timeout": 90}})
    assert [dag.get_task(name).execution_timeout.total_seconds() for name in ("first", "second")] == [86400, 90]


@pytest.mark.parametrize("rule", TRIGGER_RULES)
def test_airflow_has_each_trigger_rule_of_the_manifest_language(rule: str) -> None:
    dag = make_dag(tasks={"first": {}, "second": {"trigger_rule": rule, "dependencies": ["first"]}})
    assert dag.get_task("second").trigger_rule == rule


def test_an_unknown_trigger_rule_is_refused_with_the_manifest() -> None:
    with pytest.raises(WorkflowError, match=rf"^{MANIFEST}: 'sometimes' is not a valid TriggerRule"):
        make_task({"trigger_rule": "sometimes"})


@pytest.mark.parametrize("schedule", ["0 8 * * *", "@daily"])
def test_cron_and_preset_pass_unchanged(schedule: str) -> None:
    assert _summary(make_dag(schedule=schedule)) == schedule


@pytest.mark.parametrize("unit", ["seconds", "minutes", "hours"])
def test_interval_becomes_a_time_span(unit: str) -> None:
    assert _summary(make_dag(schedule={unit: 90})) == timedelta(**{unit: 90})


def test_all_datasets_of_a_schedule_are_required() -> None:
    dag = make_dag(schedule={"datasets": ["s3://a/one", "s3://a/two"]})
    timetable: Any = dag.timetable
    condition = getattr(timetable, "asset_condition", None) or timetable.dataset_condition
    assert type(condition).__name__ in {"AssetAll", "DatasetAll"}
    assert [part.uri for part in condition.objects] == ["s3://a/one", "s3://a/two"]


def test_tasks_are_the_providers_operator_and_nothing_else() -> None:
    task = make_task()
    assert isinstance(task, ProviderPodOperator)
    assert task.task_type == "KubernetesPodOperator"


def test_dependencies_inlets_and_outlets_make_the_graph() -> None:
    dag = make_dag(
        tasks={
            "init": {"outlets": ["s3://a/init"]},
            "left": {"dependencies": ["init"], "inlets": ["s3://a/init"]},
            "end": {"dependencies": ["init", "left"]},
        }
    )
    assert {task.task_id: task.upstream_task_ids for task in dag.tasks} == {
        "init": set(),
        "left": {"init"},
        "end": {"init", "left"},
    }
    assert [outlet.uri for outlet in dag.get_task("init").outlets] == ["s3://a/init"]
    assert [inlet.uri for inlet in dag.get_task("left").inlets] == ["s3://a/init"]


def test_params_keep_their_types_even_under_a_schedule() -> None:
    params = {"text": "a", "number": 1, "fraction": 1.5, "flag": True, "nothing": None}
    assert make_dag(params=params, schedule="@daily").params.dump() == params


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"tasks": {"main": {"compute_profile": "general-spot-3vcpu-1gb"}}}, "'general-spot-3vcpu-1gb' does not exist"),
        ({"schedule": "61 * * * *"}, "schedule '61 * * * *': "),
        ({"schedule": {"fortnights": 1}}, "fortnights"),
        ({"start_date": "2025-02-30"}, "day is out of range"),
        ({"colour": "red"}, "colour"),
        ({"tasks": {"a": {"dependencies": ["b"]}, "b": {"dependencies": ["a"]}}}, "a -> b -> a"),
        ({"tasks": {"a": {"dependencies": ["b"]}}}, "b, which does not exist"),
        ({"dag_id": "not an id"}, "not an id"),
        ({"notifications": {"slack_channel": "x", "slack_events": ["birthday"]}}, "birthday"),
    ],
)
def test_an_error_names_the_manifest_and_the_problem(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(WorkflowError) as error:
        make_dag(**changes)
    assert str(error.value).startswith(f"{MANIFEST}: ")
    assert problem in str(error.value)


def test_a_missing_field_names_the_manifest() -> None:
    with pytest.raises(WorkflowError, match=f"^{MANIFEST}: .*owner"):
        workflow(**{name: value for name, value in MINIMAL.items() if name != "owner"})


def test_a_dag_names_the_role_that_may_start_it_only_where_its_project_has_one() -> None:
    assert make_dag().access_control is None
    assert make_dag(interface_role="project-examples").access_control == {
        "project-examples": {"DAGs": {"can_read", "can_edit"}, "DAG Runs": {"can_read", "can_create"}}
    }


@pytest.mark.parametrize("change", [pendulum.datetime(2025, 3, 30), pendulum.datetime(2025, 10, 26)])
@pytest.mark.parametrize("time", ["0:30", "1:30", "2:30"])
def test_a_daily_run_happens_once_a_day_at_the_same_time_utc_when_the_clocks_change(
    change: pendulum.DateTime, time: str
) -> None:
    hour, minute = (int(part) for part in time.split(":"))
    timetable = make_dag(schedule=f"{minute} {hour} * * *").timetable
    restriction = TimeRestriction(earliest=change.subtract(days=2), latest=None, catchup=True)
    due = []
    last = None
    for _ in range(5):
        run = timetable.next_dagrun_info(last_automated_data_interval=last, restriction=restriction)
        assert run is not None
        due.append(run.run_after)
        last = run.data_interval
    assert [moment.diff(due[0]).in_hours() for moment in due] == [0, 24, 48, 72, 96]
    assert {(moment.hour, moment.minute, moment.utcoffset()) for moment in due} == {(hour, minute, timedelta(0))}
