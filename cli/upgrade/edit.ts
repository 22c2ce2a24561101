import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument, Scalar, type YAMLMap } from "yaml";

import { isMergeKey } from "../../diagnostics/yaml-aliases";
import { loadYaml } from "../../diagnostics/load-yaml";

/** Keys from the root of a YAML file to a value. */
export type FilePath = readonly (string | number)[];

/** One text of a YAML file, and its replacement. */
export interface Edit {
  readonly path: FilePath;
  readonly value: string;
}

/** A text that cannot be changed alone; the message gives the place, the reason, and the correction. */
export class EditError extends Error {}

/**
 * Replaces texts. It changes only the characters of those scalars, in their own style of quotes; every other byte stays the
 * same.
 *
 * @throws EditError if a text is missing, has several lines, or is shared with something that must not change.
 */
export function editYaml(text: string, edits: readonly Edit[]): string {
  const document = parseDocument(text, { merge: true });
  const replacements = new Map<number, { readonly end: number; readonly source: string }>();
  for (const { path, value } of edits) {
    const { start, end, type } = locate(document, path);
    replacements.set(start, { end, source: quoted(value, type, path) });
  }
  const changed = [...replacements]
    .sort(([a], [b]) => b - a)
    .reduce((result, [start, { end, source }]) => result.slice(0, start) + source + result.slice(end), text);
  if (JSON.stringify(loadYaml(changed).data) !== expected(text, edits)) {
    throw new EditError(
      `${edits.map(({ path }) => path.join(".")).join(", ")}: anchors or merges share these values with others, ` +
        "which would change as well; write each value out instead of the anchor or merge",
    );
  }
  return changed;
}

/** The data with the edits, as JSON: the meaning that the changed text must have. */
function expected(text: string, edits: readonly Edit[]): string {
  const data = JSON.parse(JSON.stringify(loadYaml(text).data)) as unknown;
  for (const { path, value } of edits) {
    const parent = path.slice(0, -1).reduce((node, step) => (node as Record<string, unknown>)[step], data);
    (parent as Record<string, unknown>)[path.at(-1) ?? ""] = value;
  }
  return JSON.stringify(data);
}

/** The range of characters of the scalar at a path, through anchors. */
function locate(document: Document.Parsed, path: FilePath): { start: number; end: number; type: Scalar.Type } {
  const node = path.reduce<unknown>((parent, step) => child(document, parent, step), document.contents);
  const scalar = target(document, node);
  if (!isScalar(scalar) || !scalar.range || scalar.type === undefined) {
    throw new EditError(`${path.join(".")} is not a text in this file`);
  }
  return { start: scalar.range[0], end: scalar.range[1], type: scalar.type };
}

function child(document: Document.Parsed, parent: unknown, step: string | number): unknown {
  const collection = target(document, parent);
  if (isSeq(collection)) {
    return collection.items[Number(step)];
  }
  return isMap(collection) ? entry(document, collection, String(step)) : undefined;
}

/** The value of a key: the map's own, otherwise that of the first merged map with the key. */
function entry(document: Document.Parsed, map: YAMLMap, key: string): unknown {
  const own = map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key && !isMergeKey(pair.key));
  if (own !== undefined) {
    return own.value;
  }
  const merged = map.items
    .filter((pair) => isMergeKey(pair.key))
    .flatMap((pair) => {
      const source = target(document, pair.value);
      return isSeq(source) ? source.items : [source];
    });
  return merged
    .map((source) => target(document, source))
    .filter(isMap)
    .map((source) => entry(document, source, key))
    .find((value) => value !== undefined);
}

function target(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

/** The spelling of a text in a file, in the style of the text that it replaces. */
function quoted(value: string, type: Scalar.Type, path: FilePath): string {
  switch (type) {
    case Scalar.PLAIN:
      return value;
    case Scalar.QUOTE_DOUBLE:
      return JSON.stringify(value);
    case Scalar.QUOTE_SINGLE:
      return `'${value.replaceAll("'", "''")}'`;
    default:
      throw new EditError(
        `${path.join(".")} is written over several lines: write it on one line, so that the command can change it`,
      );
  }
}
