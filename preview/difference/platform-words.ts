import type { Json } from "../offline/registration";
import { groupBy } from "../../diagnostics/group-by";
import table from "./data/platform-words.json";
import type { ResourceChange, Sentence } from "./model";
import { countOf, someNames, typeInWords } from "./type-words";

/** The meaning of changes of the platform's resources, if their properties alone do not show it. */
export function platformSentences(changes: readonly ResourceChange[]): Sentence[] {
  const meanings = changes.flatMap((change) =>
    [...meaningsOf(change), ...risksOf(change)].map((words) => ({ change, words })),
  );
  return [...groupBy(meanings, ({ change, words }) => `${change.type} ${words}`).values()].map((group) =>
    sentence(
      group.map(({ change }) => change),
      group[0]?.words ?? "",
    ),
  );
}

function meaningsOf({ action, type, properties }: ResourceChange): string[] {
  if (action !== "change") {
    return [];
  }
  return table.changes
    .filter((entry) => entry.type === type)
    .flatMap(({ path, words }) => {
      const change = properties.find((one) => path === "" || one.path === path);
      return change === undefined
        ? []
        : [words.replaceAll("{before}", inWords(change.before)).replaceAll("{after}", inWords(change.after))];
    });
}

function inWords(value: Json | undefined): string {
  return value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
}

/** Changes that nobody should overlook: replacements, and deletions that Pulumi refuses or does not carry out. */
function risksOf({ action, protect, retainOnDelete, properties, dependents }: ResourceChange): string[] {
  const goes = action === "delete" || action === "replace";
  const because = properties.filter(({ replaces }) => replaces === "yes").map(({ path }) => `\`${path}\``);
  return [
    ...(action === "replace"
      ? [
          `**replaced by new**, because ${because.join(", ")} cannot be changed in place${dependents === 0 ? "" : `; ${countOf(dependents, "dependent resource")} may be replaced as well`}`,
        ]
      : []),
    ...(goes && protect ? ["**protected: `pulumi up` refuses to delete it**"] : []),
    ...(goes && retainOnDelete ? ["the old one stays in its account, no longer managed"] : []),
  ];
}

function sentence(changes: readonly ResourceChange[], words: string): Sentence {
  const noun = typeInWords(changes[0]?.type ?? "");
  if (/^\*\*[A-Z]/.test(words)) {
    return words;
  }
  const names = someNames(changes.map(({ name }) => name));
  return changes.length === 1 ? `${noun} ${names}: ${words}` : `${countOf(changes.length, noun)} (${names}): ${words}`;
}
