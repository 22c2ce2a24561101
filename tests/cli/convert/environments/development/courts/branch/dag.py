"""A branch on the result of a pod."""

from datetime import datetime

from airflow.models import DAG
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator
from analytical_platform.standard_operator import AnalyticalPlatformStandardOperator

REPOSITORY_NAME = "PLACEHOLDER_REPOSITORY_NAME"
REPOSITORY_TAG = "PLACEHOLDER_REPOSITORY_TAG"
PROJECT = "PLACEHOLDER_PROJECT"
WORKFLOW = "PLACEHOLDER_WORKFLOW"
ENVIRONMENT = "PLACEHOLDER_ENVIRONMENT"
OWNER = "PLACEHOLDER_OWNER"
REGISTRY = "123456789012.dkr.ecr.eu-west-2.amazonaws.com"

dag = DAG(
    dag_id=f"{PROJECT}.{WORKFLOW}",
    start_date=datetime(2025, 9, 1),
    schedule="0 20 * * *",
    catchup=False,
    max_active_runs=1,
)


def next_step(**context):
    result = context["ti"].xcom_pull(task_ids="decide")
    return "clean" if result == {"result": "run"} else "leave"


def task(name, **more):
    return AnalyticalPlatformStandardOperator(
        dag=dag,
        task_id=name,
        name=name,
        compute_profile="general-spot-1vcpu-4gb",
        image=f"{REGISTRY}/{REPOSITORY_NAME}:{REPOSITORY_TAG}",
        environment=ENVIRONMENT,
        project=PROJECT,
        workflow=WORKFLOW,
        **more,
    )


decide = task("decide", do_xcom_push=True)
branch = BranchPythonOperator(task_id="branch", python_callable=next_step, dag=dag)
leave = EmptyOperator(task_id="leave", dag=dag)
end = EmptyOperator(task_id="end", trigger_rule="none_failed_min_one_success", dag=dag)
decide >> branch >> [task("clean"), leave] >> end
