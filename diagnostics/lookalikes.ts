/** A character that looks like another one, or is invisible. */
interface Lookalike {
  /** Its name in Unicode. */
  readonly name: string;
  /** Advice that ends a sentence: `type "`. */
  readonly instead: string;
}

const A_SPACE = "type a space";
const NOTHING = "delete it";

/** Characters that text copied from a document, a web page or a chat brings along (names: the Unicode Character Database). */
const LOOKALIKES: Readonly<Record<string, Lookalike>> = {
  "\u00a0": { name: "no-break space", instead: A_SPACE },
  "\u00ad": { name: "soft hyphen", instead: NOTHING },
  "\u2002": { name: "en space", instead: A_SPACE },
  "\u2003": { name: "em space", instead: A_SPACE },
  "\u2009": { name: "thin space", instead: A_SPACE },
  "\u200b": { name: "zero width space", instead: NOTHING },
  "\u200e": { name: "left-to-right mark", instead: NOTHING },
  "\u200f": { name: "right-to-left mark", instead: NOTHING },
  "\u2028": { name: "line separator", instead: "start a new line" },
  "\u2029": { name: "paragraph separator", instead: "start a new line" },
  "\u202f": { name: "narrow no-break space", instead: A_SPACE },
  "\u2060": { name: "word joiner", instead: NOTHING },
  "\u3000": { name: "ideographic space", instead: A_SPACE },
  "\ufeff": { name: "zero width no-break space", instead: NOTHING },
  "\u2018": { name: "left single quotation mark", instead: "type '" },
  "\u2019": { name: "right single quotation mark", instead: "type '" },
  "\u201c": { name: "left double quotation mark", instead: 'type "' },
  "\u201d": { name: "right double quotation mark", instead: 'type "' },
  "\u2010": { name: "hyphen", instead: "type -" },
  "\u2011": { name: "non-breaking hyphen", instead: "type -" },
  "\u2013": { name: "en dash", instead: "type -" },
  "\u2014": { name: "em dash", instead: "type -" },
  "\u2212": { name: "minus sign", instead: "type -" },
  "\u2022": { name: "bullet", instead: "type -" },
  "\uff1a": { name: "fullwidth colon", instead: "type :" },
};

const ANY = new RegExp(`[${Object.keys(LOOKALIKES).join("")}]`, "u");

/** A lookalike in a text: where (0 is the first character), and in words. */
export interface FoundLookalike {
  readonly index: number;
  readonly character: string;
  /** `“ (U+201C, left double quotation mark)`. */
  readonly name: string;
  readonly instead: string;
}

/** The first lookalike of a text. */
export function firstLookalike(text: string): FoundLookalike | undefined {
  const index = text.search(ANY);
  const character = text.charAt(index);
  const known = index < 0 ? undefined : LOOKALIKES[character];
  if (known === undefined) {
    return undefined;
  }
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  // The dashes and quotes can be seen, and the rest cannot.
  const shown = /[\p{P}\p{S}]/u.test(character) ? `${character} (${code}, ${known.name})` : `${code} (${known.name})`;
  return { index, character, name: shown, instead: known.instead };
}

/**
 * Why a value, or a key, may be wrong although it looks right: the lookalike in it, for the end of a message. Gives ""
 * without a lookalike.
 *
 * @param line The line of the file, and `from` the column (from 1) at which the value begins there.
 */
export function lookalikeHint(value: string, line: string, from: number): string {
  const found = firstLookalike(value);
  if (found === undefined) {
    return "";
  }
  const index = line.indexOf(found.character, from - 1);
  return `; ${index < 0 ? "it" : `column ${index + 1}`} holds ${found.name}: ${found.instead}`;
}

/** The lookalike in a line of YAML that cannot be read, or in the line before or after it, for the end of a message. */
export function lookalikeNearby(text: string, line: number): string {
  const lines = text.split("\n");
  for (const near of [line, line - 1, line + 1]) {
    const found = firstLookalike(lines[near - 1] ?? "");
    if (found !== undefined) {
      return `; line ${near} holds ${found.name} in column ${found.index + 1}, which YAML reads as a letter: ${found.instead}`;
    }
  }
  return "";
}
