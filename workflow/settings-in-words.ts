import type { CompiledTask, Condition, DagData, SlackEvent } from "./compiled";
import { credentialsIn } from "./credentials";
import defaultEnvironment from "./data/default-environment.json";
import { isSecretByName } from "./rules/plain-text-secrets";
import { scheduleInWords } from "./schedule";
import { parameterVariable } from "./variables";

/** One setting of a workflow in words, for example `retries` and `2, 300 seconds apart`. */
export interface SettingInWords {
  readonly label: string;
  readonly text: string;
}

/** The value of an environment variable: text, or a template with its text. */
type Value = string | { readonly template: string };

/** Variables that the platform sets in every pod. */
const SET_BY_PLATFORM: ReadonlyMap<string, string> = new Map(Object.entries(defaultEnvironment));

/** Longer values are cut, in characters. */
const LONGEST = 120;

const EVENTS: Readonly<Record<SlackEvent, string>> = { failure: "when a run fails", success: "when a run succeeds" };

/**
 * The settings of a workflow that a reviewer judges: when it runs, how often it tries, what goes into its pods, and who gets
 * notifications. Leaves out settings that have no effect. The text depends on the workflow alone, not on the day.
 */
export function settingsInWords(dag: DagData): SettingInWords[] {
  return [
    { label: "schedule", text: scheduleWithZone(dag) },
    ...(dag.schedule === null ? [] : [{ label: "dates", text: dates(dag) }]),
    ...(dag.retries === 0 ? [] : [{ label: "retries", text: retriesInWords(dag.retries, dag.retry_delay) }]),
    ...(dag.max_active_runs === 1 ? [] : [{ label: "runs at once", text: `at most ${dag.max_active_runs}` }]),
    ...(isAbsent(dag.max_active_tasks) ? [] : [{ label: "tasks at once", text: `at most ${dag.max_active_tasks}` }]),
    ...(isAbsent(dag.timeout) ? [] : [{ label: "timeout of a run", text: counted(dag.timeout, "second") }]),
    ...(dag.depends_on_past
      ? [{ label: "order", text: "a task waits until it has succeeded in the previous run" }]
      : []),
    ...parameters(dag),
    ...Object.entries(authorsVariables(dag)).map(([name, value]) => ({
      label: "environment variable",
      text: `${name} = ${shownValue(name, value)}`,
    })),
    ...Object.entries(dag.tasks).flatMap(([name, task]) => ofTask(name, task, dag)),
    ...networking(dag),
    ...notifications(dag),
  ];
}

/** The settings in which a task differs from its DAG. */
function ofTask(name: string, task: CompiledTask, dag: DagData): SettingInWords[] {
  const settings: readonly (readonly [label: string, text: string | undefined])[] = [
    ["image", task.image],
    ["command", task.command && textsInWords(task.command)],
    ["arguments", task.args && textsInWords(task.args)],
    ["retries", retriesOfTask(task, dag)],
    ["timeout", task.timeout === undefined ? undefined : counted(task.timeout, "second")],
    ["trigger rule", task.trigger_rule],
    ["condition", task.when && conditionInWords(task.when)],
    ["result", task.results && `${task.results.join(", ")}, for other tasks`],
    ...Object.entries<Value>(task.env_vars).map(
      ([variable, value]) => ["environment variable", `${variable} = ${shownValue(variable, value)}`] as const,
    ),
  ];
  return settings.flatMap(([label, text]) => (text === undefined ? [] : [{ label: `${label} of ${name}`, text }]));
}

function retriesOfTask({ retries, retry_delay: delay }: CompiledTask, dag: DagData): string | undefined {
  const tries = retries ?? dag.retries;
  if ((retries === undefined && delay === undefined) || (tries === 0 && dag.retries === 0)) {
    return undefined;
  }
  return tries === 0 ? "none" : retriesInWords(tries, delay ?? dag.retry_delay);
}

function retriesInWords(retries: number, delay: number): string {
  return `${retries}, ${counted(delay, "second")} apart`;
}

/** The command or the arguments of a container, in order. Hides text that looks like a secret. */
export function textsInWords(texts: readonly Value[]): string {
  return texts.map((text) => shownValue("", text)).join(" ");
}

/** A condition as a comparison, for example `{{ results.check.changed }} is true`. */
export function conditionInWords({ value, is, is_not: isNot }: Condition): string {
  const text = shownValue("", value);
  return is === undefined ? `${text} is not ${JSON.stringify(isNot)}` : `${text} is ${JSON.stringify(is)}`;
}

/** Whether a setting has no value. An older version of the program leaves out a key that it does not know. */
function isAbsent(value: number | null | undefined): value is null | undefined {
  return value === null || value === undefined;
}

/** The schedule with its time zone: Airflow reads cron expressions and presets in UTC. */
function scheduleWithZone({ schedule, is_paused_upon_creation: paused }: DagData): string {
  const words = scheduleInWords(schedule);
  return `${/\d:\d\d/.test(words) ? `${words} (UTC)` : words}${paused ? ", paused at first" : ""}`;
}

function dates({ start_date: start, end_date: end, catchup }: DagData): string {
  const until = end === null ? "" : ` until ${end}`;
  return `from ${start}${until}; ${catchup ? "catches up: a run for every interval since the start" : "no catch-up"}`;
}

function parameters({ params }: DagData): SettingInWords[] {
  return Object.entries(params).map(([name, value]) => ({
    label: "parameter",
    text: `${name} = ${shownValue(name, String(value))}`,
  }));
}

/** The variables that the author added: without the platform's own, and without those that repeat a parameter. */
function authorsVariables({ env_vars: variables, params }: DagData): Record<string, Value> {
  const repeated = new Set(Object.keys(params).map(parameterVariable));
  return Object.fromEntries(
    Object.entries<Value>(variables).filter(
      ([name, value]) =>
        name !== "AIRFLOW_ENVIRONMENT" && !repeated.has(name) && SET_BY_PLATFORM.get(name) !== textOf(value),
    ),
  );
}

function networking({ tasks }: DagData): SettingInWords[] {
  const names = Object.entries(tasks).flatMap(([name, task]) => (task.hmcts_sdp_networking ? [name] : []));
  return names.length === 0
    ? []
    : [
        {
          label: "HMCTS SDP network",
          text: names.length === Object.keys(tasks).length ? "every task" : names.join(", "),
        },
      ];
}

function notifications({
  notifications: { emails, slack_channel: channel, slack_events: events },
}: DagData): SettingInWords[] {
  return [
    ...(emails.length === 0 ? [] : [{ label: "email", text: `${emails.join(", ")}, ${EVENTS.failure}` }]),
    ...(channel === null
      ? []
      : [{ label: "slack", text: `#${channel}, ${events.map((event) => EVENTS[event]).join(" and ")}` }]),
  ];
}

/** A value for people to read. If it looks like a secret, only its beginning is shown. */
export function shownValue(name: string, value: Value): string {
  const text = textOf(value);
  if (isSecretByName(name, text) || credentialsIn(name, text).length > 0) {
    return `${text.slice(0, Math.min(4, Math.floor(text.length / 4)))}… (hidden, because it looks like a secret)`;
  }
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : value.template;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
