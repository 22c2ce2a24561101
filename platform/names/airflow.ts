import type { Account } from "../config/stack.generated";

/** Name of the MWAA environment: the stack's. AWS puts it into the names of log groups, roles and metrics. */
export function mwaaName(environment: string): string {
  return environment;
}

/** ARN of the MWAA environment. */
export function mwaaArn(environment: string, { id, region }: Account): string {
  return `arn:aws:airflow:${region}:${id}:environment/${mwaaName(environment)}`;
}

/** Name of the bucket; bucket names are unique in all of AWS, hence the account. */
export function bucketName(environment: string, account: Account): string {
  return `airflow-${environment}-${account.id}`;
}

export function bucketArn(environment: string, account: Account): string {
  return `arn:aws:s3:::${bucketName(environment, account)}`;
}

/** Name of the role that Airflow runs tasks as. */
export function executionRoleName(environment: string): string {
  return `airflow-${environment}-execution`;
}

export function executionRoleArn(environment: string, { id }: Account): string {
  return `arn:aws:iam::${id}:role/${executionRoleName(environment)}`;
}

/** Folder of the bucket that MWAA imports DAGs from. */
export const DAGS_FOLDER = "dags";

/** Secrets Manager names of Airflow's connections and variables start so. */
export const CONNECTIONS_PREFIX = "airflow/connections";
export const VARIABLES_PREFIX = "airflow/variables";

/** Name of the IAM user whose access key sends e-mail. */
export function smtpUserName(environment: string): string {
  return `airflow-${environment}-smtp`;
}
