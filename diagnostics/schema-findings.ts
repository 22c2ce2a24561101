import type { AnySchemaObject, ErrorObject, SchemaObject } from "ajv/dist/2020";

import type { Finding } from "./problem";
import { bounds } from "./schema-bounds";
import { hint } from "./schema-hints";
import { suggestion } from "./suggestion";
import { compileViolations, pathOf, resolved, type SchemaOptions } from "./schema-violations";
import { shown } from "./shown";

/** Code of a finding about a value that a list has already. */
export const LISTED_TWICE = "listed-twice";

/** A check of plain data against a JSON Schema, in words. */
export type SchemaCheck = (data: unknown) => Finding[];

/** Compiles a schema (JSON Schema 2020-12); the check reports every violation, each once. */
export function compileSchema(schema: SchemaObject, options: SchemaOptions = {}): SchemaCheck {
  const violations = compileViolations(schema, options);
  return (data) => violations(data).map(schemaFinding);
}

/** One violation in words. */
export function schemaFinding(error: ErrorObject): Finding {
  const path = pathOf(error);
  const base = { severity: "error" as const, path };
  if (error.propertyName !== undefined) {
    return {
      ...base,
      path: [...path, error.propertyName],
      atKey: true,
      code: "bad-name",
      message: `"${error.propertyName}" cannot be a name in ${name(path)}${meaning(error.parentSchema)}`,
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
        path: [...path, key],
        code: "missing-key",
        message: `${name([...path, key])} is missing; ${example(key, schemaOf(error, key))}`,
      };
    }
    case "type":
      return {
        ...base,
        code: "wrong-type",
        // A number alone does not show its unit, so the meaning of the key follows.
        message: `${name(path)} must be ${types(error)}, not ${shown(error.data)}${/number$/.test(types(error)) ? meaning(error.parentSchema) : ""}${hint(error)}`,
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
        message: `${name(path)} cannot be ${shown(error.data)}${meaning(error.parentSchema)}${hint(error)}`,
      };
    case "uniqueItems": {
      const second = Math.max(Number(error.params["i"]), Number(error.params["j"]));
      return {
        ...base,
        path: [...path, second],
        code: LISTED_TWICE,
        message: `${name(path)} has ${shown((error.data as unknown[])[second])} twice; remove one of the two`,
      };
    }
    default:
      return {
        ...base,
        code: "out-of-bounds",
        message: `${name(path)} ${bounds(error)}${meaning(error.parentSchema)}${hint(error)}`,
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
  const schema = error.parentSchema ?? {};
  const properties = (schema["properties"] ?? {}) as Record<string, SchemaObject>;
  const known = Object.keys(properties);
  const synonym = known.find((each) =>
    ((properties[each]?.["synonyms"] ?? []) as string[]).includes(key.toLowerCase()),
  );
  const where = path.length === 0 ? "at the top level" : `in ${name(path)}`;
  const owner = path.length === 0 ? ownerOf(key, schema) : undefined;
  const advice = synonym === undefined ? suggestion(key, known) : `did you mean ${synonym}?`;
  return `unknown key ${key} ${where}; ${owner === undefined ? advice : `write it below ${owner}, indented`}`;
}

/** The top-level key of a schema whose own map has a key of this name. */
function ownerOf(key: string, root: AnySchemaObject): string | undefined {
  const properties = (root["properties"] ?? {}) as Record<string, SchemaObject>;
  return Object.keys(properties).find((owner) => {
    const map = resolved(properties[owner] ?? {}, root);
    return Object.hasOwn((map["properties"] ?? {}) as object, key);
  });
}

function schemaOf(error: ErrorObject, key: string): SchemaObject {
  const properties = (error.parentSchema?.["properties"] ?? {}) as Record<string, SchemaObject | undefined>;
  return resolved(properties[key] ?? {}, error.parentSchema ?? {});
}

/** How to write a key that is missing. */
function example(key: string, schema: SchemaObject): string {
  const description = meaning(schema);
  const items = (schema["items"] ?? {}) as SchemaObject;
  const examples = (schema["examples"] ?? schema["enum"] ?? items["examples"] ?? []) as unknown[];
  const value = schema["items"] === undefined ? examples[0] : [examples[0]];
  const required = (schema["required"] ?? []) as string[];
  return required.length > 0
    ? `write ${key}: and, below it, ${required.join(" and ")}${description}`
    : `write ${key}: ${examples.length === 0 ? "…" : JSON.stringify(value)}${description}`;
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

/** The purpose of a value, in the words of its schema. */
function meaning(schema: AnySchemaObject | undefined): string {
  const description: unknown = schema?.["description"];
  return typeof description === "string" ? ` (${description.replace(/\.$/, "")})` : "";
}
