import { hashPassages } from "./others";
import { mask, type Passage } from "./prose";

const FENCE = /^( *)(`{3,})[^\n]*\n[^]*?^\1\2 *$/gm;
/** A block whose comments begin with `#`. */
const COMMENTED_BLOCK = /^( *)```(?:sh|console|yaml)\n([^]*?)^\1``` *$/gm;
const COMMENT = /<!--[^]*?-->/g;
const CODE = /(?<!`)(`+)(?!`)(?:(?!\n\s*\n)[^])*?[^`]\1(?!`)/g;
const LINK_TARGET = /(?<=\])\([^)\s]*\)/g;
const ADDRESS = /https?:\/\/[^\s)>]+/g;
const LINE_BREAK = /<br>/g;
const HTML_TAG = /<\/?[a-z][^>\n]*>/g;
const EMPHASIS = /[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}/g;

/** Starts of passages other than after a blank line: items, headings, quotations. */
const MARKER = /^ *(?:[-*+]|\d+\.|#{1,6}|>)(?= )/;

/** A row after a blank line, without the line of dashes below it: Markdown shows it as text. */
const ROW_WITHOUT_HEADER = /(?<=\n *\n) *\|[^\n]*\n(?! *\|[ :|-]*-)/g;

/** Offsets of table rows that a blank line has cut off from their table. */
export function rowsWithoutHeader(file: string): number[] {
  return [...mask(file, FENCE, "x").matchAll(ROW_WITHOUT_HEADER)].map(({ index }) => index);
}

/** The paragraphs, headings, items and table cells of a Markdown file; of blocks of code, only the comments. */
export function markdownPassages(file: string): Passage[] {
  return [...prose(file), ...blockComments(file)];
}

function blockComments(file: string): Passage[] {
  return [...file.matchAll(COMMENTED_BLOCK)].flatMap((block) => {
    const start = block.index + block[0].indexOf("\n") + 1;
    return hashPassages(block[2] ?? "").map(({ text, offset }) => ({ text, offset: start + offset }));
  });
}

function prose(file: string): Passage[] {
  let text = mask(file, FENCE, " ");
  text = mask(text, COMMENT, " ");
  text = mask(text, CODE, "x");
  text = mask(text, LINK_TARGET, " ");
  text = mask(text, ADDRESS, "x");
  text = text.replace(LINE_BREAK, ".   ");
  text = mask(text, HTML_TAG, " ");
  text = mask(text, EMPHASIS, " ");
  const passages: Passage[] = [];
  let offset = 0;
  let open: { text: string; offset: number } | undefined;
  const close = (): void => {
    if (open !== undefined) {
      passages.push(open);
    }
    open = undefined;
  };
  for (const line of text.split("\n")) {
    if (line.trim() === "") {
      close();
    } else if (/^ *\|/.test(line)) {
      close();
      passages.push(...cells(line, offset));
    } else if (open === undefined || MARKER.test(line)) {
      close();
      open = { text: mask(line, MARKER, " "), offset };
    } else {
      open.text += `\n${line}`;
    }
    offset += line.length + 1;
  }
  close();
  return passages;
}

function cells(line: string, offset: number): Passage[] {
  return [...line.matchAll(/[^|]+/g)]
    .filter(([cell]) => /[a-z]/i.test(cell))
    .map((match) => ({ text: match[0], offset: offset + match.index }));
}
