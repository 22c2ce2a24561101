"""Dates that are computed when Airflow reads the file, and messages to Slack."""

from datetime import datetime, timedelta

from airflow.models import DAG
from airflow.providers.slack.notifications.slack import send_slack_notification
from analytical_platform.standard_operator import AnalyticalPlatformStandardOperator

REPOSITORY_NAME = "PLACEHOLDER_REPOSITORY_NAME"
REPOSITORY_TAG = "PLACEHOLDER_REPOSITORY_TAG"
PROJECT = "PLACEHOLDER_PROJECT"
WORKFLOW = "PLACEHOLDER_WORKFLOW"
ENVIRONMENT = "PLACEHOLDER_ENVIRONMENT"
OWNER = "PLACEHOLDER_OWNER"
REGISTRY = "123456789012.dkr.ecr.eu-west-2.amazonaws.com"

YESTERDAY = (datetime.today() - timedelta(days=1)).strftime("%Y-%m-%d")
STARTED = datetime.now().strftime("%Y-%m-%d %H:%M:%S")

dag = DAG(dag_id="courts_clock", start_date=datetime(2025, 9, 1, 8), schedule="0 7 * * *", max_active_runs=1)
for function in ["scrape", "clean"]:
    AnalyticalPlatformStandardOperator(
        dag=dag,
        task_id=function,
        name=function,
        compute_profile="cpu-spot-1vcpu-4gb",
        image=f"{REGISTRY}/{REPOSITORY_NAME}:{REPOSITORY_TAG}",
        environment=ENVIRONMENT,
        project=PROJECT,
        workflow=WORKFLOW,
        env_vars={"STARTED": STARTED, "SECONDS": int(datetime.utcnow().timestamp())},
        cmds=["bash", "-c"],
        arguments=[f"uv run main.py --date {YESTERDAY} --function {function}"],
        on_success_callback=[send_slack_notification(text="{{ ti.task_id }} is done", channel="#courts-data")],
    )
if datetime.now().day == 4:
    AnalyticalPlatformStandardOperator(
        dag=dag,
        task_id="monthly",
        name="monthly",
        compute_profile="general-spot-1vcpu-4gb",
        image=f"{REGISTRY}/{REPOSITORY_NAME}:{REPOSITORY_TAG}",
        environment=ENVIRONMENT,
        project=PROJECT,
        workflow=WORKFLOW,
    )
