import { closest, distance } from "fastest-levenshtein";

/** Words looked at for one suggestion, so that thousands of unknown names among thousands of known ones stay quick. */
const MAXIMUM_CANDIDATES = 200;

/** The known word that a typing error most likely meant: at most a third of its letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) {
    return undefined;
  }
  const folded = new Map(known.slice(0, MAXIMUM_CANDIDATES).map((candidate) => [fold(candidate), candidate]));
  const candidate = closest(fold(word), [...folded.keys()]);
  return distance(fold(word), candidate) <= Math.max(1, Math.ceil(word.length / 3)) ? folded.get(candidate) : undefined;
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/g, "-");
}
