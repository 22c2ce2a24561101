import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

import { messageOf } from "../../diagnostics/message-of";
import { pythonFloat } from "../../workflow/python-values";
import { type Json, jsonText } from "../../workflow/templates/python-text";

/** The file in a container that a program writes its result to. */
export const RESULT_FILE = "/dev/termination-log";

/**
 * Most bytes of a result. The kubelet keeps the last bytes of a longer file
 * (https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/).
 */
export const LARGEST_RESULT = 4096;

/** Text of each field of a result, by name. */
export type Result = Readonly<Record<string, string>>;

/** The part of a result's file that the kubelet would keep. */
export function keptPart(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, LARGEST_RESULT));
    const length = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8", 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a result as the shared package's `results.py` does.
 *
 * @param fields The fields that other tasks use.
 * @throws Error that says why they cannot use it.
 */
export function readResult(text: string, fields: readonly string[]): Result {
  const result = read(text);
  const missing = fields.filter((field) => !Object.hasOwn(result, field));
  if (missing.length > 0) {
    const names = Object.keys(result).map((name) => JSON.stringify(name));
    throw new Error(`its result has no ${missing.join(", ")}; it has ${names.join(", ").slice(0, 500) || "no field"}`);
  }
  return Object.fromEntries(fields.map((field) => [field, checked(field, textOf(result[field] ?? null))]));
}

function read(text: string): Readonly<Record<string, Json>> {
  if (text.trim() === "") {
    throw new Error(`it wrote no result to ${RESULT_FILE}`);
  }
  try {
    JSON.parse(text);
  } catch (cause) {
    const problem =
      Buffer.byteLength(text) >= LARGEST_RESULT
        ? `its result is too large: Kubernetes keeps ${LARGEST_RESULT} bytes, so write less`
        : `its result is not JSON: ${messageOf(cause)}`;
    throw new Error(problem, { cause });
  }
  const result = withNumbersInPython(text);
  if (typeof result !== "object" || result === null || Array.isArray(result)) {
    throw new Error('its result is not a JSON object, such as {"rows": 42}');
  }
  return result as Readonly<Record<string, Json>>;
}

/** Begins the text of a number. No program can guess it, so no text of a result is taken for a number. */
const NUMBER = `number-${randomBytes(16).toString("hex")}:`;

/** Parses JSON, and keeps its numbers as Python writes them: a `number` of JavaScript has no `1.0`, and loses long ones. */
function withNumbersInPython(json: string): unknown {
  return JSON.parse(
    json.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) =>
      token.startsWith('"') ? token : JSON.stringify(`${NUMBER}${inPython(token)}`),
    ),
  );
}

function inPython(number: string): string {
  if (/^-?\d+$/.test(number)) {
    return String(BigInt(number));
  }
  if (!Number.isFinite(Number(number))) {
    throw new Error(`its result is not JSON: ${number} is too large a number`);
  }
  return pythonFloat(Number(number));
}

/** A field as later tasks get it: text as it is, null as empty text, other values as JSON. */
function textOf(value: Json): string {
  if (value === null) {
    return "";
  }
  const text = typeof value === "string" ? value : jsonText(value);
  return text.replaceAll(new RegExp(`"?${NUMBER}([^"]*)"?`, "g"), "$1");
}

function checked(field: string, text: string): string {
  if (!text.isWellFormed()) {
    throw new Error(`the field ${field} of its result has half of a surrogate pair, which is not text`);
  }
  if (text.includes("\0")) {
    throw new Error(`the field ${field} of its result has the character NUL, which no variable can contain`);
  }
  return text;
}
