import defaultVariables from "../../workflow/data/default-environment.json";
import { conditionsOf } from "./branches";
import { type FieldCondition, WHOLE } from "./conditions";
import { listOf, mapOf, secondsOf, textOf, type TaskFacts, type Value } from "./facts";
import { type Advice, ANY, noteOtherKeywords, type Silent } from "./keywords";
import type { Notes } from "./notes";
import { withoutOtherOperators } from "./operators";
import { resultTemplate } from "./results";
import type { Texts } from "./texts";

/** A task as a manifest has it. */
export interface ManifestTask {
  repository?: string;
  tag?: string;
  command?: readonly string[];
  args?: readonly string[];
  retries?: number;
  retry_delay?: number;
  trigger_rule?: string;
  timeout?: number;
  when?: { readonly value: string; readonly is?: string; readonly is_not?: string };
  compute_profile?: string;
  hmcts_sdp_networking?: boolean;
  env_vars?: Readonly<Record<string, string>>;
  dependencies?: readonly string[];
}

/** Values of the workflow, to which a task's are compared. */
export interface WorkflowFacts {
  readonly environment: string;
  readonly project: string;
  readonly workflow: string;
  /** Repository and tag of the image, as the registry has them. */
  readonly image: { readonly repository: string; readonly tag: string };
}

export interface Tools {
  readonly notes: Notes;
  readonly texts: Texts;
}

/** Arguments of a task that the manifest's keys come from, here or in another file. */
const READ = [
  ...["image", "cmds", "arguments", "retries", "retry_delay", "trigger_rule", "execution_timeout", "compute_profile"],
  ...["hmcts_sdp_networking", "env_vars", "environment", "project", "workflow", "secrets", "depends_on_past"],
  ...["email", "email_on_failure", "email_on_retry", "on_success_callback", "on_failure_callback", "start_date"],
  ...["end_date", "do_xcom_push", "pool"],
];

const SILENT: Silent = {
  name: ANY,
  owner: ANY,
  doc: ANY,
  doc_md: ANY,
  provide_context: ANY,
  get_logs: true,
  in_cluster: false,
  is_delete_operator_pod: true,
  log_pod_spec_on_failure: true,
  image_pull_policy: "Always",
  namespace: "mwaa",
  startup_timeout_seconds: 600,
  retry_exponential_backoff: false,
  wait_for_downstream: false,
  on_finish_action: "delete_pod",
};

const ADVICE: Advice = {
  retry_exponential_backoff: "write a longer retry_delay",
  max_retry_delay: "write retry_delay",
  max_active_tis_per_dag: "write dag.max_active_tasks or dag.max_active_runs",
  task_concurrency: "write dag.max_active_tasks or dag.max_active_runs",
  wait_for_downstream: "write dag.depends_on_past, which waits for the same task of the run before",
  sla: "write timeout, which fails the task",
  container_resources: "write compute_profile",
  affinity: "write compute_profile",
  tolerations: "write compute_profile",
  node_selector: "write compute_profile",
  on_retry_callback: "a manifest notifies on failure and success only",
  on_execute_callback: "a manifest notifies on failure and success only",
  volumes: "let the code use S3 or the container's own disk",
  volume_mounts: "let the code use S3 or the container's own disk",
  service_account_name: "each workflow has its own service account",
};

/** The tasks of a DAG, by name, in the order of the file. */
export function tasksOf(
  tasks: readonly TaskFacts[],
  workflow: WorkflowFacts,
  tools: Tools,
): ReadonlyMap<string, ManifestTask> {
  const conditions = conditionsOf(tasks, tools.notes);
  const kept = withoutOtherOperators(tasks, tools.notes);
  const names = new Map(kept.map(({ id }) => [id, id.replaceAll(".", "-")]));
  const made = new Map(
    kept.map((task): [string, ManifestTask] => {
      const dependencies = kept.flatMap(({ id }) => (task.upstream.includes(id) ? [names.get(id) ?? id] : []));
      if (task.id.includes(".")) {
        tools.notes.changed(task.place, `the task ${task.id} of a group is now ${names.get(task.id) ?? ""}`);
      }
      const settings = { ...settingsOf(task, workflow, tools), ...whenOf(task, conditions.get(task.id), tools) };
      return [names.get(task.id) ?? task.id, dependencies.length === 0 ? settings : { ...settings, dependencies }];
    }),
  );
  kept.forEach((task) => {
    noteResult(task, tools.texts.results.of(task.id), tools);
  });
  return made;
}

function whenOf(
  { place }: TaskFacts,
  condition: FieldCondition | undefined,
  { notes, texts }: Tools,
): Pick<ManifestTask, "when"> {
  if (condition === undefined) {
    return {};
  }
  const { task, field, ...comparison } = condition;
  texts.results.add(task, field);
  if ((comparison.is ?? comparison.is_not) === "true") {
    notes.changed(
      place,
      `the condition compares text: it takes only true in the field ${field} of ${task}, where Python also took other values`,
    );
  }
  return { when: { value: resultTemplate(task, field), ...comparison } };
}

/** Notes what the program of a task has to write, so that others can use its result. */
function noteResult({ keywords, place }: TaskFacts, fields: readonly string[], { notes }: Tools): void {
  if (fields.length > 0) {
    notes.leftOut(
      place,
      `the result for other tasks: the platform reads no /airflow/xcom/return.json; let the program write a JSON object with ${fields.map(inWords).join(", ")}, of at most 4096 bytes, to /dev/termination-log`,
    );
  } else if (keywords["do_xcom_push"] === true) {
    notes.leftOut(
      place,
      "do_xcom_push=True: the platform reads no result from /airflow/xcom/return.json; write a JSON object to /dev/termination-log, and {{ results.<task>.<field> }} in the tasks that need it",
    );
  }
}

function settingsOf(task: TaskFacts, workflow: WorkflowFacts, tools: Tools): ManifestTask {
  const { keywords, place } = task;
  noteOtherKeywords(keywords, { read: READ, silent: SILENT, advice: ADVICE }, place, tools);
  noteDifferences(task, workflow, tools);
  const retries = keywords["retries"];
  const timeout = secondsOf(keywords["execution_timeout"]);
  const command = wordsOf(keywords["cmds"], "cmds", task, tools);
  const args = wordsOf(keywords["arguments"], "arguments", task, tools);
  return {
    ...imageOf(task, workflow, tools),
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(typeof retries === "number" && retries > 0
      ? { retries, retry_delay: secondsOf(keywords["retry_delay"]) ?? 300 }
      : {}),
    ...triggerRuleOf(task),
    ...(timeout === undefined ? {} : { timeout }),
    ...profileOf(keywords["compute_profile"]),
    ...(keywords["hmcts_sdp_networking"] === true ? { hmcts_sdp_networking: true } : {}),
    ...variablesOf(task, workflow, tools),
  };
}

/** Notes the places in which a task says that it belongs to another workflow. */
function noteDifferences({ keywords, place }: TaskFacts, workflow: WorkflowFacts, { notes }: Tools): void {
  for (const name of ["project", "workflow"] as const) {
    const given = keywords[name];
    if (typeof given === "string" && given !== workflow[name]) {
      notes.leftOut(
        place,
        `${name}=${given}: the pod used the service account and the role of another workflow; a manifest's tasks use only their own, so write the permissions under iam`,
      );
    }
  }
  if (typeof keywords["pool"] === "string" && keywords["pool"] !== "default_pool") {
    notes.leftOut(place, `pool=${keywords["pool"]}: a manifest has no pools; write dag.max_active_tasks`);
  }
}

function inWords(field: string): string {
  return field === WHOLE ? `${WHOLE} (the whole result of before)` : field;
}

/** `<registry>/<repository>:<tag>`, if it is another image than the workflow's. */
function imageOf(
  { keywords, place }: TaskFacts,
  { image }: WorkflowFacts,
  { notes, texts }: Tools,
): Pick<ManifestTask, "repository" | "tag"> {
  const given = keywords["image"];
  const [, repository, tag] = (typeof given === "string" ? /^[^/]+\/([^:@]+):([^:@]+)$/.exec(given) : null) ?? [];
  if (repository === undefined || tag === undefined) {
    notes.leftOut(
      place,
      `image=${texts.shown(textOf(given))}: an image is <registry>/<organisation>/<name>:<tag>; write repository and tag`,
    );
    return {};
  }
  return repository === image.repository ? (tag === image.tag ? {} : { tag }) : { repository, tag };
}

function wordsOf(
  value: Value | undefined,
  name: string,
  { place }: TaskFacts,
  { texts }: Tools,
): readonly string[] | undefined {
  const words = listOf(value).map((word) => texts.written(textOf(word), name, place));
  return words.length === 0 || words.includes(undefined) ? undefined : (words as string[]);
}

/** Names that Airflow 2.10 does not have any more. */
const OLD_RULES: Readonly<Record<string, string>> = { none_failed_or_skipped: "none_failed_min_one_success" };

function triggerRuleOf({ keywords }: TaskFacts): Pick<ManifestTask, "trigger_rule"> {
  const given = keywords["trigger_rule"];
  const rule = typeof given === "string" ? (OLD_RULES[given] ?? given) : "all_success";
  return rule === "all_success" ? {} : { trigger_rule: rule };
}

function profileOf(given: Value | undefined): Pick<ManifestTask, "compute_profile"> {
  return typeof given === "string" ? { compute_profile: given.replace(/^cpu-/, "general-") } : {};
}

function variablesOf(
  { keywords, place }: TaskFacts,
  { environment }: WorkflowFacts,
  { texts }: Tools,
): Pick<ManifestTask, "env_vars"> {
  const same: Readonly<Record<string, string>> = defaultVariables;
  const given = keywords["environment"];
  const all: (readonly [string, string])[] = [
    // The operator there makes AIRFLOW_ENVIRONMENT of its argument.
    ...(typeof given === "string" && given !== environment
      ? [["AIRFLOW_ENVIRONMENT", given.toUpperCase()] as const]
      : []),
    ...[...mapOf(keywords["env_vars"])].map(([name, value]) => [name, textOf(value)] as const),
  ];
  const variables = all
    .filter(([name, value]) => same[name] !== value)
    .flatMap(([name, value]) => {
      const text = texts.written(value, name, place);
      return text === undefined ? [] : [[name, text] as const];
    });
  return variables.length === 0 ? {} : { env_vars: Object.fromEntries(variables) };
}
