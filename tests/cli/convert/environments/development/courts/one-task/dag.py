"""One task, with a secret, the schedule and the addresses of the DAG."""

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

dag = DAG(
    dag_id=f"{PROJECT}.{WORKFLOW}",
    default_args={
        "depends_on_past": False,
        "email_on_failure": True,
        "email_on_retry": False,
        "owner": OWNER,
        "email": ["courts@justice.gov.uk"],
        "retries": 2,
        "retry_delay": 150,
    },
    start_date=datetime(2025, 9, 1),
    schedule="0 3 * * *",
    catchup=False,
    max_active_runs=1,
)

AnalyticalPlatformStandardOperator(
    dag=dag,
    task_id="main",
    name=f"{PROJECT}.{WORKFLOW}",
    compute_profile="general-on-demand-1vcpu-4gb",
    image=f"{REGISTRY}/{REPOSITORY_NAME}:{REPOSITORY_TAG}",
    environment=ENVIRONMENT,
    project=PROJECT,
    workflow=WORKFLOW,
    env_vars={"AWS_DEFAULT_REGION": "eu-west-1", "DRY_RUN": False, "RATIO": 1.0},
    secrets=[
        Secret(
            deploy_type="env",
            deploy_target="SECRET_API_KEY",
            secret=f"{PROJECT}-{WORKFLOW}-api-key",
            key="data",
        )
    ],
)
