import type { WorkflowSettings } from "../workflow-settings";
import { environmentName } from "./environment";

interface Named {
  readonly environment: string;
  /** The project's alias where it has one. */
  readonly project: string;
  readonly workflow: string;
}

interface InDataAccount {
  readonly settings: Pick<WorkflowSettings, "accounts">;
}

/** Name of a workflow's role, unique in the data account over all environments. */
export function roleName({ environment, project, workflow }: Named): string {
  return environmentName(environment, project, workflow);
}

/** ARN of a workflow's role. */
export function roleArn(input: Named & InDataAccount): string {
  return `arn:aws:iam::${input.settings.accounts.data.id}:role/${roleName(input)}`;
}

/** Name of the Kubernetes service account (and secret) of a workflow. */
export function serviceAccountName({ project, workflow }: Pick<Named, "project" | "workflow">): string {
  return `${project}-${workflow}`;
}

/** Path of all secrets of an environment's workflows, with the closing slash. */
export function environmentSecretPath(environment: string): string {
  return `/airflow/${environment}/`;
}

/** Path of all secrets of one workflow, with the closing slash that keeps `a/b` apart from `a/b-c`. */
export function secretPath({ environment, project, workflow }: Named): string {
  return `${environmentSecretPath(environment)}${project}/${workflow}/`;
}

/** Name of the customer-managed, multi-region key of an environment's secrets, in the data account. */
export function secretsKeyName(environment: string): string {
  return environmentName(environment, "secrets");
}

/** Alias by which policies name that key, whose ID is not known before it exists. */
export function secretsKeyAlias(environment: string): string {
  return `alias/${secretsKeyName(environment)}`;
}

/** Start of the ARNs of a service in the data account, up to the colon before the resource. */
export function dataAccountArn({ settings }: InDataAccount, service: string, region: string): string {
  return `arn:aws:${service}:${region}:${settings.accounts.data.id}:`;
}
