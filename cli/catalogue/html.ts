/** A piece of HTML. Only `html` makes one, so that every text in it is escaped. */
export class Html {
  private constructor(readonly text: string) {}

  /** HTML that another program has made, such as a picture. */
  static trusted(text: string): Html {
    return new Html(text);
  }
}

/** A value in a template: text is escaped, HTML and lists of HTML are not. */
type Value = string | number | Html | readonly Html[];

/** A template of HTML. Write attributes in double quotes. The indentation of the code does not reach the page. */
export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Html {
  return Html.trusted(
    pieces
      .map((piece) => piece.replaceAll(/\n\s*/g, "\n"))
      .reduce((text, piece, index) => {
        const value = values[index - 1];
        return text + (value === undefined ? "" : rendered(value)) + piece;
      }),
  );
}

/** HTML pieces one after another. */
export function joined(parts: readonly Html[], separator = ""): Html {
  return Html.trusted(parts.map(({ text }) => text).join(separator));
}

/** Nothing. */
export const NOTHING = Html.trusted("");

function rendered(value: Value): string {
  if (value instanceof Html) {
    return value.text;
  }
  return typeof value === "object" ? value.map(({ text }) => text).join("") : escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML. Control characters, and signs that turn the direction of text, become visible. */
function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Text with its control characters, and signs that turn the direction of text, as `\u{202e}`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === "\n" ? " " : `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );
}
