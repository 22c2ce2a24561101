import type { Account } from "../config/stack.generated";
import type { UiRole } from "../airflow/ui-roles";
import { environmentName } from "./environment";

/** Name of the MWAA environment: the stack's. AWS puts it into the names of log groups, roles and metrics. */
export function mwaaName(environment: string): string {
  return environment;
}

/** ARN of the MWAA environment. */
export function mwaaArn(environment: string, { id, region }: Account): string {
  return `arn:aws:airflow:${region}:${id}:environment/${mwaaName(environment)}`;
}

/** Name of a log group of MWAA, which AWS sets; `*` for the kind gives the pattern of all. */
export function mwaaLogGroupName(environment: string, kind: string): string {
  return `airflow-${mwaaName(environment)}-${kind}`;
}

/** Name of the bucket. It holds the account's ID because bucket names are unique in all of AWS. */
export function bucketName(environment: string, account: Account): string {
  return environmentName(environment, account.id);
}

export function bucketArn(environment: string, account: Account): string {
  return `arn:aws:s3:::${bucketName(environment, account)}`;
}

/** Name of the role that Airflow's processes run as. */
export function executionRoleName(environment: string): string {
  return environmentName(environment, "execution");
}

export function executionRoleArn(environment: string, { id }: Account): string {
  return `arn:aws:iam::${id}:role/${executionRoleName(environment)}`;
}

/** Folder of the bucket that MWAA imports DAGs from. */
export const DAGS_FOLDER = "dags";

/** Start of the Secrets Manager names of Airflow's connections. */
export const CONNECTIONS_PREFIX = "airflow/connections";

/** Start of the Secrets Manager names of Airflow's variables. */
export const VARIABLES_PREFIX = "airflow/variables";

/** Name of the secret of the connection that sends email. */
export const SMTP_CONNECTION = `${CONNECTIONS_PREFIX}/smtp_default`;

/** Name of the IAM user whose access key sends email. */
export function smtpUserName(environment: string): string {
  return environmentName(environment, "smtp");
}

/** Name of the IAM policy that opens Airflow's user interface to people in one of its roles. */
export function uiPolicyName(environment: string, role: UiRole): string {
  return environmentName(environment, "ui", role);
}

/** ARN of that policy, in the compute account. */
export function uiPolicyArn(environment: string, role: UiRole, { id }: Pick<Account, "id">): string {
  return `arn:aws:iam::${id}:policy/${uiPolicyName(environment, role)}`;
}
