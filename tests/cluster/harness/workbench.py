"""The place where a test runs workflows: a version of Airflow, the control plane, a fake Slack and a mail server."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from harness.airflow import Airflow, Run
from harness.mail import MailServer
from harness.processes import Nursery, wait_until
from harness.rest import Object, Rest
from harness.slack import Slack
from harness.watch import PodWatch
from harness.workflows import NAMESPACE, write_dag_object

PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"


class Workbench:
    """Closing removes everything that it started, and everything that its workflows left."""

    def __init__(self, airflow: Airflow, admin: Rest, nursery: Nursery, folder: Path) -> None:
        self.airflow = airflow
        self.admin = admin
        self._nursery = nursery
        self.slack = Slack()
        self.mail = MailServer()
        self._folder = folder
        self._runs: list[Run] = []

    def run(
        self, data: dict[str, Any], epilogue: str = "", *, supervised: bool = False, after: Run | None = None
    ) -> Run:
        """Start one run of a workflow, in an Airflow that knows only the run ``after``, if it is given."""
        return self.run_object(write_dag_object(self._folder, data, epilogue), supervised=supervised, after=after)

    def run_object(self, dag_object: Path, *, supervised: bool = False, after: Run | None = None) -> Run:
        """Start one run of a DAG object."""
        folder = self._folder / f"run-{len(self._runs)}"
        folder.mkdir()
        variables = {"AIRFLOW_CONN_SLACK_API_DEFAULT": self.slack.connection, **self.mail.settings}
        run = self.airflow.start(dag_object, folder, variables, supervised=supervised, after=after)
        self._runs.append(run)
        self._nursery.adopt(run.process)
        return run

    def watch(self, dag_id: str) -> PodWatch:
        """Follow the pods of a DAG, which the provider labels with its id."""
        return PodWatch(self.admin, NAMESPACE, f"dag_id={dag_id}")

    def pods(self) -> list[Object]:
        """The pods that exist now, of any workflow."""
        found: list[Object] = self.admin.call("GET", PODS)["items"]
        return found

    def wait_until_no_pod_is_left(self) -> None:
        """Wait until pods that are being deleted are gone."""
        wait_until(lambda: not self.pods(), "no pod is left")

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.kill()
            self._nursery.disown(run.process)
        self.admin.call("DELETE", f"{PODS}?gracePeriodSeconds=0")
        self.wait_until_no_pod_is_left()
        self.slack.close()
        self.mail.close()
