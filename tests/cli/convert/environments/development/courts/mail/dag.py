"""Mail that is made of a pod's result."""

from datetime import datetime
from functools import partial

import boto3
from airflow.models import DAG, Variable
from airflow.operators.email import EmailOperator
from airflow.operators.python import PythonOperator
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
    schedule="*/30 9-17 * * 1-5",
    catchup=False,
    max_active_runs=1,
)


def send(provider, **context):
    result = context["ti"].xcom_pull(task_ids=f"validate-{provider}")
    boto3.client("s3").put_object(Body=str(result["rows"]))
    return EmailOperator(task_id="mail", to="courts@justice.gov.uk", subject=provider)


for provider in ["cps", "moj"]:
    validate = AnalyticalPlatformStandardOperator(
        dag=dag,
        task_id=f"validate-{provider}",
        name=provider,
        compute_profile="general-spot-1vcpu-4gb",
        image=f"{REGISTRY}/{REPOSITORY_NAME}:{REPOSITORY_TAG}",
        environment=ENVIRONMENT,
        project=PROJECT,
        workflow=WORKFLOW,
        env_vars={"PROVIDER": provider, "TOPIC": Variable.get("topic")},
        do_xcom_push=True,
    )
    validate >> PythonOperator(dag=dag, task_id=f"send-{provider}", python_callable=partial(send, provider))
