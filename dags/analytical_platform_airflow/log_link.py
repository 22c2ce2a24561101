"""The way from a task to what its pod printed, in CloudWatch, where the lines outlive the pod."""

from __future__ import annotations

from typing import Any

from airflow.providers.amazon.aws.links.logs import CloudWatchEventsLink
from kubernetes.client import models as k8s

from analytical_platform_airflow.data import LogGroup

LINK = CloudWatchEventsLink()
"""The Amazon provider's own link: every Airflow knows it, its web server too, which never sees this package."""


def record_log_stream(task_instance: Any, logs: LogGroup, pod: k8s.V1Pod, container: str) -> None:
    """
    Note where the log of a pod's container is, so that the task has its link from the pod's first second on.

    The name of the stream is what Fluent Bit is told to write to (infra/cluster/observability/fluent-bit.ts).
    """
    where = {
        "region_name": logs["region"],
        "aws_domain": LINK.get_aws_domain("aws"),
        "awslogs_region": logs["region"],
        "awslogs_group": logs["group"],
        "awslogs_stream_name": f"{pod.metadata.name}.{container}",
    }
    task_instance.xcom_push(key=LINK.key, value=where)
    # Airflow 3 shows a link by its finished address, and would note that only when the task has ended.
    if finished_key := getattr(LINK, "xcom_key", None):
        task_instance.xcom_push(key=finished_key, value=LINK.format_link(**where))
