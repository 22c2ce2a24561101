import { nearest } from "./nearest";

/**
 * Says what to write in place of an unknown word: the nearest of the known words, or else `otherwise`.
 *
 * @param otherwise Default: the known words, or an example if there are more than 20.
 */
export function suggestion(word: string, known: readonly string[], otherwise = listed(known)): string {
  const close = nearest(word, known);
  return close === undefined ? otherwise : `did you mean ${close}?`;
}

function listed(known: readonly string[]): string {
  return known.length <= 20 ? `write one of ${known.join(", ")}` : `write for example ${String(known[0])}`;
}
