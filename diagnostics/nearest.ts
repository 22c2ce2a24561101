import { closest, distance } from "fastest-levenshtein";

/** Known words that one suggestion compares, so that thousands of unknown names among thousands of known ones stay quick. */
const MAXIMUM_CANDIDATES = 200;

/**
 * The known word that was most likely meant: one that begins with the word, whole parts between hyphens or underscores, else
 * one that a typing error explains. At most a third of the letters differ then, of the whole and of each part, so that
 * `s3_deny` is not suggested for `s3_read`.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const folded = new Map(known.slice(0, MAXIMUM_CANDIDATES).map((candidate) => [fold(candidate), candidate]));
  const wanted = fold(word);
  const [longer] = [...folded.keys()].filter((candidate) => candidate === wanted || candidate.startsWith(`${wanted}-`));
  if (longer !== undefined) {
    return folded.get(longer);
  }
  const alike = [...folded.keys()].filter((candidate) => partsAreClose(wanted, candidate));
  if (alike.length === 0) {
    return undefined;
  }
  const candidate = closest(wanted, alike);
  return isClose(wanted, candidate) ? folded.get(candidate) : undefined;
}

function isClose(word: string, candidate: string): boolean {
  return distance(word, candidate) <= Math.max(1, Math.ceil(word.length / 3));
}

/** Whether each part of a word is close to the same part of the other; words of another number of parts are compared whole. */
function partsAreClose(word: string, candidate: string): boolean {
  const parts = candidate.split("-");
  const words = word.split("-");
  return words.length !== parts.length || words.every((part, index) => isClose(part, parts[index] ?? ""));
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/g, "-");
}
