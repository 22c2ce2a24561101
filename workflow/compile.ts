import { LABEL_PREFIX } from "../platform/names/kubernetes";
import type { ValidManifest } from "./check";
import { compileTasks, readMap, type ReadValue } from "./compile-tasks";
import type { CompiledWorkflow, DagData, SettingUse } from "./compiled";
import { renderDagObject } from "./dag-object";
import { egressSettings, egressOf } from "./egress";
import defaultEnvironment from "./data/default-environment.json";
import { DEFAULTS } from "./defaults";
import { documentation } from "./documentation";
import { deepFreeze } from "./freeze";
import { compileRole, compileSecrets } from "./iam/identity";
import { settingsUsed } from "./iam/settings-used";
import { workflowId } from "./identity";
import { imageOf } from "./image";
import { workflowLogGroupName } from "../platform/names/log-groups";
import type { ManifestDag } from "./normalise";
import { scheduleInWords, scheduleOf } from "./schedule";
import { settingsInWords } from "./settings-in-words";
import { scopeAt } from "./templates/scope";
import { readValue } from "./templates/template";
import type { Template } from "./templates/value";
import { parameterVariable, secretVariable } from "./variables";

/** Computes everything that the platform creates for a valid manifest. Pure and deterministic; the result is frozen. */
export function compileWorkflow({
  identity,
  manifest,
  role: input,
  templateScope,
  respelt,
  sourceOf,
}: ValidManifest): CompiledWorkflow {
  const { environment, settings, project, workflow, secretIds } = input;
  const namespace = settings.clusterNamespace;
  const name = `${project}-${workflow}`;
  const externalRole = manifest.iam?.external_role;
  const role = externalRole === undefined ? compileRole(input) : null;
  const roleArn = externalRole ?? role?.arn ?? "";
  const egress = egressOf(input);
  const secrets = compileSecrets({ ...input, maintainers: manifest.maintainers });
  const labels = {
    [`${LABEL_PREFIX}/environment`]: environment,
    [`${LABEL_PREFIX}/project`]: project,
    [`${LABEL_PREFIX}/workflow`]: workflow,
  };
  const manifestPath = `manifests/${identity.environment}/${identity.project}/${workflow}/workflow.yml`;
  const { dag } = manifest;
  const schedule = scheduleOf(dag);
  const read: ReadValue = (value, path) =>
    typeof value === "string"
      ? readValue(value, scopeAt(templateScope, path)).value
      : (sourceOf(path) ?? String(value));
  const withPage = (page: string): DagData => ({
    manifest: manifestPath,
    dag_id: `${project}.${workflow}`,
    environment,
    project,
    workflow,
    owner: manifest.tags.owner,
    tags: [manifest.tags.business_unit, project, manifest.tags.owner],
    doc_md: page,
    schedule,
    start_date: dag.start_date ?? DEFAULTS.start_date,
    end_date: dag.end_date ?? null,
    catchup: dag.catchup ?? DEFAULTS.catchup,
    is_paused_upon_creation: dag.is_paused_upon_creation ?? DEFAULTS.is_paused_upon_creation,
    max_active_runs: dag.max_active_runs ?? DEFAULTS.max_active_runs,
    max_active_tasks: dag.max_active_tasks ?? null,
    depends_on_past: dag.depends_on_past ?? DEFAULTS.depends_on_past,
    retries: dag.retries ?? DEFAULTS.retries,
    retry_delay: dag.retry_delay ?? DEFAULTS.retry_delay,
    timeout: dag.timeout ?? null,
    task_timeout: settings.workflows.taskTimeout ?? null,
    params: dag.params ?? {},
    image: imageOf(dag, settings),
    namespace,
    service_account_name: name,
    labels,
    env_vars: {
      ...readMap({ ...defaultEnvironment, AIRFLOW_ENVIRONMENT: environment.toUpperCase() }, [], read),
      ...readMap(dag.env_vars, ["dag", "env_vars"], read),
      ...Object.fromEntries(
        Object.keys(dag.params ?? {}).map((name) => [parameterVariable(name), parameterAsText(name)]),
      ),
    },
    secret_name: name,
    secrets: Object.fromEntries(secretIds.map((id) => [secretVariable(id), id])),
    logs: { region: settings.accounts.compute.region, group: workflowLogGroupName(environment) },
    host_aliases: usesNetworking(dag) ? settings.workflows.hmctsSdpHostAliases : [],
    tasks: compileTasks(dag, settings, read),
    notifications: {
      emails: manifest.notifications?.emails ?? [],
      slack_channel: manifest.notifications?.slack_channel?.replace(/^#/, "") ?? null,
      slack_events: manifest.notifications?.slack_events ?? DEFAULTS.slack_events,
    },
    interface_role: settings.workflows.projectRoles.includes(identity.project) ? interfaceRole(identity.project) : null,
  });
  const dagData = withPage(
    documentation({
      manifest,
      roleArn,
      secrets: secrets.map((secret) => secret.name),
      settings: settingsInWords(withPage("")),
    }),
  );
  return deepFreeze({
    id: workflowId(identity),
    environment,
    project,
    workflow,
    manifest: manifestPath,
    release: { repository: dag.repository, tag: dag.tag },
    maintainers: manifest.maintainers,
    tags: {
      "business-unit": manifest.tags.business_unit,
      owner: manifest.tags.owner,
      project: identity.project,
      workflow,
    },
    scheduleInWords: scheduleInWords(schedule),
    dag: dagData,
    dagObjectKey: `dags/${project}/${workflow}.py`,
    dagObject: renderDagObject(dagData),
    role,
    settingsUsed: [...(role === null ? [] : settingsUsed(input)), ...pythonValues(respelt), ...egressSettings(egress)],
    egress,
    secrets,
    serviceAccount: { name, namespace, roleArn, labels },
  });
}

function pythonValues(respelt: readonly string[]): SettingUse[] {
  return respelt.length === 0 ? [] : [{ setting: "compatibility.pythonValues", names: respelt }];
}

/**
 * The role in Airflow's interface that may start and change a project's DAGs. An administrator of Airflow creates it.
 */
function interfaceRole(project: string): string {
  return `project-${project}`;
}

function usesNetworking(dag: ManifestDag): boolean {
  return (
    dag.hmcts_sdp_networking === true ||
    Object.values(dag.tasks ?? {}).some((task) => task.hmcts_sdp_networking === true)
  );
}

function parameterAsText(param: string): Template {
  return { template: `{{ params["${param}"] | as_text }}`, pieces: [{ param, steps: [["as_text"]] }] };
}
