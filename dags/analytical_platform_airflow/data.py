"""The data of one workflow, as a generated DAG object hands it over; its twin in TypeScript is `DagData`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypedDict

Scalar: TypeAlias = str | int | float | bool | None
Schedule: TypeAlias = str | dict[str, Any] | None


class Expression(TypedDict, total=False):
    """One `{{ … }}`, parsed: either a fact of the run or a parameter, and the steps that it goes through in order."""

    fact: str
    param: str
    steps: list[list[Any]]
    """Each is the name of a step and its arguments: `["strftime", "%Y-%m-%d"]`."""


class Template(TypedDict):
    """A value that is filled in when the task starts."""

    template: str
    """As the author wrote it: for people to read, never evaluated."""
    pieces: list[str | Expression]
    """Text as it is, and what is filled in between."""


EnvironmentValue: TypeAlias = str | Template


class TaskData(TypedDict, total=False):
    """One task: a pod of the workflow's image. Every key may be left out."""

    compute_profile: str
    env_vars: dict[str, EnvironmentValue]
    dependencies: list[str]
    inlets: list[str]
    outlets: list[str]
    hmcts_sdp_networking: bool


class HostAlias(TypedDict):
    """Host names that a pod resolves without DNS."""

    ip: str
    hostnames: list[str]


class LogGroup(TypedDict):
    """The CloudWatch log group that holds what pods print."""

    region: str
    group: str


class Notifications(TypedDict, total=False):
    """Who hears of a run. Every key may be left out."""

    emails: list[str]
    slack_channel: str | None
    slack_events: list[str]


@dataclass(kw_only=True, eq=False, repr=False)
class WorkflowData:
    """Everything that a DAG says; a missing or an unknown key is a `TypeError`. Nothing changes it."""

    manifest: str
    """Path of the manifest in the repository: what an import error names."""
    dag_id: str
    """`<project>.<workflow>`."""
    environment: str
    project: str
    workflow: str
    owner: str
    image: str
    namespace: str
    service_account_name: str
    tasks: dict[str, TaskData]
    start_date: str
    """`YYYY-MM-DD`, midnight UTC."""
    end_date: str | None = None
    """`YYYY-MM-DD`, midnight UTC; `None` for no end."""
    tags: list[str] = field(default_factory=list)
    doc_md: str = ""
    """Markdown shown on the DAG's page."""
    schedule: Schedule = None
    """`None`, a cron expression, a preset, `{"seconds"|"minutes"|"hours": n}` or `{"datasets": [uri, …]}`."""
    catchup: bool = False
    is_paused_upon_creation: bool = False
    max_active_runs: int = 1
    depends_on_past: bool = False
    retries: int = 0
    retry_delay: int = 300
    """Seconds."""
    params: dict[str, Scalar] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """Labels of every pod, apart from the compute profile's."""
    env_vars: dict[str, EnvironmentValue] = field(default_factory=dict)
    """Environment of every task; a task's own `env_vars` are added to it or override it."""
    secret_name: str = ""
    """Kubernetes Secret that `secrets` refers to."""
    secrets: dict[str, str] = field(default_factory=dict)
    """Environment variable to key of the Secret."""
    logs: LogGroup | None = None
    """Where the pods' lines are kept; `None` where nobody keeps them, as on a laptop."""
    host_aliases: list[HostAlias] = field(default_factory=list)
    """For the tasks with `hmcts_sdp_networking`."""
    notifications: Notifications = field(default_factory=Notifications)
    interface_role: str | None = None
    """Role of Airflow's interface that may start and change this DAG; `None` for the roles that may change all DAGs."""
