"""The data of one workflow, from its DAG object. `DagData` in TypeScript has the same fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypedDict

Scalar: TypeAlias = str | int | float | bool | None
Schedule: TypeAlias = str | dict[str, Any] | None


class Expression(TypedDict, total=False):
    """One parsed `{{ … }}`: a fact, a parameter or a field of a result, and the steps that change it, in order."""

    fact: str
    param: str
    result: str
    """The task with the result; `field` is the field's name."""
    field: str
    steps: list[list[Any]]
    """Each step is a list: its name, then its arguments, as in `["strftime", "%Y-%m-%d"]`."""


class Template(TypedDict):
    """A value that this package fills in when the task starts."""

    template: str
    """The text that the author wrote. People read it; no code evaluates it."""
    pieces: list[str | Expression]
    """Literal text, and the expressions between."""


EnvironmentValue: TypeAlias = str | Template


class TaskData(TypedDict, total=False):
    """One task: a pod. Every key is optional."""

    image: str
    """Default: the workflow's."""
    command: list[EnvironmentValue]
    """Replaces the image's entry point."""
    args: list[EnvironmentValue]
    """Replaces the image's arguments."""
    retries: int
    """Default: the workflow's."""
    retry_delay: int
    """Seconds. Default: the workflow's."""
    timeout: int
    """Seconds that one try may last, without the start of its pod. Default: the workflow's `task_timeout`."""
    when: dict[str, EnvironmentValue]
    """The task is skipped unless `value` is `is`, or is not `is_not`."""
    results: list[str]
    """Fields of the task's result that other tasks use. The task fails without them."""
    trigger_rule: str
    """The condition on the results of the dependencies under which the task starts. Default: `all_success`."""
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
    """Recipients of notifications about a run. Every key is optional."""

    emails: list[str]
    slack_channel: str | None
    slack_events: list[str]


@dataclass(kw_only=True, eq=False, repr=False)
class WorkflowData:
    """All data of a DAG object. A missing or unknown key raises `TypeError`. No code changes the data."""

    manifest: str
    """Path of the manifest in the repository. Import errors begin with it."""
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
    """`YYYY-MM-DD`, midnight UTC. `None`: the DAG has no end."""
    tags: list[str] = field(default_factory=list)
    doc_md: str = ""
    """Markdown for the DAG's page."""
    schedule: Schedule = None
    """`None`, a cron expression, a preset, `{"seconds"|"minutes"|"hours": n}` or `{"datasets": [uri, …]}`."""
    catchup: bool = False
    is_paused_upon_creation: bool = False
    max_active_runs: int = 1
    max_active_tasks: int | None = None
    """Most tasks at once: of all runs in Airflow 2, of one run in Airflow 3. `None`: Airflow's own limit."""
    depends_on_past: bool = False
    retries: int = 0
    retry_delay: int = 300
    """Seconds."""
    timeout: int | None = None
    """Seconds that a run may last. After them, Airflow fails the run and stops its tasks. `None`: no limit."""
    task_timeout: int | None = None
    """Seconds that one try of a task without `timeout` may last: the environment's limit. `None`: no limit."""
    params: dict[str, Scalar] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """Labels of every pod. The package adds the label of the compute profile."""
    env_vars: dict[str, EnvironmentValue] = field(default_factory=dict)
    """Environment variables of every task. A task's own `env_vars` add to them or override them."""
    secret_name: str = ""
    """Name of the Kubernetes Secret that has the keys in `secrets`."""
    secrets: dict[str, str] = field(default_factory=dict)
    """Environment variables and their keys in the Secret."""
    logs: LogGroup | None = None
    """Log group with the pods' output. `None` if nothing collects it, for example on a laptop."""
    host_aliases: list[HostAlias] = field(default_factory=list)
    """For the tasks with `hmcts_sdp_networking`."""
    notifications: Notifications = field(default_factory=Notifications)
    interface_role: str | None = None
    """Role of Airflow's interface that may also start and change this DAG. `None`: only the roles for all DAGs may."""
