/** Plain data that Python can write as a literal. */
export type Literal = string | number | boolean | null | readonly Literal[] | { readonly [key: string]: Literal };

const WIDTH = 100;

/**
 * A Python expression for plain data, wrapped like Black would. Text is written as a JSON string, whose escapes are
 * all Python's too, so no text can end its own quotes: data can never become code.
 */
export function pythonLiteral(value: Literal, indent = ""): string {
  if (typeof value === "string") {
    return pythonText(value, indent);
  }
  if (typeof value === "number" || typeof value === "boolean" || value === null) {
    return value === null ? "None" : value === true ? "True" : value === false ? "False" : JSON.stringify(value);
  }
  const inner = `${indent}    `;
  if (isList(value)) {
    const flat = `[${value.map((item) => pythonLiteral(item)).join(", ")}]`;
    return fits(flat, indent)
      ? flat
      : `[\n${value.map((item) => `${inner}${pythonLiteral(item, inner)},\n`).join("")}${indent}]`;
  }
  const entries = Object.entries(value);
  const flat = `{${entries.map(([key, item]) => `${pythonString(key)}: ${pythonLiteral(item)}`).join(", ")}}`;
  return fits(flat, indent)
    ? flat
    : `{\n${entries.map(([key, item]) => `${inner}${pythonString(key)}: ${pythonLiteral(item, inner)},\n`).join("")}${indent}}`;
}

function isList(value: readonly Literal[] | { readonly [key: string]: Literal }): value is readonly Literal[] {
  return Array.isArray(value);
}

function fits(text: string, indent: string): boolean {
  return indent.length + text.length <= WIDTH && !text.includes("\n");
}

/** Characters that a JSON string may hold raw and that editors or Python's tokenizer could read as the end of a line. */
const LINE_ENDS = /[\u007f-\u009f\u2028\u2029]/g;

/** Text on one line, or where it has several and is long, line by line as Python joins neighbouring literals. */
function pythonText(text: string, indent: string): string {
  const flat = pythonString(text);
  const lines = text.split(/(?<=\n)/);
  if (lines.length === 1 || fits(flat, indent)) {
    return flat;
  }
  return `(\n${lines.map((line) => `${indent}    ${pythonString(line)}\n`).join("")}${indent})`;
}

function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(
    LINE_ENDS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
