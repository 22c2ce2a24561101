import type { ErrorObject, SchemaObject } from "ajv/dist/2020";

import { isMap } from "../diagnostics/is-map";
import { pathOf, resolved } from "../diagnostics/schema-violations";

type Path = readonly (string | number)[];

/** Data that has the structure of a schema, and the paths at which something else stands than was written. */
export interface WithPlaceholders {
  readonly data: unknown;
  readonly replaced: readonly Path[];
}

/** What a schema finds, yet no rule minds: keys and names that are read by nobody else, or a value that stands twice. */
const HARMLESS = new Set(["additionalProperties", "propertyNames", "uniqueItems"]);

/**
 * Puts the schema's own example where a value is missing or has another structure, so that the rules can look at the
 * rest of the data, and one run says everything that is wrong. What rules say of a replaced value is not the author's.
 */
export function withPlaceholders(data: unknown, errors: readonly ErrorObject[], root: SchemaObject): WithPlaceholders {
  const structural = errors.filter(({ keyword, propertyName }) => !HARMLESS.has(keyword) && propertyName === undefined);
  let copy = structural.length === 0 ? data : structuredClone(data);
  const replaced: Path[] = [];
  for (const error of structural) {
    const path = pathOf(error);
    if (error.keyword === "required") {
      const key = String(error.params["missingProperty"]);
      const schema = (error.parentSchema?.["properties"] as Record<string, SchemaObject>)[key] ?? {};
      copy = placed(copy, [...path, key], exampleOf(schema, root));
      replaced.push([...path, key]);
    } else {
      copy = placed(copy, path, exampleOf((error.parentSchema ?? {}) as SchemaObject, root));
      replaced.push(path);
    }
  }
  return { data: copy, replaced };
}

/** Whether a path is one of these, or below one. */
export function isBelow(path: Path, ancestors: readonly Path[]): boolean {
  return ancestors.some((ancestor) => ancestor.every((step, index) => path[index] === step));
}

/** The data with another value at a path; as it is where the path is no more, as something above it was replaced. */
function placed(data: unknown, path: Path, value: unknown): unknown {
  const last = path.at(-1);
  if (last === undefined) {
    return value;
  }
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], data);
  if (isMap(parent) || Array.isArray(parent)) {
    (parent as Record<string | number, unknown>)[last] = value;
  }
  return data;
}

/** Data that a schema accepts: its first example, else its default, else what it requires. */
function exampleOf(schema: SchemaObject, root: SchemaObject): unknown {
  const target = resolved(schema, root);
  const [example] = [schema, target].flatMap((each) => [
    ...((each["examples"] ?? []) as unknown[]),
    ...("default" in each ? [each["default"] as unknown] : []),
    ...((each["enum"] ?? []) as unknown[]),
  ]);
  if (example !== undefined) {
    return structuredClone(example);
  }
  if (target["items"] !== undefined) {
    return [exampleOf(target["items"] as SchemaObject, root)];
  }
  const properties = (target["properties"] ?? {}) as Record<string, SchemaObject>;
  const required = (target["required"] ?? []) as string[];
  return Object.fromEntries(required.map((key) => [key, exampleOf(properties[key] ?? {}, root)]));
}
