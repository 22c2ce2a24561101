import { nearest } from "./nearest";
import { UsageError } from "./usage-error";

/**
 * A reader for a word of the command line that must be one of a few.
 *
 * @param kind names the thing in the message, such as `stack`.
 * @throws UsageError for any other word; it suggests the nearest, or lists all.
 */
export function oneOf<Word extends string>(kind: string, known: readonly Word[]): (word: string) => Word {
  return (word) => {
    const found = known.find((one) => one === word);
    if (found !== undefined) {
      return found;
    }
    const close = nearest(word, known);
    throw new UsageError(
      `there is no ${kind} ${word}; ${close === undefined ? `write one of ${known.join(", ")}` : `did you mean ${close}?`}`,
    );
  };
}
