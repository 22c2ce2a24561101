/** A mark in a text: the number of a {@link Mark} between two characters, as `python/marks.py` writes it. */
export const MARK = /\ue000(\d+)\ue001/g;

/** The text of a mark. */
export function markText(number: number): string {
  return `\ue000${number}\ue001`;
}
