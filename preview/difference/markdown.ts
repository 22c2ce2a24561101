import { fittingLines } from "../fitting-lines";
import { alike } from "./alike";
import { detailLines } from "./details";
import type { Difference, ResourceChange, Sentence, Totals, WorkflowDifference } from "./model";
import { inWords } from "./permissions";
import { countOf, someNames } from "./type-words";

/** Longest comment, in bytes; GitHub takes 65,536 characters. */
export const MAXIMUM_COMMENT = 60_000;

/** First line of a comment: a later push finds and replaces the comment by it. */
export function marker(stack: string): string {
  return `<!-- analytical-platform-airflow preview:${stack} -->`;
}

/** The whole difference as Markdown. */
export function renderMarkdown(difference: Difference): string {
  return [...lines(difference, true), footer(difference), ""].join("\n");
}

/**
 * A difference as the comment of a pull request: whole if it fits, otherwise without the details, otherwise cut after a whole
 * line. It names the omitted parts, and either the file `attached` that has them, or the command that shows them.
 */
export function renderComment(difference: Difference, attached: string | undefined, maximum = MAXIMUM_COMMENT): string {
  const whole = renderMarkdown(difference);
  if (bytes(whole) <= maximum) {
    return whole;
  }
  const rest =
    attached === undefined
      ? "`--format json` has all of it"
      : `all of it is in \`${attached}\`, on GitHub among the artifacts of the run that wrote this`;
  const ending = (what: string): string => `\n_${what}; ${rest}._\n\n${footer(difference)}\n`;
  const brief = lines(difference, false);
  const text = `${brief.join("\n")}${ending("The properties of each resource are left out here")}`;
  if (bytes(text) <= maximum) {
    return text;
  }
  const sections = brief.filter(isHeading).length;
  const cut = (shown: number): string =>
    ending(
      `Too long for a comment: ${shown} of ${sections} sections are shown, without the properties of each resource`,
    );
  const kept = fittingLines(brief, maximum - bytes(cut(sections)));
  return kept.join("\n") + cut(kept.filter(isHeading).length);
}

function isHeading(line: string): boolean {
  return line.startsWith("#### ");
}

function lines(difference: Difference, withDetails: boolean): string[] {
  const { stack, summary, notes, workflows, layers } = difference;
  const losing = workflows.filter(({ losses }) => losses.length > 0);
  const details = (resources: readonly ResourceChange[]): string[] => (withDetails ? detailsBlock(resources) : []);
  return [
    marker(stack),
    `### ${stack}`,
    "",
    safe(summary),
    "",
    ...(losing.length === 0 ? [] : ["> [!CAUTION]", ...losing.map((one) => `> - ${safe(lossInShort(one))}`), ""]),
    ...(notes.length === 0 ? [] : ["> [!NOTE]", ...notes.map((note) => `> - ${safe(note)}`), ""]),
    ...alike(workflows).flatMap((group) => workflowSection(group, details)),
    ...layers.flatMap(({ layer, sentences, resources }) => [
      `#### ${layer} (shared)`,
      "",
      ...bullets(sentences),
      ...details(resources),
    ]),
  ];
}

function footer({ totals, base }: Difference): string {
  return `<sub>${totalsInWords(totals)}; compared with ${againstWhat(base)}, offline: values that only AWS knows count as unchanged.</sub>`;
}

function workflowSection(
  group: readonly WorkflowDifference[],
  details: (resources: readonly ResourceChange[]) => string[],
): string[] {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  return [
    `#### ${titleOf(group, first)}`,
    "",
    ...bullets([...first.losses, ...sentencesOf(first)]),
    ...details(group.flatMap(({ resources }) => resources)),
  ];
}

/** A heading for workflows that change alike. */
export function titleOf(group: readonly WorkflowDifference[], { id, kind, from }: WorkflowDifference): string {
  if (group.length > 1) {
    return `${countOf(group.length, "workflow")}, all alike: ${someNames(group.map((one) => one.id))}`;
  }
  return `\`${id}\` ${from === undefined ? kind : `moved from \`${from}\``}`;
}

/** The losses that come with a deleted workflow, as numbers; its section names each. */
function lossInShort({ id, kind, from, resources }: WorkflowDifference): Sentence {
  const going = resources.filter(({ action }) => action === "delete" || action === "replace");
  const number = (type: string): number => going.filter((one) => one.type === type).length;
  const secrets = number("aws:secretsmanager/secret:Secret");
  const parts = [
    ...(number("aws:iam/role:Role") > 0 ? ["its role"] : []),
    ...(secrets > 0 ? [`the ${secrets === 1 ? "value" : "values"} of ${countOf(secrets, "secret")}`] : []),
    ...(number("aws:s3/bucketObjectv2:BucketObjectv2") > 0 ? ["its DAG"] : []),
  ];
  const what =
    from === undefined
      ? `\`${id}\` ${kind === "deleted" ? "is deleted" : "changes"}`
      : `\`${from}\` moves to \`${id}\``;
  return `**${what}, and loses ${inWords(parts)}**`;
}

/** The sentences about a workflow; at least one, even if only its resources change. */
export function sentencesOf({ sentences, losses, resources }: WorkflowDifference): readonly Sentence[] {
  return sentences.length + losses.length > 0
    ? sentences
    : [
        `${countOf(resources.length, "resource")} ${resources.length === 1 ? "changes" : "change"}, but not its permissions or its manifest`,
      ];
}

function bullets(sentences: readonly Sentence[]): string[] {
  return sentences.length === 0 ? [] : [...sentences.map((sentence) => `- ${safe(sentence)}`), ""];
}

function detailsBlock(resources: readonly ResourceChange[]): string[] {
  if (resources.length === 0) {
    return [];
  }
  const lines = detailLines(resources).map(({ sign, text }) => `${sign} ${text}`.trimEnd());
  return [
    `<details><summary>${countOf(resources.length, "resource")}</summary>`,
    "",
    "```diff",
    ...lines,
    "```",
    "",
    "</details>",
    "",
  ];
}

/** `1 added, 2 changed, nothing else`. */
export function totalsInWords({ added, changed, replaced, deleted, unchanged }: Totals): string {
  const parts = Object.entries({ added, changed, replaced, deleted }).filter(([, number]) => number > 0);
  const told = parts.length === 0 ? ["nothing differs"] : parts.map(([verb, number]) => `${number} ${verb}`);
  return `Resources: ${told.join(", ")}, ${unchanged} as before`;
}

/** The base as the user named it, with the commit. */
export function againstWhat({ ref, commit, isMergeBase }: Difference["base"]): string {
  const short = commit.slice(0, 10);
  return isMergeBase ? `${short}, where this branch left ${ref}` : ref === commit ? short : `${ref} (${short})`;
}

/** A sentence in which only our own marks are Markdown; text from authors is escaped. */
function safe(sentence: Sentence): string {
  return sentence.replaceAll("<", "&lt;");
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
