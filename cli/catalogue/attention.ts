import type { Problem } from "../../diagnostics/problem";
import { ATTACHED_LIMIT } from "../../platform/iam/split";
import { settingInWords } from "../../preview/setting-words";
import { html, type Html } from "./html";
import { linkTo } from "./lists";
import type { Catalogue, Entry, Refused } from "./model";
import { bullets, type Page } from "./page";
import { ukDay } from "./times";

const PATH = "attention.html";

/** A workflow for a list, with the reason. */
interface Concern {
  readonly entry: Entry;
  readonly reason: string;
}

/** The lists of workflows that somebody should look at. */
export function attentionPage(catalogue: Catalogue): Page {
  const { entries, refused, releasesUnknown, date } = catalogue;
  const yearAgo = `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;
  return {
    path: PATH,
    title: "Needs attention",
    content: html`${group("Refused manifests", "The platform cannot create these workflows.", refusedList(refused))}
    ${group(
      "Without an owner",
      "The manifest lacks an owner, a business unit or maintainers.",
      refusedList(refused.map(onlyOwnership).filter(({ errors }) => errors.length > 0)),
    )}
    ${group(
      "With one maintainer",
      "Nobody else can set the secrets.",
      concerns(
        entries.flatMap((entry) =>
          one(entry, entry.workflow.maintainers.length === 1, entry.workflow.maintainers[0] ?? ""),
        ),
      ),
    )}
    ${group(
      "Stale",
      "The manifest has named the same release for more than a year. This is Git's date of the line with tag, not the day on which the repository released it.",
      releasesUnknown === undefined
        ? concerns(
            entries.flatMap((entry) =>
              one(
                entry,
                entry.releaseSince !== undefined && entry.releaseSince < yearAgo,
                `${entry.workflow.release.tag} since ${ukDay(entry.releaseSince ?? date)}`,
              ),
            ),
          )
        : html`<p class="warning">Not known: ${releasesUnknown}.</p>`,
    )}
    ${group(
      "On a compatibility setting",
      "A setting for workflows of the previous platform gives these more than the defaults.",
      concerns(
        entries.flatMap((entry) =>
          one(
            entry,
            entry.workflow.settingsUsed.length > 0,
            entry.workflow.settingsUsed.map((use) => settingInWords(use).replaceAll("`", "")).join("; "),
          ),
        ),
      ),
    )}
    ${group("Too large", "These may wait for nodes, or meet a quota.", concerns(entries.flatMap(tooLarge)))}
    ${group(
      "With other warnings",
      "The check of manifests warns of these.",
      concerns(entries.flatMap((entry) => otherWarnings(entry).map((reason) => ({ entry, reason })))),
    )}`,
  };
}

function group(heading: string, meaning: string, list: Html): Html {
  return html`<h2>${heading}</h2>
    <p class="hint">${meaning}</p>
    ${list.text === "" ? html`<p>None.</p>` : list} `;
}

function one(entry: Entry, isConcern: boolean, reason: string): Concern[] {
  return isConcern ? [{ entry, reason }] : [];
}

function concerns(list: readonly Concern[]): Html {
  return bullets(list.map(({ entry, reason }) => html`${linkTo(entry.workflow.id, PATH)}: ${reason}`));
}

function refusedList(refused: readonly Refused[]): Html {
  return bullets(
    refused.map(({ file, errors }) => html`${file}${bullets(errors.map((problem) => html`${place(problem)}`))}`),
  );
}

function place({ line, column, message }: Problem): string {
  return `line ${line}, column ${column}: ${message}`;
}

/** The errors of a manifest that concern the people behind it. */
function onlyOwnership({ file, errors }: Refused): Refused {
  return { file, errors: errors.filter(({ path }) => path[0] === "maintainers" || path[0] === "tags") };
}

/** The code of the warning of the rule on tasks that do not fit the nodes (workflow/rules/capacity.ts). */
const MORE_THAN_FIT = "more-than-fit";

function tooLarge(entry: Entry): Concern[] {
  const { workflow, warnings } = entry;
  const policies = Object.keys(workflow.role?.managedPolicies ?? {}).length;
  return [
    ...warnings.filter(({ code }) => code === MORE_THAN_FIT).map(({ message }) => ({ entry, reason: message })),
    ...one(
      entry,
      policies > 0,
      `the permissions do not fit the role's inline policy, and take ${policies} of ${ATTACHED_LIMIT} managed policies`,
    ),
  ];
}

function otherWarnings({ warnings }: Entry): string[] {
  return warnings.filter(({ code }) => code !== MORE_THAN_FIT).map(place);
}
