import type { DagData } from "./compiled";
import { DEFAULTS } from "./defaults";
import { type Literal, pythonLiteral } from "./python-literal";

/** Arguments whose default in the shared package equals the manifest's. A DAG object leaves them out. */
const LEFT_OUT: Readonly<Partial<Record<keyof DagData, Literal>>> = {
  schedule: null,
  end_date: null,
  catchup: DEFAULTS.catchup,
  is_paused_upon_creation: DEFAULTS.is_paused_upon_creation,
  max_active_runs: DEFAULTS.max_active_runs,
  max_active_tasks: null,
  depends_on_past: DEFAULTS.depends_on_past,
  retries: DEFAULTS.retries,
  retry_delay: DEFAULTS.retry_delay,
  timeout: null,
  task_timeout: null,
  interface_role: null,
};

/** The Python file of one workflow. It only passes data to the shared package. Equal data gives equal bytes. */
export function renderDagObject(dag: DagData): string {
  const plain = {
    ...dag,
    tasks: Object.fromEntries(Object.entries(dag.tasks).map(([name, task]) => [name, withoutEmpty(task)])),
    notifications: withoutSilence(dag.notifications),
  };
  const lines = Object.entries(plain)
    .filter(([key, value]) => !isDefault(key as keyof DagData, value as Literal))
    .map(([key, value]) => `    ${key}=${pythonLiteral(value as Literal, "    ")},\n`);
  return [
    `# Generated from ${dag.manifest}. Do not edit: change the manifest.\n`,
    `import airflow.providers.cncf.kubernetes.operators.pod  # noqa: F401 - Airflow imports it once, before it starts a process a file\n`,
    `from analytical_platform_airflow import workflow\n\n`,
    `dag = workflow(\n${lines.join("")})\n`,
  ].join("");
}

function isDefault(key: keyof DagData, value: Literal): boolean {
  return isEmpty(value) || (Object.hasOwn(LEFT_OUT, key) && LEFT_OUT[key] === value);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function withoutEmpty(task: object): object {
  return Object.fromEntries(Object.entries(task).filter(([, value]) => value !== false && !isEmpty(value)));
}

/** Leaves out notification settings that reach nobody. */
function withoutSilence({ emails, slack_channel: channel, slack_events: events }: DagData["notifications"]): object {
  return {
    ...(emails.length === 0 ? {} : { emails }),
    ...(channel === null ? {} : { slack_channel: channel, slack_events: events }),
  };
}
