import { isAlias, isMap, isPair, isScalar, isSeq } from "yaml";
import type { Document, LineCounter, Node, Pair } from "yaml";

import type { Position } from "./problem";

/** Line and column of a character offset, both counted from 1. */
export function positionAt(lineCounter: LineCounter, offset: number): Position {
  const { line, col } = lineCounter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/**
 * The place of the value at `path`. Where the path leaves the document (a missing key, a value that came through an
 * alias or a merge key), the place of the last key on the way that exists.
 */
export function positionOf(
  document: Document.Parsed,
  lineCounter: LineCounter,
  path: readonly (string | number)[],
  atKey: boolean,
): { position: Position; source: string | undefined } {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0] ?? 0;
  let complete = true;
  for (const [index, step] of path.entries()) {
    const child = childOf(document, node, step);
    if (child === undefined) {
      complete = false;
      break;
    }
    const next = child.value;
    const isLast = index === path.length - 1;
    const place: Node | null | undefined = isLast && !atKey && isWorthPointingAt(next) ? next : (child.key ?? next);
    offset = place?.range?.[0] ?? offset;
    node = next;
  }
  const source = complete && isScalar(node) && typeof node.source === "string" ? node.source : undefined;
  return { position: positionAt(lineCounter, offset), source };
}

/** An empty value has no place of its own, and a block map is better told at its key than at the first line inside it. */
function isWorthPointingAt(node: Node | null | undefined): boolean {
  if (node === null || node === undefined || (isMap(node) && node.flow !== true)) {
    return false;
  }
  return !(isScalar(node) && node.value === null && (node.source ?? "") === "");
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | null | undefined;
}

function childOf(document: Document.Parsed, node: Node | null | undefined, step: string | number): Child | undefined {
  const collection = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(collection)) {
    const item = collection.items[Number(step)];
    return item === undefined || isPair(item) ? undefined : { key: undefined, value: item as Node };
  }
  if (isMap(collection)) {
    const pair = (collection.items as Pair<Node, Node | null>[]).find(
      ({ key }) => isScalar(key) && String(key.value) === String(step),
    );
    return pair === undefined ? undefined : { key: pair.key, value: pair.value };
  }
  return undefined;
}
