import Ajv2020 from "ajv/dist/2020";
import type { ErrorObject, SchemaObject, ValidateFunction } from "ajv/dist/2020";

import { nearest } from "./nearest";
import type { Finding } from "./problem";

/** A check of plain data against a JSON Schema, in words. */
export type SchemaCheck = (data: unknown) => Finding[];

/** Compiles a schema (JSON Schema 2020-12); the check reports every violation, each once. */
export function compileSchema(schema: SchemaObject): SchemaCheck {
  // A command checks some hundred files: optimising the check's code takes longer than it saves.
  const code = { optimize: false };
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true, code });
  const validate = ajv.compile(schema);
  return (data) => (validate(data) ? [] : findings(validate));
}

function findings(validate: ValidateFunction): Finding[] {
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "propertyNames");
  const wrongType = new Set(errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath));
  return errors.filter(({ keyword, instancePath }) => keyword === "type" || !wrongType.has(instancePath)).map(finding);
}

function finding(error: ErrorObject): Finding {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const base = { severity: "error" as const, path };
  if (error.propertyName !== undefined) {
    return {
      ...base,
      path: [...path, error.propertyName],
      atKey: true,
      code: "bad-name",
      message: `"${error.propertyName}" cannot be a name in ${name(path)}: it must match ${String(error.params["pattern"] ?? "the length limit")}`,
    };
  }
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(error.params["additionalProperty"]);
      return { ...base, path: [...path, key], atKey: true, code: "unknown-key", message: unknownKey(key, path, error) };
    }
    case "required": {
      const key = String(error.params["missingProperty"]);
      return {
        ...base,
        code: "missing-key",
        message: `${name([...path, key])} is missing; write ${example(key, schemaOf(error, key))}`,
      };
    }
    case "type":
      return {
        ...base,
        code: "wrong-type",
        message: `${name(path)} must be ${types(error)}, not ${shown(error.data)}${hint(error)}`,
      };
    case "enum": {
      const allowed = (error.params["allowedValues"] as unknown[]).filter((value) => value !== null).map(String);
      return {
        ...base,
        code: "not-offered",
        message: `${name(path)} cannot be ${shown(error.data)}; ${suggestion(String(error.data), allowed)}`,
      };
    }
    case "pattern":
      return {
        ...base,
        code: "wrong-form",
        message: `${name(path)} cannot be ${shown(error.data)}${meaning(error)}${hint(error)}`,
      };
    default:
      return {
        ...base,
        code: "out-of-bounds",
        message: `${name(path)} ${error.message ?? "is not allowed"}, not ${shown(error.data)}${meaning(error)}`,
      };
  }
}

/** `dag.tasks.main`, `iam.kms[2]`; the root is "the file". */
export function name(path: readonly (string | number)[]): string {
  return path.length === 0
    ? "the file"
    : path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

function unknownKey(key: string, path: readonly (string | number)[], error: ErrorObject): string {
  const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as object);
  const where = path.length === 0 ? "at the top level" : `in ${name(path)}`;
  return `unknown key ${key} ${where}; ${suggestion(key, known)}`;
}

function suggestion(word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  if (close !== undefined) {
    return `did you mean ${close}?`;
  }
  return known.length <= 20 ? `write one of ${known.join(", ")}` : `write for example ${String(known[0])}`;
}

function schemaOf(error: ErrorObject, key: string): SchemaObject {
  const properties = (error.parentSchema?.["properties"] ?? {}) as Record<string, SchemaObject | undefined>;
  return properties[key] ?? {};
}

function example(key: string, schema: SchemaObject): string {
  const description = typeof schema["description"] === "string" ? ` (${schema["description"]})` : "";
  const items = (schema["items"] ?? {}) as SchemaObject;
  const examples = (schema["examples"] ?? schema["enum"] ?? items["examples"] ?? []) as unknown[];
  const value = schema["items"] === undefined ? examples[0] : [examples[0]];
  return `${key}: ${examples.length === 0 ? "…" : JSON.stringify(value)}${description}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
};

function types(error: ErrorObject): string {
  const allowed = [error.params["type"] as string | string[]].flat().filter((type) => type !== "null");
  return allowed.map((type) => TYPE_NAMES[type] ?? type).join(" or ");
}

function shown(value: unknown): string {
  // JSON knows no infinity, and would call it null.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function meaning(error: ErrorObject): string {
  const description: unknown = error.parentSchema?.["description"];
  return typeof description === "string" ? `: it is the ${lowerFirst(description.replace(/\.$/, ""))}` : "";
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function hint(error: ErrorObject): string {
  const examples = error.parentSchema?.["examples"] as unknown[] | undefined;
  // Only errors of type say which types are allowed.
  const allowed = [error.params["type"] as string | string[] | undefined].flat();
  if (
    allowed.includes("string") &&
    typeof error.data === "number" &&
    !(allowed.includes("number") && Number.isFinite(error.data))
  ) {
    return "; put it in quotes";
  }
  if (error.data === null && allowed.includes("string")) {
    return '; write "" for an empty text';
  }
  return examples === undefined ? "" : `; write for example ${JSON.stringify(examples[0])}`;
}
