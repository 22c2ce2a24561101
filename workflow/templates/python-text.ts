import { isoFormat } from "./format-date";
import type { Day, Moment } from "./moment";

/** A value of a run's parameter: any JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A value on its way through a template. Whole numbers that a step makes can be larger than a `number` holds. */
export type Value = Json | bigint | Moment | Day;

/** Whether a value is a date: JSON has no `clock` that is a number beside such a `kind`, because dates are made here only. */
export function isDate(value: Value): value is Moment | Day {
  return typeof value === "object" && value !== null && DATES.has(value);
}

const DATES = new WeakSet();

/** Marks a date, so that no parameter of the same shape can be taken for one. */
export function asDate<D extends Moment | Day>(date: D): D {
  DATES.add(date);
  return date;
}

/** A value as Python's `str` writes it. */
export function pythonStr(value: Value): string {
  if (isDate(value)) {
    return isoFormat(value, " ");
  }
  return typeof value === "string" ? value : typeof value === "bigint" ? String(value) : repr(value);
}

function repr(value: Json): string {
  if (value === null) {
    return "None";
  }
  if (typeof value === "boolean") {
    return value ? "True" : "False";
  }
  if (typeof value === "number") {
    return numberText(value);
  }
  if (typeof value === "string") {
    return quoted(value);
  }
  return isList(value)
    ? `[${value.map(repr).join(", ")}]`
    : `{${Object.entries(value)
        .map(([key, item]) => `${quoted(key)}: ${repr(item)}`)
        .join(", ")}}`;
}

/** A value as Python's `json.dumps` writes it: ASCII, with a space after commas and colons. */
export function jsonText(value: Json | bigint): string {
  if (typeof value === "bigint") {
    return String(value);
  }
  if (typeof value === "number") {
    return numberText(value);
  }
  if (typeof value === "string") {
    return JSON.stringify(value).replace(/[^\0-~]/g, unicodeEscape);
  }
  if (value === null || typeof value === "boolean") {
    return String(value);
  }
  return isList(value)
    ? `[${value.map(jsonText).join(", ")}]`
    : `{${Object.entries(value)
        .map(([key, item]) => `${jsonText(key)}: ${jsonText(item)}`)
        .join(", ")}}`;
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Python writes an exponent from 0.0001 down, with two digits at least. */
function numberText(value: number): string {
  if (Object.is(value, -0)) {
    return "0";
  }
  const size = Math.abs(value);
  const text = size !== 0 && size < 1e-4 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** Text as Python's `repr` quotes it. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/\\|['"]|[\p{C}\p{Z}]/gu, (character) => {
    if (character === " ") {
      return character;
    }
    if (character === '"' || character === "'") {
      return character === quote ? `\\${character}` : character;
    }
    return ESCAPES[character] ?? codeEscape(character.codePointAt(0) ?? 0);
  });
  return quote + escaped + quote;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function codeEscape(code: number): string {
  const [letter, width] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(width, "0")}`;
}
