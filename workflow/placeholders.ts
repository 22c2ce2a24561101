import type { ErrorObject, SchemaObject } from "ajv/dist/2020";

import { isMap } from "../diagnostics/is-map";
import { pathOf, resolved } from "../diagnostics/schema-violations";

type Path = readonly (string | number)[];

/** Data with the structure of a schema, and the paths of the values that were replaced by placeholders. */
export interface WithPlaceholders {
  readonly data: unknown;
  readonly replaced: readonly Path[];
}

/** Keywords of violations that no rule is affected by: unknown keys, bad names, and duplicates. */
const HARMLESS = new Set(["additionalProperties", "propertyNames", "uniqueItems"]);

/**
 * Replaces each missing or malformed value by a placeholder, the schema's own example. The rules can then check the
 * rest of the data, and one run reports every mistake. Drop findings about `replaced` paths: the author did not write
 * those values.
 */
export function fillPlaceholders(data: unknown, errors: readonly ErrorObject[], root: SchemaObject): WithPlaceholders {
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

/** Whether a path is one of the ancestors, or below one. A key such as `2026` is a number in one path and text in another. */
export function isBelow(path: Path, ancestors: readonly Path[]): boolean {
  return ancestors.some((ancestor) => ancestor.every((step, index) => String(path[index]) === String(step)));
}

/** Sets the value at a path. Does nothing if the path no longer exists, because a value above it was replaced. */
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

/** Data that a schema accepts: its first example, or its default, or only its required keys. */
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
