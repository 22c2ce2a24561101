import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from "yaml";

import { type AliasTargets, isMergeKey } from "./yaml-aliases";
import type { Position } from "./problem";
import { offsetInFile } from "./scalar-offsets";

/** Line and column of a character offset, both counted from 1. */
export function positionAt(lineCounter: LineCounter, offset: number): Position {
  const { line, col } = lineCounter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** The name that a map's key, a scalar, has in plain data. */
export function keyName(key: Node, targets: AliasTargets): string {
  const node = isAlias(key) ? targets.get(key) : key;
  return isScalar<string | number | boolean | null>(node) ? String(node.value ?? "") : "";
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | null;
}

/** Finds the places of a document's values; it indexes each map once. */
export class Places {
  private readonly indexes = new Map<YAMLMap, ReadonlyMap<string, Child>>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly lineCounter: LineCounter,
    private readonly targets: AliasTargets,
    private readonly text: string,
  ) {}

  /**
   * The place of the value at `path`, or of its key. If the path leaves the document (a missing key), the place of the map
   * that should have the key.
   *
   * @param character Index of a character of a text: gives that character's place.
   */
  positionOf(path: readonly (string | number)[], atKey: boolean, character?: number): Position {
    let node: Node | null = this.document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const [index, step] of path.entries()) {
      const child = this.childOf(node, step);
      if (child === undefined) {
        break;
      }
      const next = path[index + 1];
      const isLast = next === undefined || this.childOf(child.value, next) === undefined;
      const place =
        isLast && !(atKey && next === undefined) && isWorthPointingAt(child.value)
          ? child.value
          : (child.key ?? child.value);
      offset = place?.range?.[0] ?? offset;
      if (character !== undefined && next === undefined && isScalar(child.value)) {
        offset = offsetInFile(this.text, child.value, character);
      }
      node = child.value;
    }
    return positionAt(this.lineCounter, offset);
  }

  /** The text of the scalar at `path` as the author wrote it, without quotes; `undefined` if there is no scalar. */
  sourceOf(path: readonly (string | number)[]): string | undefined {
    const scalar = this.nodeAt(path);
    return isScalar(scalar) ? scalar.source : undefined;
  }

  /** Whether the value at a path is a scalar without quotes. */
  isPlain(path: readonly (string | number)[]): boolean {
    const scalar = this.nodeAt(path);
    return isScalar(scalar) && scalar.type === "PLAIN";
  }

  private nodeAt(path: readonly (string | number)[]): Node | null | undefined {
    let node: Node | null | undefined = this.document.contents;
    for (const step of path) {
      node = this.childOf(node, step)?.value;
    }
    return this.targetOf(node);
  }

  private targetOf(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  private childOf(node: Node | null | undefined, step: string | number): Child | undefined {
    const collection = this.targetOf(node);
    if (isSeq(collection)) {
      const item = collection.items[Number(step)] as Node | undefined;
      return item === undefined ? undefined : { key: undefined, value: item };
    }
    return isMap(collection) ? this.indexOf(collection).get(String(step)) : undefined;
  }

  /** The entries of a map by name: its own, then those that it merges. The first entry of a name counts. */
  private indexOf(map: YAMLMap): ReadonlyMap<string, Child> {
    const known = this.indexes.get(map);
    if (known !== undefined) {
      return known;
    }
    const index = new Map<string, Child>();
    const merged: Node[] = [];
    for (const { key, value } of map.items as { key: Node; value: Node | null }[]) {
      if (isMergeKey(key)) {
        const source = this.targetOf(value);
        merged.push(...((isSeq(source) ? source.items : [source]) as Node[]));
        continue;
      }
      const name = keyName(key, this.targets);
      if (!index.has(name)) {
        index.set(name, { key, value });
      }
    }
    for (const source of merged.map((node) => this.targetOf(node))) {
      if (isMap(source)) {
        this.indexOf(source).forEach((child, name) => index.has(name) || index.set(name, child));
      }
    }
    this.indexes.set(map, index);
    return index;
  }
}

/** An empty value has no place of its own, and a reader finds a block map sooner at its key than at its first line. */
function isWorthPointingAt(node: Node | null): boolean {
  if (node === null || (isMap(node) && node.flow !== true)) {
    return false;
  }
  return !(isScalar(node) && node.value === null && (node.source ?? "") === "");
}
