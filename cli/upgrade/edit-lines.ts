import { isDeepStrictEqual } from "node:util";

import { isMap, isScalar, parseDocument, type Scalar, type YAMLMap } from "yaml";

import { loadYaml } from "../../diagnostics/load-yaml";
import { EditError, type FilePath } from "./edit";

/** A key of a map to write on a line of its own, or to delete with its line. */
export interface LineEdit {
  /** Keys from the root of the file to the map. */
  readonly path: FilePath;
  readonly key: string;
  /** The new value; undefined deletes the key. */
  readonly value: boolean | undefined;
}

/**
 * Adds, changes and deletes keys of block maps, by whole lines; every other line stays the same.
 *
 * @throws EditError if a map is not written over several lines, or shares its lines with another.
 */
export function editLines(text: string, edits: readonly LineEdit[]): string {
  const changed = edits.reduce(editLine, text);
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(loadYaml(changed).data)), expected(text, edits))) {
    throw new EditError(
      `${edits.map(({ path, key }) => [...path, key].join(".")).join(", ")}: anchors or merges share these entries with others; ` +
        "write each entry out instead",
    );
  }
  return changed;
}

function editLine(text: string, { path, key, value }: LineEdit): string {
  const map = parseDocument(text).getIn(path, true);
  const first = isMap(map) ? map.items[0]?.key : undefined;
  if (!isMap(map) || map.flow === true || !isScalar(first) || !first.range) {
    throw new EditError(
      `${path.join(".")} is not an entry with a line for each key: write it so, and run the command again`,
    );
  }
  const line = `${" ".repeat(columnOf(text, first.range[0]))}${key}: ${String(value)}\n`;
  const own = keyOf(map, key);
  if (own?.range) {
    const [start, end] = lineAt(text, own.range[0]);
    return text.slice(0, start) + (value === undefined ? "" : line) + text.slice(end);
  }
  if (value === undefined) {
    return text;
  }
  const [, end] = lineAt(text, first.range[0]);
  const head = text.slice(0, end);
  return `${head}${head.endsWith("\n") ? "" : "\n"}${line}${text.slice(end)}`;
}

function keyOf(map: YAMLMap, key: string): Scalar | undefined {
  return map.items.map((pair) => pair.key).find((each): each is Scalar => isScalar(each) && each.value === key);
}

function columnOf(text: string, offset: number): number {
  return offset - lineAt(text, offset)[0];
}

/** Start of the line with a character, and the start of the next line. */
function lineAt(text: string, offset: number): [number, number] {
  const end = text.indexOf("\n", offset);
  return [text.lastIndexOf("\n", offset - 1) + 1, end === -1 ? text.length : end + 1];
}

/** The data with the edits: the meaning that the changed text must have. */
function expected(text: string, edits: readonly LineEdit[]): unknown {
  const data = JSON.parse(JSON.stringify(loadYaml(text).data)) as unknown;
  for (const { path, key, value } of edits) {
    const map = path.reduce((node, step) => (node as Record<string, unknown>)[step], data) as Record<string, unknown>;
    map[key] = value;
  }
  return JSON.parse(JSON.stringify(data));
}
