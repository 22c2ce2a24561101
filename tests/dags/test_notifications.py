"""Slack's notifier and Airflow's email report a run; a failed notification never fails a workflow."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import airflow
import pytest
from airflow.providers.slack.hooks.slack import SlackHook

from analytical_platform_airflow.notifications import TIMED_OUT
from workflows import context_of, make_dag, make_task

SMTP_SETTINGS = {"SMTP_HOST": "mail.example", "SMTP_MAIL_FROM": "airflow@justice.gov.uk", "SMTP_STARTTLS": "False"}


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect the messages to Slack."""
    sent: list[dict[str, Any]] = []

    def call(_hook: SlackHook, method: str, *, json: dict[str, Any]) -> None:
        assert method == "chat.postMessage"
        sent.append(json)

    monkeypatch.setattr(SlackHook, "call", call)
    return sent


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str], str]]:
    """Collect the emails: sender, receivers, message."""
    sent: list[tuple[str, list[str], str]] = []

    class Server:
        def __init__(self, *, host: str, **_: Any) -> None:
            assert host == "mail.example"

        def login(self, *_: Any) -> None:
            """Let everybody in."""

        def sendmail(self, sender: str, receivers: list[str], message: str) -> None:
            sent.append((sender, receivers, message))

        def quit(self) -> None:
            """Close nothing."""

    for option, value in SMTP_SETTINGS.items():
        monkeypatch.setenv(f"AIRFLOW__SMTP__{option}", value)
    monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", "smtp://user:password@")
    monkeypatch.setattr("smtplib.SMTP", Server)
    return sent


@pytest.mark.parametrize("channel", ["team", "#team"])
def test_a_failure_is_told_per_task_with_environment_dag_task_and_log(
    messages: list[dict[str, Any]], channel: str
) -> None:
    task = make_task(notifications={"slack_channel": channel})
    _call(task.on_failure_callback, context_of(task))
    assert [message["channel"] for message in messages] == ["#team"]
    for part in ("development", "examples.hello", "main", "<https://airflow.example/log|Log>"):
        assert part in messages[0]["text"]


def test_a_success_is_told_once_per_run(messages: list[dict[str, Any]]) -> None:
    dag = make_dag(notifications={"slack_channel": "team"}, tasks={"a": {}, "b": {}})
    assert not any(task.on_success_callback for task in dag.tasks)
    # Airflow 3's context without a task.
    _call(dag.on_success_callback, {"dag": dag, "run_id": "manual__1"})
    assert len(messages) == 1
    for part in ("development", "examples.hello", "manual__1"):
        assert part in messages[0]["text"]


@pytest.mark.parametrize("end", ["", "/"])
def test_a_message_of_success_leads_to_the_page_of_the_run(
    monkeypatch: pytest.MonkeyPatch, messages: list[dict[str, Any]], end: str
) -> None:
    section, page = ("API", "runs/") if airflow.__version__.startswith("3.") else ("WEBSERVER", "grid?dag_run_id=")
    monkeypatch.setenv(f"AIRFLOW__{section}__BASE_URL", f"https://airflow.example{end}")
    dag = make_dag(notifications={"slack_channel": "team"})
    _call(dag.on_success_callback, {"dag": dag, "run_id": "scheduled__2025-03-04T05:06"})
    address = f"https://airflow.example/dags/examples.hello/{page}scheduled__2025-03-04T05%3A06"
    assert f"<{address}|Run>" in messages[0]["text"]


def test_a_task_whose_worker_is_gone_has_a_link_too(messages: list[dict[str, Any]]) -> None:
    """Airflow 3 sends it from its DAG processor, which does not know the address of the log."""
    task = make_task(notifications={"slack_channel": "team"})
    context = context_of(task)
    context["ti"].log_url = None
    _call(task.on_failure_callback, context)
    assert "None" not in messages[0]["text"]
    assert "/dags/examples.hello/" in messages[0]["text"]


@pytest.mark.parametrize(
    "context",
    [{"run_id": "manual__1"}, {"dag_run": SimpleNamespace(run_id="manual__1"), "ti": None}],
    ids=["airflow 3 without a task", "with the run"],
)
def test_a_run_that_takes_too_long_is_told_to_slack_and_by_email(
    messages: list[dict[str, Any]], mails: list[Any], context: dict[str, Any]
) -> None:
    dag = make_dag(timeout=3600, notifications={"slack_channel": "team", "emails": ["a@justice.gov.uk"]})
    _call(dag.on_failure_callback, {**context, "reason": "timed_out"})
    assert len(messages) == 1
    [(_, _, mail)] = mails
    assert "Subject: examples.hello took longer than its timeout in development" in mail
    for text in (messages[0]["text"], _decoded(mail)):
        assert "development" in text
        assert "manual__1" in text
        assert "took longer than its timeout" in text


def test_a_run_in_which_a_task_failed_is_not_told_twice(messages: list[dict[str, Any]], mails: list[Any]) -> None:
    dag = make_dag(timeout=3600, notifications={"slack_channel": "team", "emails": ["a@justice.gov.uk"]})
    _call(dag.on_failure_callback, {"run_id": "manual__1", "reason": "task_failure"})
    assert (messages, mails) == ([], [])


def test_without_a_timeout_airflow_is_told_of_no_callback_that_has_nothing_to_do() -> None:
    assert make_dag(notifications={"slack_channel": "team"}).on_failure_callback is None


def test_airflow_gives_the_reason_that_is_looked_for() -> None:
    scheduler = Path(airflow.__path__[0]) / "jobs" / "scheduler_job_runner.py"
    assert f'msg="{TIMED_OUT}"' in scheduler.read_text("utf-8")


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
    _call(task.on_failure_callback, context_of(task))
    assert "{{ undefined }}" in messages[0]["text"]


def test_a_failure_is_mailed_per_task_with_environment_dag_task_error_and_log(mails: list[Any]) -> None:
    task = make_task(notifications={"emails": ["a@justice.gov.uk", "b@justice.gov.uk"]})
    _call(task.on_failure_callback, {**context_of(task), "exception": ValueError("pod <one> was lost")})
    [(sender, receivers, message)] = mails
    assert sender == "airflow@justice.gov.uk"
    assert receivers == ["a@justice.gov.uk", "b@justice.gov.uk"]
    text = _decoded(message)
    assert "Subject: examples.hello failed in development: task main" in message
    for part in (
        "Environment: development",
        "DAG: examples.hello",
        "Task: main",
        "Run: manual__2025-03-04T05:06:07+00:00",
        "pod &lt;one&gt; was lost",
        'href="https://airflow.example/log"',
    ):
        assert part in text


def test_a_mail_leaves_the_description_of_the_pod_to_the_log(mails: list[Any]) -> None:
    task = make_task(notifications={"emails": ["a@justice.gov.uk"]})
    error = "Pod main-1 returned a failure.\nremote_pod: {'api_version': 'v1'}"
    _call(task.on_failure_callback, {**context_of(task), "exception": RuntimeError(error)})
    _call(task.on_failure_callback, {**context_of(task), "exception": RuntimeError("x" * 1_000_000)})
    described, long = (_decoded(message) for _, _, message in mails)
    assert "returned a failure" in described
    assert "api_version" not in described
    assert len(long) < 5_000


def test_a_success_is_not_mailed_and_airflow_sends_no_mail_of_its_own() -> None:
    dag = make_dag(notifications={"emails": ["a@justice.gov.uk"]})
    assert not dag.on_success_callback
    assert dag.get_task("main").email is None


def test_slack_that_is_away_keeps_no_mail_back(mails: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SlackHook, "call", _refuse)
    task = make_task(notifications={"slack_channel": "team", "emails": ["a@justice.gov.uk"]})
    _call(task.on_failure_callback, context_of(task))
    assert len(mails) == 1


@pytest.mark.parametrize("context", [{}, {"run_id": "manual__1"}])
def test_a_notification_that_fails_fails_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, context: dict[str, Any]
) -> None:
    monkeypatch.setattr(SlackHook, "call", _refuse)
    monkeypatch.setattr("smtplib.SMTP", _refuse)
    dag = make_dag(notifications={"slack_channel": "team", "emails": ["a@justice.gov.uk"]})
    _call(dag.on_success_callback, context)
    _call(dag.get_task("main").on_failure_callback, context)
    assert caplog.text.count("Could not notify Slack channel #team of examples.hello") == 2
    assert caplog.text.count("Could not notify addresses a@justice.gov.uk of examples.hello") == 1


def _refuse(*_: Any, **__: Any) -> None:
    raise ConnectionError


def _decoded(message: str) -> str:
    """Read the single part of a message."""
    part = email.message_from_string(message, policy=email.policy.default).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def _call(callbacks: Any, context: Any) -> None:
    """Call the callbacks that Airflow would call."""
    assert callbacks
    for callback in callbacks:
        callback(context)
