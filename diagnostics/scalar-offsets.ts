import type { Scalar } from "yaml";

/** Digits that follow these letters after a backslash, between YAML's double quotes. */
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Finds where a character of a text is in the file: past quotes, escapes, indentation and folded lines. Exact for all but
 * white space, which folding may take away.
 *
 * @param file The file's text.
 * @param scalar The text as the parser found it.
 * @param index Characters from the start of the text's value.
 * @returns Characters from the start of the file.
 */
export function offsetInFile(file: string, scalar: Scalar, index: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  const value = String(scalar.value);
  let at = firstCharacter(file, scalar, start);
  let seen = 0;
  while (at < end && seen < value.length) {
    const escape = escapeAt(file, at, scalar.type);
    const isNext = file[at] === value[seen] || (escape?.stands ?? 0) > 0;
    if (isNext && seen >= index) {
      return at;
    }
    if (isNext) {
      seen += escape?.stands ?? 1;
      at += escape?.length ?? 1;
    } else if (escape !== undefined || /\s/.test(file[at] ?? "")) {
      at += escape?.length ?? 1;
    } else {
      // A folded line end: a space of the value that the file does not have.
      seen += 1;
    }
  }
  return start;
}

/** The offset after the opening quote, or after the line with `|` or `>`. */
function firstCharacter(file: string, { type }: Scalar, start: number): number {
  if (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED") {
    return file.indexOf("\n", start) + 1;
  }
  return type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? start + 1 : start;
}

/** An escape: its length in the file, and the number of characters that it represents. */
function escapeAt(file: string, at: number, type: Scalar["type"]): { length: number; stands: number } | undefined {
  if (type === "QUOTE_SINGLE" && file.startsWith("''", at)) {
    return { length: 2, stands: 1 };
  }
  if (type !== "QUOTE_DOUBLE" || file[at] !== "\\") {
    return undefined;
  }
  const letter = file[at + 1] ?? "";
  const digits = DIGITS[letter] ?? 0;
  const isPair = Number.parseInt(file.slice(at + 2, at + 2 + digits), 16) > 0xffff;
  return { length: 2 + digits, stands: letter === "\n" || letter === "\r" ? 0 : isPair ? 2 : 1 };
}
