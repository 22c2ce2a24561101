import { hashPassages, pythonPassages, schemaPassages } from "./others";
import { markdownPassages, rowsWithoutHeader } from "./markdown";
import { type Passage, positionAt } from "./prose";
import { LONGEST_SENTENCE, PHRASE_RULES, SENTENCE_RULES } from "./rules";
import { typescriptPassages } from "./typescript";

/** A place where a file breaks the style guide. */
export interface StyleFinding {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const READERS: readonly (readonly [RegExp, (text: string) => Passage[]])[] = [
  [/\.md$/, markdownPassages],
  [/\.m?ts$/, typescriptPassages],
  [/\.py$/, pythonPassages],
  [/\.(ya?ml|mk|sh|toml|rego)$|(^|\/)Makefile$|^\.ci\/run$/, hashPassages],
  [/\.json$/, schemaPassages],
];

/** Breaches of the style guide in a file's prose; none for a kind of file without prose. */
export function styleFindings(path: string, text: string): StyleFinding[] {
  const read = READERS.find(([pattern]) => pattern.test(path))?.[1];
  const prose = (read?.(text) ?? []).flatMap((passage) => [...phraseFindings(passage), ...sentenceFindings(passage)]);
  const rows = path.endsWith(".md") ? rowsWithoutHeader(text) : [];
  return [
    ...prose,
    ...rows.map((offset) => ({ offset, message: "a table row after a blank line; remove the line" })),
  ].map(({ offset, message }) => ({ ...positionAt(text, offset), message }));
}

interface Found {
  readonly offset: number;
  readonly message: string;
}

function phraseFindings({ text, offset }: Passage): Found[] {
  // A phrase may continue on the next line, after the indentation and marks of a comment.
  const { flat, offsets } = flatten(text);
  return PHRASE_RULES.flatMap(({ pattern, advice }) =>
    [...flat.matchAll(pattern)].map((match) => ({
      offset: offset + (offsets[match.index] ?? 0),
      message: `"${match[0]}": ${advice}`,
    })),
  );
}

/** A text with each run of white space as one space, and the original offset of each character. */
function flatten(text: string): { flat: string; offsets: number[] } {
  const pieces = [...text.matchAll(/\s+|\S/g)];
  return {
    flat: pieces.map(([piece]) => (piece.trim() === "" ? " " : piece)).join(""),
    offsets: pieces.map(({ index }) => index),
  };
}

function sentenceFindings({ text, offset }: Passage): Found[] {
  return sentences(text).flatMap((sentence) => {
    const flat = sentence.text.trim().replaceAll(/\s+/g, " ");
    const at = offset + sentence.offset + sentence.text.search(/\S/);
    const words = flat.split(" ").filter((word) => /\w/.test(word)).length;
    const openings = SENTENCE_RULES.filter(({ pattern }) => pattern.test(flat));
    return [
      ...openings.map(({ advice }) => ({ offset: at, message: `"${flat.slice(0, 30)}": ${advice}` })),
      ...(words > LONGEST_SENTENCE
        ? [{ offset: at, message: `a sentence of ${words} words; write two of at most ${LONGEST_SENTENCE}` }]
        : []),
    ];
  });
}

/** The sentences of a passage: a full stop, a colon, a question mark or a blank line ends one. */
function sentences(text: string): { text: string; offset: number }[] {
  return [...text.matchAll(/(?:[^.?!:;\n]|[.?!:;](?=\S)|\n(?!\s*\n|\s*[-*|] ))+[.?!:;]*/g)]
    .filter(([sentence]) => /\w/.test(sentence))
    .map((match) => ({ text: match[0], offset: match.index }));
}
