"""The errors of this package: a DAG object that cannot be built, a template that cannot be filled in."""

from __future__ import annotations

from airflow.exceptions import AirflowException


class WorkflowError(AirflowException):
    """A workflow's data does not make a DAG; the message begins with the path of the manifest to change."""

    def __init__(self, manifest: str, problem: str) -> None:
        super().__init__(f"{manifest}: {problem}")


class TemplateError(AirflowException):
    """An environment variable that cannot be filled in; the message begins with its name."""
