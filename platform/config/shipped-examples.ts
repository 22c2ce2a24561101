import type { SchemaObject } from "ajv/dist/2020";

import { isMap } from "../../diagnostics/is-map";
import type { Finding, Severity } from "../../diagnostics/problem";
import { resolved } from "../../diagnostics/schema-violations";
import { name } from "../../diagnostics/schema-findings";
import stackSchema from "./stack.schema.json";

const ROOT_NODE: SchemaObject = stackSchema;

/** Code of the findings of {@link exampleFindings}. */
export const EXAMPLE_CODE = "shipped-example";

/** What to do about a default that is an example. */
const IN_ORGANISATION = "write your own into platform/organisation.json and run npm run generate -- --organisation";

/** A value that the shipped stack files have too. */
interface Example {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly description: string;
}

/**
 * Finds values that are still those of the shipped stack files: keywords `shipped` and `shippedForm` of the schema. `keptExamples` lists the
 * keys for which such a value is right.
 *
 * @param config the configuration with the schema's defaults, which may break the schema.
 * @param written the configuration as the file has it: defaults with such values are those of the organisation's file.
 */
export function exampleFindings(config: unknown, written: unknown, severity: Severity): Finding[] {
  const examples = examplesIn(ROOT_NODE, config, []);
  const listed = isMap(config) && Array.isArray(config["keptExamples"]) ? (config["keptExamples"] as unknown[]) : [];
  const keys = new Set(examples.map(({ path }) => keyOf(path)));
  return [
    ...examples
      .filter(({ path }) => !listed.includes(keyOf(path)))
      .map((example): Finding => ({
        severity,
        code: EXAMPLE_CODE,
        path: example.path,
        message:
          `${name(example.path)} is still the example ${JSON.stringify(example.value)}${example.description}: ` +
          `${isIn(written, example.path) ? "write your own" : IN_ORGANISATION}, or add ${keyOf(example.path)} to keptExamples if it is yours`,
      })),
    ...listed.flatMap((key, index): Finding[] =>
      typeof key !== "string" || keys.has(key)
        ? []
        : [
            {
              severity: "error",
              code: "no-such-example",
              path: ["keptExamples", index],
              message: `${key} has no example of the shipped stack files: remove it from keptExamples`,
            },
          ],
    ),
  ];
}

/**
 * @param inherited description of the map or list that the value is in. It says more than that of a type which many keys share,
 *   such as an account ID.
 */
function examplesIn(unresolved: SchemaObject, value: unknown, path: Example["path"], inherited = ""): Example[] {
  const node: SchemaObject = { ...resolved(unresolved, ROOT_NODE), ...unresolved };
  const own = descriptionOf(unresolved);
  const description = own !== "" ? own : ([inherited, descriptionOf(node)].find((text) => text !== "") ?? "");
  const shipped = (node["shipped"] ?? []) as unknown[];
  const form: unknown = node["shippedForm"];
  if (
    shipped.includes(value) ||
    (typeof form === "string" && typeof value === "string" && new RegExp(form).test(value))
  ) {
    return [{ path, value, description }];
  }
  if (Array.isArray(value)) {
    const items = (node["items"] ?? {}) as SchemaObject;
    return value.flatMap((item, index) => examplesIn(items, item, [...path, index], description));
  }
  const properties = (node["properties"] ?? {}) as Record<string, SchemaObject>;
  return isMap(value)
    ? Object.entries(value).flatMap(([key, inner]) =>
        Object.hasOwn(properties, key) ? examplesIn(properties[key] ?? {}, inner, [...path, key], own) : [],
      )
    : [];
}

/** Whether data has a value at a path. */
function isIn(data: unknown, [step, ...rest]: Example["path"]): boolean {
  return (
    step === undefined ||
    (typeof data === "object" && data !== null && isIn((data as Record<string, unknown>)[step], rest))
  );
}

/** The description of a part of the schema in brackets, without its full stop; empty if it has none. */
function descriptionOf({ description }: SchemaObject): string {
  return typeof description === "string" ? ` (${description.replace(/\.$/, "")})` : "";
}

/** The key of a value without its places in lists, as `keptExamples` has it. */
function keyOf(path: Example["path"]): string {
  return path.filter((step) => typeof step === "string").join(".");
}
