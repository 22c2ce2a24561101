"""The link from a task to its pod's output in CloudWatch, which is kept after the pod is deleted."""

from __future__ import annotations

from typing import Any

from airflow.providers.amazon.aws.links.logs import CloudWatchEventsLink
from kubernetes.client import models as k8s

from analytical_platform_airflow.data import LogGroup

LINK = CloudWatchEventsLink()
"""The Amazon provider's own link. Airflow's web server knows it, and cannot load links from this package."""


def record_log_stream(task_instance: Any, logs: LogGroup, pod: k8s.V1Pod, container: str) -> None:
    """
    Record the log stream of a pod's container, so that the task has a link as soon as it has a pod.

    Fluent Bit's configuration sets the name of the stream (infra/cluster/observability/fluent-bit.ts).
    """
    where = {
        "region_name": logs["region"],
        "aws_domain": LINK.get_aws_domain("aws"),
        "awslogs_region": logs["region"],
        "awslogs_group": logs["group"],
        "awslogs_stream_name": f"{pod.metadata.name}.{container}",
    }
    task_instance.xcom_push(key=LINK.key, value=where)
    # Airflow 3 shows the complete address, and would record it only after the task has ended.
    if finished_key := getattr(LINK, "xcom_key", None):
        task_instance.xcom_push(key=finished_key, value=LINK.format_link(**where))
