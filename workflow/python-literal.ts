/** Plain data that Python can write as a literal. */
export type Literal = string | number | boolean | null | readonly Literal[] | { readonly [key: string]: Literal };

const WIDTH = 100;

/**
 * Writes plain data as a Python expression, wrapped as Black would. Text becomes a JSON string. Python reads all
 * escapes of JSON, so no text can end its own quotes, and data can never become code.
 */
export function pythonLiteral(value: Literal, indent = ""): string {
  return expression(value).at(indent);
}

/** A value as Python: on one line, or wrapped at an indent. */
interface Expression {
  readonly flat: string;
  readonly at: (indent: string) => string;
}

/** Formats each value once, at any depth. */
function expression(value: Literal): Expression {
  if (typeof value === "string") {
    return text(value);
  }
  if (typeof value === "number" || typeof value === "boolean" || value === null) {
    const flat = value === null ? "None" : value === true ? "True" : value === false ? "False" : JSON.stringify(value);
    return { flat, at: () => flat };
  }
  return isList(value)
    ? collection(
        "[",
        value.map((item) => ["", expression(item)] as const),
        "]",
      )
    : collection(
        "{",
        Object.entries(value).map(([key, item]) => [`${pythonString(key)}: `, expression(item)] as const),
        "}",
      );
}

function collection(
  open: string,
  items: readonly (readonly [key: string, item: Expression])[],
  close: string,
): Expression {
  const flat = `${open}${items.map(([key, item]) => key + item.flat).join(", ")}${close}`;
  return {
    flat,
    at: (indent) => {
      if (fits(flat, indent)) {
        return flat;
      }
      const inner = `${indent}    `;
      return `${open}\n${items.map(([key, item]) => `${inner}${key}${item.at(inner)},\n`).join("")}${indent}${close}`;
    },
  };
}

/** Writes a text on one line. A long text of several lines becomes one literal for each line, which Python joins. */
function text(value: string): Expression {
  const flat = pythonString(value);
  return {
    flat,
    at: (indent) => {
      const lines = fits(flat, indent) ? [] : value.split(/(?<=\n)/);
      return lines.length < 2
        ? flat
        : `(\n${lines.map((line) => `${indent}    ${pythonString(line)}\n`).join("")}${indent})`;
    },
  };
}

function isList(value: readonly Literal[] | { readonly [key: string]: Literal }): value is readonly Literal[] {
  return Array.isArray(value);
}

function fits(flat: string, indent: string): boolean {
  return indent.length + flat.length <= WIDTH;
}

/** Characters that JSON does not escape, but that an editor or Python could read as the end of a line. */
const LINE_ENDS = /[\u007f-\u009f\u2028\u2029]/g;

function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(
    LINE_ENDS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
