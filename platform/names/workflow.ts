import { ENVIRONMENTS } from "../environments";
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

/**
 * Names of a workflow's own Glue jobs, as IAM patterns: the role's name, or that, `_` and anything else. No name of a project
 * or workflow has `_`, so the jobs of `a/b` never include those of `a/b-c`.
 */
export function ownJobPatterns(input: Named): string[] {
  return [roleName(input), `${roleName(input)}_*`];
}

/** Name of a workflow's own Glue database: its role's name with `_` for `-`, as SQL reads names without quotes. */
export function ownDatabase(input: Named): string {
  return databaseSpelling(roleName(input));
}

/** Starts of the names that the platform keeps for the Glue jobs of workflows, over all environments. */
export const JOB_PREFIXES = ENVIRONMENTS.map((environment) => `${environmentName(environment)}-`);

/** Starts of the names that the platform keeps for the Glue databases of workflows, over all environments. */
export const DATABASE_PREFIXES = JOB_PREFIXES.map(databaseSpelling);

function databaseSpelling(name: string): string {
  return name.replaceAll("-", "_");
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
