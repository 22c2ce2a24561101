import { inWords } from "./permissions";
import { compareInputs, type ValueChange } from "./properties";
import type { Sentence } from "./model";
import type { DescribedWorkflow } from "./side";
import { isJsonList, type JsonMap, same, without } from "./values";

/** Keys of a DAG that follow from others, or that this module tells in words of its own. */
const TOLD_ELSEWHERE =
  /^(manifest|dag_id|environment|project|workflow|owner|tags|doc_md|schedule|image|labels|secrets|secret_name|service_account_name)\b/;

/** What differs in what an author wrote, in the author's keys. Permissions are told from the policies instead. */
export function workflowSentences(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  const changes = compareInputs(before.dag as unknown as JsonMap, after.dag as unknown as JsonMap).filter(
    ({ path }) => !TOLD_ELSEWHERE.test(path),
  );
  const single = [before, after].every(({ dag }) => same(Object.keys(dag.tasks), ["main"]));
  return [
    ...schedule(before, after),
    ...image(before.dag.image, after.dag.image),
    ...changes.map((change) => `\`${authorsKey(change.path, single)}\`: ${difference(change)}`),
    ...role(before, after),
    ...secrets(before, after),
    ...people(before, after),
  ];
}

/** What a workflow is, for one that is new. */
export function describeWorkflow({
  scheduleInWords,
  dag,
  secrets: own,
  serviceAccount,
}: DescribedWorkflow): Sentence[] {
  const profiles = [...new Set(Object.values(dag.tasks).map(({ compute_profile: profile }) => profile))];
  const tasks = Object.keys(dag.tasks);
  return [
    `schedule: ${inUtc(scheduleInWords)}${dag.is_paused_upon_creation ? ", paused at first" : ""}`,
    `image: \`${dag.image}\``,
    `${tasks.length === 1 ? "one task" : `${tasks.length} tasks`} on ${inWords(profiles.map((one) => `\`${one}\``))}`,
    `runs as \`${serviceAccount.roleArn}\``,
    ...own.map(newSecret),
  ];
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

/** A schedule in words; a time of day is told as what it is. */
function inUtc(words: string): string {
  return /\d:\d\d/.test(words) ? `${words} (UTC)` : words;
}

function image(before: string, after: string): Sentence[] {
  const [from, to] = [before, after].map((one) => {
    const colon = one.lastIndexOf(":");
    return { name: one.slice(0, colon), tag: one.slice(colon + 1) };
  });
  if (before === after || from === undefined || to === undefined) {
    return [];
  }
  return from.name === to.name ? [`release: ${from.tag} → ${to.tag}`] : [`image: \`${before}\` → \`${after}\``];
}

function role(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  const [from, to] = [before.serviceAccount.roleArn, after.serviceAccount.roleArn];
  return from === to ? [] : [`runs as \`${to}\`, until now as \`${from}\``];
}

function secrets(before: DescribedWorkflow, after: DescribedWorkflow): Sentence[] {
  const known = new Set(before.secrets.map(({ id }) => id));
  return after.secrets.filter(({ id }) => !known.has(id)).map(newSecret);
}

/** The secrets of a workflow under a new name, none of which has its value. */
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

/** A path of the compiled DAG as the author's manifest has it. */
function authorsKey(path: string, single: boolean): string {
  if (path.startsWith("notifications")) {
    return path;
  }
  return `dag.${single ? path.replace(/^tasks\.main\./, "") : path}`;
}

/** `before → after`; of lists, what came and what went. */
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
