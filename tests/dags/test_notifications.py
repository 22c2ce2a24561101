"""Slack hears of a run through the provider's notifier, and a notification never fails a workflow."""

from __future__ import annotations

from typing import Any

import pytest
from airflow.providers.slack.hooks.slack import SlackHook

from workflows import context_of, make_dag, make_task


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect what would go to Slack."""
    sent: list[dict[str, Any]] = []

    def call(_hook: SlackHook, method: str, *, json: dict[str, Any]) -> None:
        assert method == "chat.postMessage"
        sent.append(json)

    monkeypatch.setattr(SlackHook, "call", call)
    return sent


@pytest.mark.parametrize("channel", ["team", "#team"])
def test_a_failure_is_told_per_task_with_environment_dag_task_and_log(
    messages: list[dict[str, Any]], channel: str
) -> None:
    task = make_task(notifications={"slack_channel": channel})
    _callback(task.on_failure_callback)(context_of(task))
    assert [message["channel"] for message in messages] == ["#team"]
    for part in ("development", "examples.hello", "main", "https://airflow.example/log"):
        assert part in messages[0]["text"]


def test_a_success_is_told_once_per_run(messages: list[dict[str, Any]]) -> None:
    dag = make_dag(notifications={"slack_channel": "team"}, tasks={"a": {}, "b": {}})
    assert not any(task.on_success_callback for task in dag.tasks)
    # What Airflow 3 gives where it knows of no task.
    _callback(dag.on_success_callback)({"dag": dag, "run_id": "manual__1"})
    assert len(messages) == 1
    for part in ("development", "examples.hello", "manual__1"):
        assert part in messages[0]["text"]


@pytest.mark.parametrize(
    ("events", "success", "failure"), [(["success"], True, False), (["failure"], False, True), ([], False, False)]
)
def test_only_the_wanted_events_are_told(events: list[str], success: bool, failure: bool) -> None:
    dag = make_dag(notifications={"slack_channel": "team", "slack_events": events})
    assert bool(dag.on_success_callback) is success
    assert bool(dag.get_task("main").on_failure_callback) is failure


def test_without_a_channel_nobody_is_told() -> None:
    dag = make_dag()
    assert not dag.on_success_callback
    assert not dag.get_task("main").on_failure_callback


def test_text_that_looks_like_a_template_is_text(messages: list[dict[str, Any]]) -> None:
    task = make_task(environment="{{ undefined }}", notifications={"slack_channel": "team"})
    _callback(task.on_failure_callback)(context_of(task))
    assert "{{ undefined }}" in messages[0]["text"]


@pytest.mark.parametrize("context", [{}, {"run_id": "manual__1"}])
def test_a_notification_that_fails_fails_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, context: dict[str, Any]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(SlackHook, "call", refuse)
    dag = make_dag(notifications={"slack_channel": "team"})
    _callback(dag.on_success_callback)(context)
    _callback(dag.get_task("main").on_failure_callback)(context)
    assert caplog.text.count("Could not notify Slack channel #team of examples.hello") == 2


def _callback(callbacks: Any) -> Any:
    """Airflow keeps a callback as it is, or in a list, depending on its version."""
    if isinstance(callbacks, list):
        (callbacks,) = callbacks
    return callbacks
