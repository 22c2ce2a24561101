"""Who hears of a run: callbacks that never fail it. What sends is imported when there is something to send."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape
from typing import Any, TypeAlias

from analytical_platform_airflow.data import WorkflowData
from analytical_platform_airflow.links import log_url, run_url

log = logging.getLogger(__name__)

SLACK_CONNECTION = "slack_api_default"
"""Id of the Airflow connection that holds Slack's token."""

LONGEST_ERROR = 2000
"""Characters of an error that an e-mail has."""

Callbacks: TypeAlias = list[Callable[[Any], None]] | None


class Notification:
    """
    A callback that tells somebody of one event; an object, because Airflow copies callbacks with their DAG.

    :param audience: who is told: a Slack channel with its `#`, or addresses of e-mail with commas.
    :param environment: environment that the DAG runs in.
    :param dag_id: the DAG.
    """

    medium = ""
    """What the audience is, as the log says it."""

    def __init__(self, audience: str, environment: str, dag_id: str) -> None:
        self.audience = audience
        self.environment = environment
        self.dag_id = dag_id

    def __call__(self, context: Any) -> None:
        """Send the message; a failure to do so is logged, and that is all."""
        try:
            self.send(context)
        except Exception:
            log.exception("Could not notify %s %s of %s", self.medium, self.audience, self.dag_id)

    def send(self, context: Any) -> None:
        """Send the message, or fail."""
        raise NotImplementedError


class SlackSuccess(Notification):
    """Once per run, when it has succeeded."""

    medium = "Slack channel"

    def send(self, context: Any) -> None:
        """Name environment, DAG and run, and link to it."""
        run_id = context.get("run_id") or context["dag_run"].run_id
        text = f":white_check_mark: *{self.dag_id}* succeeded in {self.environment}\nRun: {run_id}\n"
        post(self.audience, f"{text}<{run_url(self.dag_id, run_id)}|Run>", context)


class SlackFailure(Notification):
    """For each task that has failed for good."""

    medium = "Slack channel"

    def send(self, context: Any) -> None:
        """Name environment, DAG, task and run, and link to the log."""
        task = context["ti"]
        text = f":x: *{self.dag_id}* failed in {self.environment}\nTask: {task.task_id}\nRun: {task.run_id}\n"
        post(self.audience, f"{text}<{log_url(task)}|Log>", context)


class EmailFailure(Notification):
    """
    For each task that has failed for good.

    In place of Airflow's own e-mail, which does not name the environment, and which Airflow 3 forgets when the worker
    is gone. It goes the same way: through the server of the options `smtp` and as the connection `smtp_default`.
    """

    medium = "addresses"

    def send(self, context: Any) -> None:
        """Name environment, DAG, task, run and error, and link to the log."""
        from airflow.utils.email import send_email

        task = context["ti"]
        lines = {
            "Environment": escape(self.environment),
            "DAG": escape(self.dag_id),
            "Task": escape(task.task_id),
            "Run": escape(task.run_id),
            "Error": f"<pre>{escape(_in_short(context.get('exception')))}</pre>",
            "Log": f'<a href="{escape(log_url(task))}">{escape(log_url(task))}</a>',
        }
        send_email(
            to=self.audience.split(","),
            subject=f"{self.dag_id} failed in {self.environment}: task {task.task_id}",
            html_content="".join(f"<p>{name}: {text}</p>\n" for name, text in lines.items()),
        )


def _in_short(error: object) -> str:
    """Say what went wrong, without the pod's whole description, which the log has."""
    return str(error or "not known: see the log").partition("\nremote_pod:")[0][:LONGEST_ERROR]


def post(channel: str, text: str, context: Any) -> None:
    """Post one message to Slack."""
    from airflow.providers.slack.notifications.slack import SlackNotifier

    # Not called as a callback, which would render as templates what is plain text.
    SlackNotifier(slack_conn_id=SLACK_CONNECTION, channel=channel, text=text).notify(context)


def callbacks(workflow: WorkflowData) -> tuple[Callbacks, Callbacks]:
    """
    Make what is called when a run has succeeded, and what is called when a task has failed; `None` for nothing.

    :raises ValueError: an event of Slack that is neither `success` nor `failure`.
    """
    notifications = workflow.notifications
    channel, emails = notifications.get("slack_channel"), notifications.get("emails")
    events = notifications.get("slack_events", ["failure", "success"])
    if unknown := set(events) - {"failure", "success"}:
        raise ValueError(f"slack_events {', '.join(sorted(unknown))}: there are failure and success")
    about = (workflow.environment, workflow.dag_id)
    success: list[Callable[[Any], None]] = []
    failure: list[Callable[[Any], None]] = []
    if channel:
        audience = f"#{channel.lstrip('#')}"
        success += [SlackSuccess(audience, *about)] if "success" in events else []
        failure += [SlackFailure(audience, *about)] if "failure" in events else []
    if emails:
        failure.append(EmailFailure(",".join(emails), *about))
    return success or None, failure or None
