import { isAlias, isCollection, isScalar, LineCounter, parseAllDocuments, visit } from "yaml";
import type { Alias, Document, Node } from "yaml";

import type { Finding, Position } from "./problem";
import { positionAt, positionOf } from "./positions";

/** Longest manifest that is read, in characters: six times the longest that anybody has written. */
export const MAXIMUM_MANIFEST_LENGTH = 256 * 1024;

/** Aliases may be resolved so often in all; beyond it a file is a bomb, not a manifest. */
const MAXIMUM_ALIAS_COUNT = 100;

/** A YAML file as plain data, with the means to find the place of each value. */
export interface LoadedYaml {
  /** Plain data; `undefined` where the file could not be read as one YAML document. */
  readonly data: unknown;
  /** What keeps the file from being read, with positions already known. */
  readonly problems: readonly (Finding & Position)[];
  /** Where the value (or, for `atKey`, the key) at this path stands. */
  readonly positionOf: (path: readonly (string | number)[], atKey?: boolean) => Position;
  /** The text of a scalar as it stands in the file, without quotes; `undefined` where there is none. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
}

const EMPTY_FILE = "the file is empty; write at least `dag`, `maintainers` and `tags`";

const START: Position = { line: 1, column: 1 };

function unreadable(code: string, message: string, position: Position = START): LoadedYaml {
  return {
    data: undefined,
    problems: [{ severity: "error", code, message, path: [], ...position }],
    positionOf: () => START,
    sourceOf: () => undefined,
  };
}

/** Reads one YAML document (YAML 1.2, core schema, merge keys). Never throws. */
export function loadYaml(text: string): LoadedYaml {
  if (text.length > MAXIMUM_MANIFEST_LENGTH) {
    return unreadable(
      "file-too-large",
      `the file has ${text.length} characters, more than the ${MAXIMUM_MANIFEST_LENGTH} that a manifest may have; split the workflow`,
    );
  }
  const lineCounter = new LineCounter();
  let documents;
  try {
    documents = parseAllDocuments(text, { lineCounter, merge: true, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    return unreadable("broken-yaml", `the file cannot be parsed as YAML: ${messageOf(error)}`);
  }
  if ("empty" in documents) {
    return unreadable("empty-file", EMPTY_FILE);
  }
  const [document, second] = documents;
  if (document === undefined || document.contents === null) {
    return unreadable("empty-file", EMPTY_FILE);
  }
  if (second !== undefined) {
    const position = positionAt(lineCounter, second.range[0]);
    return unreadable(
      "several-documents",
      "the file holds several YAML documents; write one manifest a file, without `---` between",
      position,
    );
  }
  // What follows a first mistake is mostly its echo.
  const [broken] = document.errors;
  if (broken !== undefined) {
    return unreadable(
      "broken-yaml",
      `this is not YAML: ${firstLine(broken.message)}`,
      positionAt(lineCounter, broken.pos[0]),
    );
  }
  const cycle = findAliasCycle(document);
  if (cycle !== undefined) {
    return unreadable(
      "alias-cycle",
      `the alias *${cycle.source} stands inside its own anchor, so the value would contain itself; write the value out`,
      positionAt(lineCounter, cycle.range?.[0] ?? 0),
    );
  }
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: MAXIMUM_ALIAS_COUNT });
  } catch (error) {
    return unreadable(
      "too-many-aliases",
      `the aliases of the file cannot be resolved: ${messageOf(error)}; write the values out`,
    );
  }
  return {
    data,
    problems: duplicateKeys(document, lineCounter),
    positionOf: (path, atKey = false) => positionOf(document, lineCounter, path, atKey).position,
    sourceOf: (path) => positionOf(document, lineCounter, path, false).source,
  };
}

/** Every key that stands a second time in its map; linear, where the parser's own check is quadratic. */
function duplicateKeys(document: Document.Parsed, lineCounter: LineCounter): (Finding & Position)[] {
  const found: (Finding & Position)[] = [];
  visit(document, {
    Map(_key, map) {
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === "<<") {
          continue;
        }
        const name = String(key.value);
        const offset = key.range?.[0] ?? 0;
        const earlier = first.get(name);
        if (earlier === undefined) {
          first.set(name, offset);
        } else {
          found.push({
            severity: "error",
            code: "duplicate-key",
            message: `${name} stands twice in this map, first on line ${positionAt(lineCounter, earlier).line}, and only one of the two can hold; remove one`,
            path: [],
            ...positionAt(lineCounter, offset),
          });
        }
      }
    },
  });
  return found;
}

/** The first alias that lies within the node it refers to. */
function findAliasCycle(document: Document.Parsed): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_key, alias) {
      const target = alias.resolve(document);
      if (target !== undefined && isCollection(target) && reaches(document, target, target, new Set())) {
        found = alias;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return found;
}

/** Whether following aliases below `node` comes back to `goal`. */
function reaches(document: Document.Parsed, node: Node, goal: Node, seen: Set<Node>): boolean {
  let found = false;
  visit(node, (_key, child) => {
    if (!isAlias(child)) {
      return undefined;
    }
    const target = child.resolve(document);
    if (target === goal) {
      found = true;
      return visit.BREAK;
    }
    if (target !== undefined && !seen.has(target)) {
      seen.add(target);
      if (reaches(document, target, goal, seen)) {
        found = true;
        return visit.BREAK;
      }
    }
    return undefined;
  });
  return found;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? firstLine(error.message) : String(error);
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
