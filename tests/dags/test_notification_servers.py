"""Notifications reach real servers. If credentials have expired, the log has the line that an alarm counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notification_servers import MailServer, SlackServer
from workflows import context_of, make_dag, make_task

NOTIFICATIONS = {"slack_channel": "team", "emails": ["a@justice.gov.uk", "b@justice.gov.uk"]}
ALARMS = Path(__file__).parents[2] / "platform" / "operations" / "alarms" / "airflow.ts"
EXPIRED = ["token_expired", "token_revoked", "invalid_auth", "account_inactive"]


def _fail_a_task(patch: pytest.MonkeyPatch, slack: SlackServer, mail: MailServer) -> None:
    """Call the callbacks of a failed task, which use the installed providers."""
    for name, value in {"AIRFLOW_CONN_SLACK_API_DEFAULT": slack.connection, **mail.settings}.items():
        patch.setenv(name, value)
    task = make_task(notifications=NOTIFICATIONS)
    for callback in task.on_failure_callback:
        callback(context_of(task))


def test_a_failure_reaches_slack_and_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with SlackServer() as slack, MailServer() as mail:
        _fail_a_task(monkeypatch, slack, mail)
    assert [message["channel"] for message in slack.messages] == ["#team"]
    [text] = mail.mails
    assert "To: a@justice.gov.uk, b@justice.gov.uk" in text


@pytest.mark.parametrize("error", EXPIRED)
def test_an_expired_slack_token_keeps_no_mail_back_and_is_logged_for_the_alarm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    with SlackServer(error) as slack, MailServer() as mail:
        _fail_a_task(monkeypatch, slack, mail)
    assert len(mail.mails) == 1
    assert f"{_counted_text()} Slack channel #team of examples.hello" in caplog.text
    assert error in caplog.text


def test_an_expired_smtp_password_keeps_no_message_back_and_is_logged_for_the_alarm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with SlackServer() as slack, MailServer(has_expired=True) as mail:
        _fail_a_task(monkeypatch, slack, mail)
    assert len(slack.messages) == 1
    assert mail.mails == []
    assert f"{_counted_text()} addresses a@justice.gov.uk,b@justice.gov.uk of examples.hello" in caplog.text
    assert "Authentication Credentials Invalid" in caplog.text


def test_a_success_with_an_expired_token_is_logged_for_the_alarm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dag = make_dag(notifications=NOTIFICATIONS)
    with SlackServer("token_expired") as slack:
        monkeypatch.setenv("AIRFLOW_CONN_SLACK_API_DEFAULT", slack.connection)
        for callback in dag.on_success_callback:
            callback({"dag": dag, "run_id": "manual__1"})
    assert _counted_text() in caplog.text


def _counted_text() -> str:
    """Read the text that the alarm looks for in the logs."""
    [text] = re.findall(r'const NOT_NOTIFIED = "(.+)";', ALARMS.read_text("utf-8"))
    return str(text)
