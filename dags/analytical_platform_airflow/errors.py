"""Errors of this package."""

from __future__ import annotations

from airflow.exceptions import AirflowException


class WorkflowError(AirflowException):
    """A workflow's data cannot become a DAG. The message begins with the path of its manifest."""

    def __init__(self, manifest: str, problem: str) -> None:
        super().__init__(f"{manifest}: {problem}")


class TemplateError(AirflowException):
    """An environment variable cannot get its value. The message begins with the variable's name."""
