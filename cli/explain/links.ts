import { mwaaName } from "../../platform/names/airflow";
import type { CompiledWorkflow } from "../../workflow/compiled";

/** The AWS regions of an environment's accounts. */
export interface Regions {
  /** Region of Airflow, the cluster and the logs. */
  readonly compute: string;
  /** Region of the secrets. */
  readonly data: string;
}

/** An address, and what it shows. */
export interface Link {
  readonly what: string;
  readonly address: string;
}

/**
 * Addresses in AWS's console for one workflow, each with what it shows. A person needs access to the account of each. AWS does not
 * document these addresses; they are those that its console shows.
 */
export function linksOf(workflow: CompiledWorkflow, { compute, data }: Regions): Link[] {
  const { dag, role, secrets, environment } = workflow;
  const airflow = `https://${compute}.console.aws.amazon.com/mwaa/home?region=${compute}#environments/${mwaaName(environment)}/sso`;
  return [
    { what: `Airflow, where you select the DAG ${dag.dag_id}`, address: airflow },
    { what: "the output of its pods, which starts with the name of the pod", address: logs(dag.logs) },
    ...(role === null
      ? []
      : [{ what: "its role", address: `https://console.aws.amazon.com/iam/home#/roles/details/${role.name}` }]),
    ...secrets.map(({ name, environmentVariable }) => ({
      what: `the secret ${environmentVariable}`,
      address: secret(name, data),
    })),
  ];
}

/** The same for a terminal. */
export function linksInWords(workflow: CompiledWorkflow, regions: Regions): string {
  return [
    `${workflow.id} in ${workflow.environment}`,
    ...linksOf(workflow, regions).flatMap(({ what, address }) => ["", what, `  ${address}`]),
  ].join("\n");
}

function logs({ region, group }: CompiledWorkflow["dag"]["logs"]): string {
  // The address that the Amazon provider of Airflow builds for a log stream, without the stream.
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encodeURIComponent(group)}`;
}

function secret(name: string, region: string): string {
  return `https://${region}.console.aws.amazon.com/secretsmanager/secret?name=${encodeURIComponent(name)}&region=${region}`;
}
