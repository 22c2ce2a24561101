"""Images, commands and secrets that differ from task to task."""

from datetime import datetime

from airflow.models import DAG
from airflow.providers.cncf.kubernetes.secret import Secret
from analytical_platform.standard_operator import AnalyticalPlatformStandardOperator

REPOSITORY_NAME = "PLACEHOLDER_REPOSITORY_NAME"
REPOSITORY_TAG = "PLACEHOLDER_REPOSITORY_TAG"
PROJECT = "PLACEHOLDER_PROJECT"
WORKFLOW = "PLACEHOLDER_WORKFLOW"
ENVIRONMENT = "PLACEHOLDER_ENVIRONMENT"
OWNER = "PLACEHOLDER_OWNER"
REGISTRY = "123456789012.dkr.ecr.eu-west-2.amazonaws.com"

key = Secret(deploy_type="env", deploy_target="NOTIFY_KEY", secret=f"{PROJECT}-{WORKFLOW}-notify-key", key="data")
password = Secret("env", "SECRET_DB_PASSWORD", f"{PROJECT}-{WORKFLOW}-db-password", "data")

dag = DAG(
    dag_id=f"{PROJECT}.{WORKFLOW}",
    start_date=datetime(2025, 9, 1),
    schedule=None,
    params={"retries": 3, "table": "cases"},
    max_active_runs=1,
)
common = {"dag": dag, "compute_profile": "general-spot-1vcpu-4gb", "project": PROJECT, "workflow": WORKFLOW}
check = AnalyticalPlatformStandardOperator(
    task_id="check",
    name="check",
    image=f"{REGISTRY}/{REPOSITORY_NAME}:v1.1.0",
    environment="prod",
    secrets=[key],
    cmds=["bash", "-c"],
    arguments=["python3 main.py --at='{{ts}}' --table={{ dag_run.conf['table'] }} --day={{ dag_run.conf['day'] }}"],
    **common,
)
load = AnalyticalPlatformStandardOperator(
    task_id="load",
    name="load",
    image=f"{REGISTRY}/moj-analytical-services/airflow-create-a-pipeline:v4.0.0",
    environment=ENVIRONMENT,
    secrets=[password],
    pool="courts",
    **common,
)
check >> load
