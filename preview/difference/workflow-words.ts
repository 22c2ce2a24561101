import type { DagData, SettingUse } from "../../workflow/compiled";
import { runsStartedByDeploying } from "../../workflow/runs-started";
import { conditionInWords, settingsInWords, shownValue, textsInWords } from "../../workflow/settings-in-words";
import { settingInWords } from "../setting-words";
import { inWords } from "./permissions";
import { compareInputs, type ValueChange } from "./properties";
import type { Sentence } from "./model";
import type { DescribedWorkflow } from "./side";
import { isJsonList, type JsonMap, same, without } from "./values";

/** Keys of a DAG that follow from others, or for which this module has its own words. */
const DESCRIBED_ELSEWHERE =
  /^(manifest|dag_id|environment|project|workflow|owner|tags|doc_md|schedule|image|labels|secrets|secret_name|service_account_name)\b|^tasks\.[^.]+\.(image|results)$/;

/** Differences in the author's keys. Permissions are compared in the policies instead. */
export function workflowSentences(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  const changes = compareInputs(readable(before.dag), readable(after.dag)).filter(
    // An older program leaves out a key that it does not know; today that key is null.
    ({ path, before: from, after: to }) => !DESCRIBED_ELSEWHERE.test(path) && !same(from ?? null, to ?? null),
  );
  const single = [before, after].every(({ dag }) => same(Object.keys(dag.tasks), ["main"]));
  return [
    ...schedule(before, after),
    ...catchUp(before.dag, after.dag),
    ...image(before.dag.image, after.dag.image),
    ...imagesOfTasks(before.dag, after.dag),
    ...changes.map((change) => `\`${authorsKey(change.path, single)}\`: ${difference(change)}`),
    ...role(before, after),
    ...secrets(before, after),
    ...people(before, after),
    ...newSettings(before, after),
  ];
}

/** A DAG whose environment variables and parameters are texts, with possible secrets cut. */
function readable(dag: DagData): JsonMap {
  const shown = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === "string" || isTemplate(value) ? shownValue(name, value) : value,
      ]),
    );
  const tasks = Object.entries(dag.tasks).map(([name, { command, args, when, ...task }]): [string, object] => [
    name,
    {
      ...task,
      env_vars: shown(task.env_vars),
      ...(command && { command: textsInWords(command) }),
      ...(args && { args: textsInWords(args) }),
      ...(when && { when: conditionInWords(when) }),
    },
  ]);
  return {
    ...dag,
    env_vars: shown(dag.env_vars),
    params: shown(dag.params),
    tasks: Object.fromEntries(tasks),
  } as unknown as JsonMap;
}

function isTemplate(value: unknown): value is { readonly template: string } {
  return typeof value === "object" && value !== null && "template" in value;
}

/** All sentences about a new workflow. */
export function describeWorkflow({ dag, secrets: own, serviceAccount, settingsUsed }: DescribedWorkflow): Sentence[] {
  const profiles = [...new Set(Object.values(dag.tasks).map(({ compute_profile: profile }) => profile))];
  const tasks = Object.keys(dag.tasks);
  const [schedule, ...settings] = settingsInWords(dag).map(({ label, text }) => `${label}: ${asCode(text)}`);
  return [
    ...(schedule === undefined ? [] : [schedule]),
    ...runsAtOnce(dag),
    `image: \`${dag.image}\``,
    `${tasks.length === 1 ? "one task" : `${tasks.length} tasks`} on ${inWords(profiles.map((one) => `\`${one}\``))}`,
    ...settings,
    `runs as \`${serviceAccount.roleArn}\``,
    ...own.map(newSecret),
    ...(settingsUsed ?? []).map(widened),
  ];
}

/** Runs that Airflow starts at once for a new workflow; with catch-up there may be many. */
function runsAtOnce(dag: DagData): Sentence[] {
  const runs = runsStartedByDeploying(dag, new Date());
  if (dag.schedule === null || (!dag.catchup && runs < 2)) {
    return [];
  }
  const words = `deploying starts ${runs.toLocaleString("en-GB")} ${runs === 1 ? "run" : "runs"} at once, to catch up`;
  return [runs >= MANY_RUNS ? `**${words}**` : words];
}

/** Runs at once that a reviewer must not overlook. */
const MANY_RUNS = 100;

/** Airflow catches up from the last run, or from the start of a workflow that never ran. */
function catchUp(before: DagData, after: DagData): Sentence[] {
  const timing = ({ schedule: when, start_date: start, end_date: end, catchup }: DagData): unknown => [
    when,
    start,
    end,
    catchup,
  ];
  if (!after.catchup || same(timing(before), timing(after))) {
    return [];
  }
  const runs = runsStartedByDeploying(after, new Date());
  const words = `deploying starts up to ${runs.toLocaleString("en-GB")} runs at once, to catch up since the last run`;
  return [runs >= MANY_RUNS ? `**${words}**` : words];
}

/** A setting with the author's text as code, so that it cannot become Markdown. */
function asCode(text: string): string {
  return /^[\w\s.,:;#@()/=-]*$/.test(text) && !text.includes("_") ? text : `\`${text.replaceAll("`", "'")}\``;
}

function widened(use: SettingUse): Sentence {
  return `**${settingInWords(use)}**`;
}

function newSettings(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  return (after.settingsUsed ?? [])
    .filter((one) => !(before.settingsUsed ?? []).some((other) => same(one, other)))
    .map(widened);
}

function schedule(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  if (same(before.dag.schedule, after.dag.schedule)) {
    return [];
  }
  const [from, to] =
    before.scheduleInWords === after.scheduleInWords
      ? [JSON.stringify(before.dag.schedule), JSON.stringify(after.dag.schedule)]
      : [inUtc(before.scheduleInWords), inUtc(after.scheduleInWords)];
  return [`schedule: ${from} → ${to}`];
}

/** A schedule in words, with the time zone of a time of day. */
function inUtc(words: string): string {
  return /\d:\d\d/.test(words) ? `${words} (UTC)` : words;
}

/** Changes of the images of tasks that both sides have. A task without an image runs the DAG's. */
function imagesOfTasks(before: DagData, after: DagData): Sentence[] {
  return Object.entries(after.tasks).flatMap(([name, task]) => {
    const earlier = before.tasks[name];
    return earlier === undefined || (earlier.image === undefined && task.image === undefined)
      ? []
      : image(earlier.image ?? before.image, task.image ?? after.image, ` of \`${name}\``);
  });
}

function image(before: string, after: string, of = ""): Sentence[] {
  const [from, to] = [before, after].map((one) => {
    const colon = one.lastIndexOf(":");
    return { name: one.slice(0, colon), tag: one.slice(colon + 1) };
  });
  if (before === after || from === undefined || to === undefined) {
    return [];
  }
  return from.name === to.name
    ? [`release${of}: ${from.tag} → ${to.tag}`]
    : [`image${of}: \`${before}\` → \`${after}\``];
}

function role(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  const [from, to] = [before.serviceAccount.roleArn, after.serviceAccount.roleArn];
  return from === to ? [] : [`runs as \`${to}\`, until now as \`${from}\``];
}

function secrets(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  const known = new Set(before.secrets.map(({ id }) => id));
  return after.secrets.filter(({ id }) => !known.has(id)).map(newSecret);
}

/** The secrets of a workflow under a new name; none of them has a value yet. */
export function newSecrets({ secrets: own }: DescribedWorkflow): Sentence[] {
  return own.map(newSecret);
}

function newSecret({ name, environmentVariable }: DescribedWorkflow["secrets"][number]): Sentence {
  return `new secret \`${name}\`, in the container as \`${environmentVariable}\`: a maintainer must set its value`;
}

function people(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  const tags = compareInputs(before.tags, after.tags).map(
    (change) => `\`tags.${change.path.replaceAll("-", "_")}\`: ${difference(change)}`,
  );
  const change = { path: "maintainers", before: before.maintainers, after: after.maintainers };
  const maintainers = same(before.maintainers, after.maintainers) ? [] : [`maintainers: ${difference(change)}`];
  return [...maintainers, ...tags];
}

/** A path of the compiled DAG, in the spelling of the manifest. */
function authorsKey(path: string, single: boolean): string {
  if (path.startsWith("notifications")) {
    return path;
  }
  return `dag.${single ? path.replace(/^tasks\.main\./, "") : path}`;
}

/** `before → after`; for lists, the items added and removed. */
export function difference({ before, after }: Pick<ValueChange, "before" | "after">): string {
  if (isJsonList(before) && isJsonList(after)) {
    const parts = [
      ...without(after, before).map((one) => `+ ${valueInWords(one)}`),
      ...without(before, after).map((one) => `− ${valueInWords(one)}`),
    ];
    return parts.length === 0 ? "another order" : parts.join(", ");
  }
  return `${valueInWords(before)} → ${valueInWords(after)}`;
}

/** Longest value that a line shows whole, in characters. */
const LONGEST = 120;

function valueInWords(value: unknown): string {
  if (value === undefined || value === null) {
    return "none";
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return /^[\w.:-]*$/.test(shown) && shown !== "" ? shown : `\`${shown.replaceAll("`", "'").replaceAll(/\s+/g, " ")}\``;
}
