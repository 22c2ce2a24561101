import type { CompiledWorkflow } from "../../workflow/compiled";
import { runsStartedByDeploying } from "../../workflow/runs-started";
import { settingsInWords } from "../../workflow/settings-in-words";
import { allPermissions, inWords } from "../../preview/difference/permissions";
import { grantsOf, readPolicy } from "../../preview/difference/policy";
import { settingInWords } from "../../preview/setting-words";

/** Everything that a manifest creates, section by section, for a terminal. */
export function explain(workflow: CompiledWorkflow): string {
  return [
    `${workflow.id} in ${workflow.environment}, because of ${workflow.manifest}`,
    ...section("In Airflow", inAirflow(workflow)),
    ...section("As itself", identity(workflow)),
    ...section("Its role", rights(workflow)),
    ...section("Its secrets", workflow.secrets.map(secretInWords)),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  • ${line}`)];
}

function inAirflow({ dag, dagObjectKey }: CompiledWorkflow): string[] {
  const runs = runsStartedByDeploying(dag, new Date());
  return [
    `the DAG ${dag.dag_id}, from the object ${dagObjectKey}`,
    ...settingsInWords(dag).map(({ label, text }) => `${label}: ${text}`),
    ...(dag.catchup
      ? [`deploying it for the first time starts ${runs.toLocaleString("en-GB")} runs at once, to catch up`]
      : []),
    `image: ${dag.image}`,
    ...Object.entries(dag.tasks).map(([name, { compute_profile: profile, dependencies }]) => {
      const after = dependencies.length === 0 ? "" : `, after ${inWords(dependencies)}`;
      return `the task ${name}, on ${profile}${after}`;
    }),
  ];
}

function identity({ serviceAccount: { name, namespace, roleArn }, role }: CompiledWorkflow): string[] {
  const elsewhere =
    role === null ? ", which the platform does not create: its own account decides its permissions" : "";
  return [`the service account ${namespace}/${name}`, `the role ${roleArn}${elsewhere}`];
}

/** The role's permissions, in the words of a pull request's preview, and the settings that widen them. */
export function rights({ role, settingsUsed }: CompiledWorkflow): string[] {
  if (role === null) {
    return [];
  }
  const documents = [role.inlinePolicy, ...Object.values(role.managedPolicies)];
  const sentences = allPermissions(documents.flatMap((document) => grantsOf(readPolicy(document) ?? [])));
  return [
    ...[...sentences, ...settingsUsed.map(settingInWords)].map((sentence) => sentence.replaceAll("`", "")),
    ...role.attachedPolicyArns.map((arn) => `has the policy ${arn}`),
  ];
}

/** A secret: its name, and its variable in the container. */
export function secretInWords({ name, environmentVariable }: CompiledWorkflow["secrets"][number]): string {
  return `${name}, in the container as ${environmentVariable}; a maintainer sets its value`;
}
