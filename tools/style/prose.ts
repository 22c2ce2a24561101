/** A run of prose in a file: one paragraph, list item, table cell, comment or message. */
export interface Passage {
  /** Prose only; code, links and markup are replaced by as many characters, so that offsets hold. */
  readonly text: string;
  /** Offset of its first character in the file. */
  readonly offset: number;
}

/** Replaces every match by as many characters: `x` keeps a word there, a space does not. Line breaks stay. */
export function mask(text: string, pattern: RegExp, filler: " " | "x"): string {
  return text.replace(pattern, (match) => match.replaceAll(/[^\n]/g, filler));
}

/** Line and column of an offset, both counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
