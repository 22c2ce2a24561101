import { suggestion } from "./suggestion";
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
    const advice = suggestion(word, known, `write one of ${known.join(", ")}`);
    throw new UsageError(`there is no ${kind} ${word}; ${advice}`);
  };
}
