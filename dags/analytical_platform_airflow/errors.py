"""Errors of this package."""

from __future__ import annotations

from airflow.exceptions import AirflowException


class WorkflowError(AirflowException):
    """A workflow's data cannot become a DAG. The message begins with the path of its manifest."""

    def __init__(self, manifest: str, problem: str) -> None:
        super().__init__(f"{manifest}: {problem}")


class TemplateError(AirflowException):
    """A text of the container cannot get its value. The message begins with the variable's name, or `args[0]`."""


class TaskStoppedError(AirflowException):
    """Airflow stopped the task while its pod ran. The task fails or is retried, and never counts as a success."""


class TaskTimedOutError(AirflowException):
    """One try of the task took longer than its timeout. The try fails."""


class ResultError(AirflowException):
    """A task has no usable result."""


class PodNotStartedError(AirflowException):
    """The pod did not start in time. The message has Kubernetes' reasons."""
