import { stringify } from "yaml";

import { code } from "./markdown";

/** The part of JSON Schema that the manifest's schema uses. */
export interface SchemaNode {
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly $ref?: string;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly change?: string;
  readonly cost?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly items?: SchemaNode;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: SchemaNode;
  readonly required?: readonly string[];
  readonly type?: string | readonly string[];
  readonly unit?: string;
  readonly uniqueItems?: boolean;
}

/** A node, and its items, with the keys of the nodes that they refer to; own keys take precedence. */
export function resolveNode(node: SchemaNode, root: SchemaNode): SchemaNode {
  const name = node.$ref?.split("/").at(-1);
  const resolved = name === undefined ? node : { ...root.$defs?.[name], ...node };
  return resolved.items?.$ref === undefined ? resolved : { ...resolved, items: resolveNode(resolved.items, root) };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: "list",
  boolean: "true or false",
  integer: "whole number",
  number: "number",
  object: "map",
  string: "text",
};

/** The type of a value in words: `list of text`. */
function typeOf(node: SchemaNode): string {
  if (node.anyOf !== undefined) {
    return node.anyOf.map((one) => [typeOf(one), ruleOf(one)].filter((part) => part !== "").join(", ")).join("; or ");
  }
  const names = [node.type ?? []].flat().filter((type) => type !== "null");
  return names.map((type) => `${TYPE_NAMES[type] ?? type}${contentOf(type, node)}`).join(" or ");
}

function contentOf(type: string, { items, additionalProperties: values }: SchemaNode): string {
  if (type === "array" && items !== undefined) {
    return ` of ${typeOf(items)}`;
  }
  if (type !== "object" || typeof values !== "object") {
    return "";
  }
  // If the author chooses the names, a null is a value like any other.
  return ` of name to ${typeOf(values) || "map"}${values.type?.includes("null") === true ? " or null" : ""}`;
}

/** The type of a value with its unit, then its default and its limits, each on a line of a table's cell. */
export function valueOf(node: SchemaNode, isRequired: boolean): string {
  const type = [typeOf(node), ...(node.unit === undefined ? [] : [`in ${node.unit}`])].join(", ");
  const fallback = defaultOf(node);
  return [
    isRequired ? `${type}, required` : type,
    isRequired || fallback === undefined ? "" : `default: ${fallback}`,
    ruleOf(node),
  ]
    .filter((line) => line !== "")
    .join("<br>");
}

/** The limits of a value, apart from its type. */
function ruleOf(node: SchemaNode): string {
  const { minimum, maximum, items, propertyNames: names } = node;
  const offered = (node.enum ?? []).filter((value) => typeof value === "string").map(code);
  return [
    node.$ref?.endsWith("/ComputeProfile") === true
      ? "one of the [compute profiles](#compute-profiles)"
      : offered.length > 0
        ? `one of ${offered.join(", ")}`
        : "",
    node.pattern === undefined ? "" : `matches ${code(node.pattern)}`,
    minimum === undefined ? "" : maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`,
    node.maxLength === undefined ? "" : `at most ${node.maxLength} characters`,
    node.minItems === undefined ? "" : `at least ${node.minItems} item${node.minItems === 1 ? "" : "s"}`,
    node.uniqueItems === true ? "no duplicates" : "",
    items === undefined || ruleOf(items) === "" ? "" : `each item: ${ruleOf(items)}`,
    names === undefined ? "" : `each name: ${ruleOf(names)}`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

/** A default in words, at the end of a description. */
const DEFAULT_IN_WORDS = / Default: (.+)\.$/;

/** The default of a key, as code or in words; `undefined` without one. */
function defaultOf(node: SchemaNode): string | undefined {
  return node.default === undefined ? DEFAULT_IN_WORDS.exec(node.description ?? "")?.[1] : code(inline(node.default));
}

/** The description of a key, without its default. */
export function descriptionOf({ description = "" }: SchemaNode): string {
  return description.replace(DEFAULT_IN_WORDS, "");
}

/** Examples of a key: `retries: 3`. */
export function examplesOf(key: string, node: SchemaNode): readonly unknown[] {
  const { items, examples = node.enum ?? (node.type?.includes("boolean") === true ? [true] : []) } = node;
  const [item] = items?.examples ?? items?.enum ?? [];
  const values = item === undefined ? examples : [[item]];
  return (node.enum === undefined ? values : values.slice(0, 1)).map((value) => ({ [key]: value }));
}

/** A value as one line of YAML. */
export function inline(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trim();
}

/** `{ retries: 3 }` in the form of a manifest: `retries: 3`. */
export function written(example: unknown): string {
  return inline(example).replace(/^\{(.*)\}$/s, "$1");
}
