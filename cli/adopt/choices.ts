import { parse } from "yaml";

import { isMap } from "../../diagnostics/is-map";
import { suggestion } from "../../diagnostics/suggestion";
import { UsageError } from "../../diagnostics/usage-error";
import { matchesPattern } from "../../platform/iam/patterns";

/** Sorts of differences that people have chosen, by workflow or pattern of workflows. */
export type Choices = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a file of choices: a map from `<project>/<workflow>`, or a pattern with `*` at its end, to the words of differences.
 *
 * @throws UsageError for another file
 */
export function readChoices(text: string, file: string): Choices {
  let parsed: unknown;
  try {
    parsed = parse(text) ?? {};
  } catch {
    parsed = undefined;
  }
  const entries = isMap(parsed) ? Object.entries(parsed) : undefined;
  if (entries?.every(([, words]) => Array.isArray(words) && words.every((word) => typeof word === "string")) !== true) {
    throw new UsageError(
      `${file} is not a file of choices; write lines such as courts/daily: [external-role, rights s3_read_only]`,
    );
  }
  return new Map(entries as [string, string[]][]);
}

/** Whether somebody has chosen a difference of a workflow. */
export function isChosen(choices: Choices, id: string, about: string): boolean {
  return [...choices].some(([pattern, words]) => matches(pattern, id) && words.includes(about));
}

/** Choices that fit no difference of the report: a slip, or a thing of the past. */
export function unusedChoices(choices: Choices, differences: readonly { id: string; about: string }[]): string[] {
  return [...choices].flatMap(([pattern, words]) => {
    const own = differences.filter(({ id }) => matches(pattern, id));
    const known = [...new Set(own.map(({ about }) => about))];
    return words
      .filter((word) => !known.includes(word))
      .map(
        (word) =>
          `${pattern}: no workflow that matches has a difference ${word}; ${known.length === 0 ? "remove the line" : suggestion(word, known)}`,
      );
  });
}

function matches(pattern: string, id: string): boolean {
  return pattern === "*/*" || matchesPattern(pattern, id);
}
