"""Notifications of a run: callbacks that never fail it. They import the sending code only when they send."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple, TypeAlias

from analytical_platform_airflow.data import WorkflowData
from analytical_platform_airflow.links import log_url, run_url

log = logging.getLogger(__name__)

SLACK_CONNECTION = "slack_api_default"
"""ID of the Airflow connection with the Slack token."""

LONGEST_ERROR = 2000
"""Most characters of an error that an email quotes."""

TIMED_OUT = "timed_out"
"""
Airflow's reason when a run took longer than its timeout (`dagrun_timeout` in airflow/jobs/scheduler_job_runner.py). It
calls the same callbacks for a run in which a task failed, with another reason.
"""

Callbacks: TypeAlias = list[Callable[[Any], None]] | None


class Notification:
    """
    A callback that notifies people of one event. It is an object because Airflow copies callbacks with their DAG.

    :param audience: a Slack channel with its `#`, or email addresses separated by commas.
    :param environment: the environment of the DAG.
    :param dag_id: the DAG's ID.
    """

    medium = ""
    """The kind of audience, for the log: `Slack channel` or `addresses`."""

    def __init__(self, audience: str, environment: str, dag_id: str) -> None:
        self.audience = audience
        self.environment = environment
        self.dag_id = dag_id

    def __call__(self, context: Any) -> None:
        """Send the message. If that fails, only log the error."""
        try:
            self.send(context)
        except Exception:
            log.exception("Could not notify %s %s of %s", self.medium, self.audience, self.dag_id)

    def send(self, context: Any) -> None:
        """Send the message, or raise an error."""
        raise NotImplementedError


class SlackSuccess(Notification):
    """A Slack message for each run that succeeds."""

    medium = "Slack channel"

    def send(self, context: Any) -> None:
        """Post the environment, the DAG, and the run with a link to it."""
        run_id = _run_id(context)
        text = f":white_check_mark: *{self.dag_id}* succeeded in {self.environment}\nRun: {run_id}\n"
        post(self.audience, f"{text}<{run_url(self.dag_id, run_id)}|Run>", context)


class SlackTimeout(Notification):
    """A Slack message for each run that takes longer than its timeout. Its tasks are skipped, so none of them fails."""

    medium = "Slack channel"

    def send(self, context: Any) -> None:
        """Post the environment, the DAG, and the run with a link to it."""
        if context.get("reason") != TIMED_OUT:
            return
        run_id = _run_id(context)
        text = f":x: *{self.dag_id}* took longer than its timeout in {self.environment}\nRun: {run_id}\n"
        post(self.audience, f"{text}<{run_url(self.dag_id, run_id)}|Run>", context)


class SlackFailure(Notification):
    """A Slack message for each task that fails after its last retry."""

    medium = "Slack channel"

    def send(self, context: Any) -> None:
        """Post the environment, the DAG, the task and the run, with a link to the log."""
        task = context["ti"]
        text = f":x: *{self.dag_id}* failed in {self.environment}\nTask: {task.task_id}\nRun: {task.run_id}\n"
        post(self.audience, f"{text}<{log_url(task)}|Log>", context)


class EmailFailure(Notification):
    """
    An email for each task that fails after its last retry.

    It replaces Airflow's own email, which does not name the environment. Airflow 3 also sends none if the worker is
    lost. Both use the server in the `smtp` options and the connection `smtp_default`.
    """

    medium = "addresses"

    def send(self, context: Any) -> None:
        """Send the environment, the DAG, the task, the run and the error, with a link to the log."""
        task = context["ti"]
        lines = {
            "Environment": escape(self.environment),
            "DAG": escape(self.dag_id),
            "Task": escape(task.task_id),
            "Run": escape(task.run_id),
            "Error": f"<pre>{escape(_in_short(context.get('exception')))}</pre>",
            "Log": f'<a href="{escape(log_url(task))}">{escape(log_url(task))}</a>',
        }
        email(self.audience, f"{self.dag_id} failed in {self.environment}: task {task.task_id}", lines)


class EmailTimeout(Notification):
    """An email for each run that takes longer than its timeout."""

    medium = "addresses"

    def send(self, context: Any) -> None:
        """Send the environment, the DAG, and the run with a link to it."""
        if context.get("reason") != TIMED_OUT:
            return
        run_id = _run_id(context)
        url = escape(run_url(self.dag_id, run_id))
        lines = {
            "Environment": escape(self.environment),
            "DAG": escape(self.dag_id),
            "Run": f'<a href="{url}">{escape(run_id)}</a>',
            "Error": "The run took longer than its timeout. Airflow stopped its tasks.",
        }
        email(self.audience, f"{self.dag_id} took longer than its timeout in {self.environment}", lines)


def email(addresses: str, subject: str, lines: dict[str, str]) -> None:
    """Send an email with one paragraph for each line. The text of a line is HTML."""
    from airflow.utils.email import send_email

    content = "".join(f"<p>{name}: {text}</p>\n" for name, text in lines.items())
    send_email(to=addresses.split(","), subject=subject, html_content=content)


def _run_id(context: Any) -> str:
    """Return the ID of the run. After a run, Airflow 3 gives callbacks only the object or only the ID."""
    run_id: str = context.get("run_id") or context["dag_run"].run_id
    return run_id


def _in_short(error: object) -> str:
    """Shorten an error: leave out the description of the pod, which is in the log."""
    return str(error or "unknown: see the log").partition("\nremote_pod:")[0][:LONGEST_ERROR]


def post(channel: str, text: str, context: Any) -> None:
    """Post one message to a Slack channel."""
    from airflow.providers.slack.notifications.slack import SlackNotifier

    # As a callback, SlackNotifier would render the text as a template.
    SlackNotifier(slack_conn_id=SLACK_CONNECTION, channel=channel, text=text).notify(context)


class CallbacksOf(NamedTuple):
    """The callbacks of a workflow by event. `None` if nobody gets a notification."""

    success: Callbacks
    """Of the DAG, for a run that succeeds."""
    failure: Callbacks
    """Of each task, for its failure."""
    timeout: Callbacks
    """Of the DAG, for a run that takes too long."""


def callbacks(workflow: WorkflowData) -> CallbacksOf:
    """
    Return the callbacks of a workflow.

    :raises ValueError: a Slack event is neither `success` nor `failure`.
    """
    notifications = workflow.notifications
    channel, emails = notifications.get("slack_channel"), notifications.get("emails")
    events = notifications.get("slack_events", ["failure", "success"])
    if unknown := set(events) - {"failure", "success"}:
        raise ValueError(f"slack_events cannot have {', '.join(sorted(unknown))}; write failure, success or both")
    about = (workflow.environment, workflow.dag_id)
    success: list[Callable[[Any], None]] = []
    failure: list[Callable[[Any], None]] = []
    timeout: list[Callable[[Any], None]] = []
    if channel:
        audience = f"#{channel.lstrip('#')}"
        success += [SlackSuccess(audience, *about)] if "success" in events else []
        failure += [SlackFailure(audience, *about)] if "failure" in events else []
        timeout += [SlackTimeout(audience, *about)] if "failure" in events else []
    if emails:
        failure.append(EmailFailure(",".join(emails), *about))
        timeout.append(EmailTimeout(",".join(emails), *about))
    return CallbacksOf(success or None, failure or None, timeout or None)
