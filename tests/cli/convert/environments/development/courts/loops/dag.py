"""Tasks made in loops, with settings of their own."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.utils.trigger_rule import TriggerRule
from analytical_platform.standard_operator import AnalyticalPlatformStandardOperator

REPOSITORY_NAME = "PLACEHOLDER_REPOSITORY_NAME"
REPOSITORY_TAG = "PLACEHOLDER_REPOSITORY_TAG"
PROJECT = "PLACEHOLDER_PROJECT"
WORKFLOW = "PLACEHOLDER_WORKFLOW"
ENVIRONMENT = "PLACEHOLDER_ENVIRONMENT"
OWNER = "PLACEHOLDER_OWNER"
REGISTRY = "123456789012.dkr.ecr.eu-west-2.amazonaws.com"

WORKERS = 2

with DAG(
    dag_id=f"{PROJECT}.{WORKFLOW}",
    default_args={"retries": 1, "retry_delay": timedelta(minutes=1)},
    start_date=datetime(2025, 9, 1),
    schedule_interval=timedelta(minutes=90),
    catchup=False,
    max_active_tasks=1,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
):

    def task(name, profile="general-spot-1vcpu-4gb", **more):
        return AnalyticalPlatformStandardOperator(
            task_id=name,
            name=name,
            compute_profile=profile,
            image=f"{REGISTRY}/{REPOSITORY_NAME}:{REPOSITORY_TAG}",
            environment=ENVIRONMENT,
            project=PROJECT,
            workflow=WORKFLOW,
            **more,
        )

    land = task("to_land", env_vars={"DATABASE": "courts", "STEP": "land"})
    close = task(
        "close",
        env_vars={"DATABASE": "courts", "STEP": "close"},
        trigger_rule=TriggerRule.ALL_DONE,
        retries=0,
        execution_timeout=timedelta(minutes=30),
    )
    for table in ["cases", "hearings"]:
        workers = [
            task(
                f"{table}_{worker}",
                "general-spot-16vcpu-64gb" if table == "hearings" else "general-spot-1vcpu-4gb",
                env_vars={"DATABASE": "courts", "STEP": "raw", "TABLE": table, "WORKER": worker},
            )
            for worker in range(WORKERS)
        ]
        land >> workers >> close
