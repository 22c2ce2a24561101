import { type Document, isMap, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from "yaml";

import { type AliasTargets, isMergeKey, resolveAliases } from "./yaml-aliases";
import { lookalikeNearby } from "./lookalikes";
import { keyName, Places, positionAt } from "./positions";
import type { Finding, Position } from "./problem";
import { whatIsBroken } from "./yaml-errors";

/** Longest manifest that the program reads, in characters: six times the longest of the real manifests. */
export const MAXIMUM_MANIFEST_LENGTH = 256 * 1024;

/** A YAML file as plain data, with the means to find the place of each value. */
export interface LoadedYaml {
  /** Plain data; `undefined` if the file is not one YAML document. */
  readonly data: unknown;
  /** Reasons why the file cannot be read, with their positions. */
  readonly problems: readonly (Finding & Position)[];
  /** Finds the value at this path; for `atKey` its key, and for an `index` that character of a text. */
  readonly positionOf: (path: readonly (string | number)[], atKey?: boolean, index?: number) => Position;
  /** The text of a scalar as the author wrote it, without quotes; `undefined` if there is no scalar. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
  /** Whether the value at a path is a scalar that the file writes without quotes. */
  readonly isPlain: (path: readonly (string | number)[]) => boolean;
}

const EMPTY_FILE = "the file is empty; write at least `dag`, `maintainers` and `tags`";

const START: Position = { line: 1, column: 1 };

function unreadable(code: string, message: string, position: Position = START): LoadedYaml {
  return {
    data: undefined,
    problems: [{ severity: "error", code, message, path: [], ...position }],
    positionOf: () => START,
    sourceOf: () => undefined,
    isPlain: () => false,
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
  const undecoded = undecodedBytes(text);
  if (undecoded.length > 0) {
    return { ...unreadable("not-utf-8", ""), problems: undecoded };
  }
  const conflicts = mergeConflicts(text);
  if (conflicts.length > 0) {
    return { ...unreadable("merge-conflict", ""), problems: conflicts };
  }
  const lineCounter = new LineCounter();
  const [document, second] = parseAllDocuments(text, {
    lineCounter,
    merge: true,
    prettyErrors: false,
    // Directives and tags of the file change nothing: `yes` is a text, and there are no dates.
    resolveKnownTags: false,
    schema: "core",
    uniqueKeys: false,
  });
  if (document === undefined) {
    return unreadable("empty-file", EMPTY_FILE);
  }
  if (second !== undefined) {
    return unreadable(
      "several-documents",
      "the file holds several YAML documents; write one manifest a file, without `---` between",
      positionAt(lineCounter, second.range[0]),
    );
  }
  // Most errors after the first one are its consequences.
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined) {
    const position = positionAt(lineCounter, broken.pos[0]);
    return unreadable("broken-yaml", whatIsBroken(broken.message) + lookalikeNearby(text, position.line), position);
  }
  return plainData(document, lineCounter, text);
}

/** The first byte of each line that is not UTF-8: whoever decoded the file put U+FFFD in its place. */
function undecodedBytes(text: string): (Finding & Position)[] {
  return text.includes("\ufffd")
    ? text.split("\n").flatMap((line, index) =>
        line.includes("\ufffd")
          ? [
              {
                severity: "error",
                code: "not-utf-8",
                message:
                  "the file is not UTF-8 here, so the character is lost; save the file as UTF-8 (an editor on Windows may have used Windows-1252), and type the character again",
                path: [],
                line: index + 1,
                column: line.indexOf("\ufffd") + 1,
              },
            ]
          : [],
      )
    : [];
}

/** Each conflict that git left in a file, at its first line. No other problem counts: the file holds two versions. */
function mergeConflicts(text: string): (Finding & Position)[] {
  return text.split("\n").flatMap((line, index) => {
    const branch = /^<{7}(?: (.*?))?\s*$/.exec(line);
    return branch === null
      ? []
      : [
          {
            severity: "error",
            code: "merge-conflict",
            message: `a merge conflict${branch[1] === undefined ? "" : ` with ${branch[1]}`} was left here; keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>`,
            path: [],
            line: index + 1,
            column: 1,
          },
        ];
  });
}

function plainData(document: Document.Parsed, lineCounter: LineCounter, text: string): LoadedYaml {
  const { targets, refusal } = resolveAliases(document);
  if (refusal !== undefined) {
    return unreadable(refusal.code, refusal.message, positionAt(lineCounter, refusal.offset));
  }
  const places = new Places(document, lineCounter, targets, text);
  return {
    // resolveAliases has checked that the aliases unfold to few values.
    data: document.toJS({ maxAliasCount: -1 }),
    problems: duplicateKeys(document, lineCounter, targets),
    positionOf: (path, atKey = false, index) => places.positionOf(path, atKey, index),
    sourceOf: (path) => places.sourceOf(path),
    isPlain: (path) => places.isPlain(path),
  };
}

/** Every duplicate key of a map, in linear time; the parser's own check takes quadratic time. */
function duplicateKeys(
  document: Document.Parsed,
  lineCounter: LineCounter,
  targets: AliasTargets,
): (Finding & Position)[] {
  const found: (Finding & Position)[] = [];
  for (const map of mapsOf(document.contents)) {
    const first = new Map<string, number>();
    for (const { key } of map.items as { key: Node }[]) {
      if (isMergeKey(key)) {
        continue;
      }
      const name = keyName(key, targets);
      const offset = key.range?.[0] ?? 0;
      const earlier = first.get(name);
      if (earlier === undefined) {
        first.set(name, offset);
      } else {
        found.push({
          severity: "error",
          code: "duplicate-key",
          message: `duplicate key ${name} (first on line ${positionAt(lineCounter, earlier).line}); remove one of the two`,
          path: [],
          ...positionAt(lineCounter, offset),
        });
      }
    }
  }
  return found;
}

/** The maps in a node's values, itself included. Keys are scalars, and an alias's map is found at its anchor. */
function mapsOf(node: unknown): YAMLMap[] {
  if (isMap(node)) {
    return [node, ...node.items.flatMap(({ value }) => mapsOf(value))];
  }
  return isSeq(node) ? node.items.flatMap(mapsOf) : [];
}
