"""Who hears of a run: callbacks that never fail it. Slack is imported when there is something to send."""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger(__name__)

SLACK_CONNECTION = "slack_api_default"
"""Id of the Airflow connection that holds Slack's token."""


class SlackNotification:
    """
    A callback that posts one message; an object, because Airflow copies callbacks with their DAG.

    :param channel: name of the channel, with `#`.
    :param environment: environment that the DAG runs in.
    :param dag_id: the DAG.
    """

    def __init__(self, channel: str, environment: str, dag_id: str) -> None:
        self.channel = channel
        self.environment = environment
        self.dag_id = dag_id

    def __call__(self, context: Any) -> None:
        """Post the message; a failure to do so is logged, and that is all."""
        try:
            from airflow.providers.slack.notifications.slack import SlackNotifier

            text = self.text(context)
            notifier = SlackNotifier(slack_conn_id=SLACK_CONNECTION, channel=self.channel, text=text)
            # Not called as a callback, which would render as templates what is plain text.
            notifier.notify(context)
        except Exception:
            log.exception("Could not notify Slack channel %s of %s", self.channel, self.dag_id)

    def text(self, context: Any) -> str:
        """Write the message."""
        raise NotImplementedError


class SlackSuccess(SlackNotification):
    """Once per run, when it has succeeded."""

    def text(self, context: Any) -> str:
        """Name environment, DAG and run."""
        from urllib.parse import quote

        run_id = context.get("run_id") or context["dag_run"].run_id
        return (
            f":white_check_mark: *{self.dag_id}* succeeded in {self.environment}\n"
            f"Run: {run_id}\n<{_base_url()}/dags/{self.dag_id}/grid?dag_run_id={quote(run_id)}|Run>"
        )


class SlackFailure(SlackNotification):
    """For each task that has failed for good."""

    def text(self, context: Any) -> str:
        """Name environment, DAG, task and run, and link to the log."""
        task = context["ti"]
        return (
            f":x: *{self.dag_id}* failed in {self.environment}\n"
            f"Task: {task.task_id}\nRun: {context.get('run_id') or task.run_id}\n<{task.log_url}|Log>"
        )


def slack_callbacks(
    channel: str | None, events: list[str], environment: str, dag_id: str
) -> dict[str, SlackNotification]:
    """Make the callback of each event (`success`, `failure`) that the channel wants to hear of."""
    if not channel:
        return {}
    kinds: dict[str, type[SlackNotification]] = {"success": SlackSuccess, "failure": SlackFailure}
    return {event: kinds[event](f"#{channel.lstrip('#')}", environment, dag_id) for event in events}


def _base_url() -> str:
    from airflow.configuration import conf

    # Airflow 3 moved the option.
    url = conf.get("api", "base_url", fallback=None) or conf.get("webserver", "base_url", fallback="")
    return str(url).rstrip("/")
