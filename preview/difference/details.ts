import { type Json, textOf } from "../offline/registration";
import { groupBy } from "../../diagnostics/group-by";
import { withoutSecrets } from "./hidden-secrets";
import type { PropertyChange, ResourceChange } from "./model";
import { countOf, someNames, typeInWords } from "./type-words";
import { canonical } from "./values";

/** One line of a difference: an addition, a removal, or the subject of both. */
export interface DetailLine {
  readonly sign: "+" | "-" | "!" | " ";
  readonly text: string;
}

/** Longest line, in characters: enough for a statement of a policy, but not for a text of a thousand lines. */
const LONGEST = 2000;

const SIGNS = { add: "+", change: "!", replace: "!", delete: "-" } as const;

const VERBS = { add: "added", change: "changed", replace: "replaced", delete: "deleted" } as const;

/** Every change, property by property; resources that change in the same way are listed together. */
export function detailLines(changes: readonly ResourceChange[]): DetailLine[] {
  return [...groupBy(changes, signature).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [headline(group, first), ...first.properties.flatMap(propertyLines)];
  });
}

/** A key that is equal for changes that differ only in the resource's name. */
export function signature({ action, type, replacement, properties, renamedFrom }: ResourceChange): string {
  return canonical([action, type, replacement, renamedFrom ?? null, properties.map(propertySignature)]);
}

/** Two changes of a long text always count as the same, because each text names its own resource. */
function propertySignature(change: PropertyChange): unknown {
  return isLongText(change) ? change.path : [change.path, change.before ?? null, change.after ?? null];
}

function headline(
  group: readonly ResourceChange[],
  { action, type, replacement, renamedFrom }: ResourceChange,
): DetailLine {
  const noun = typeInWords(type);
  const names = someNames(group.map(({ name }) => name)).replaceAll("`", "");
  const what = group.length === 1 ? `${noun} ${names}` : `${countOf(group.length, noun)}: ${names}`;
  const whether =
    action === "change" && replacement === "unknown" ? " (in place or replaced: run pulumi preview to see which)" : "";
  const former = renamedFrom === undefined ? "" : `, was ${renamedFrom.split("::").slice(2).join("::")}`;
  return { sign: SIGNS[action], text: `${VERBS[action]} ${what}${former}${whether}` };
}

function propertyLines(change: PropertyChange): DetailLine[] {
  const { path, before, after, replaces, statements } = change;
  const label = `  ${path}${replaces === "yes" ? " (replaces)" : ""}: `;
  if (statements !== undefined) {
    return [
      ...statements.removed.map((statement): DetailLine => ({
        sign: "-",
        text: label + shorten(JSON.stringify(statement)),
      })),
      ...statements.added.map((statement): DetailLine => ({
        sign: "+",
        text: label + shorten(JSON.stringify(statement)),
      })),
    ];
  }
  if (isLongText(change)) {
    return textLines(path, textOf(before), textOf(after));
  }
  return [
    ...(before === undefined ? [] : [{ sign: "-", text: label + shown(before) } as const]),
    ...(after === undefined ? [] : [{ sign: "+", text: label + shown(after) } as const]),
  ];
}

function isLongText({ before, after }: Pick<PropertyChange, "before" | "after">): boolean {
  return (
    [before, after].every((value) => typeof value === "string") &&
    [before, after].some((value) => textOf(value).includes("\n"))
  );
}

/** Lines of a text that only one side has. Most texts are DAG objects and Python, whose single lines are readable. */
function textLines(path: string, before: string, after: string): DetailLine[] {
  const [left, right] = [before.split("\n"), after.split("\n")];
  const gone = linesOnlyIn(left, right);
  const fresh = linesOnlyIn(right, left);
  if (gone.length + fresh.length > TEXT_LINES) {
    return [{ sign: " ", text: `  ${path}: ${countOf(fresh.length, "line")} added, ${gone.length} removed` }];
  }
  return [
    ...gone.map((line): DetailLine => ({ sign: "-", text: `  ${path}: ${shorten(line.trim())}` })),
    ...fresh.map((line): DetailLine => ({ sign: "+", text: `  ${path}: ${shorten(line.trim())}` })),
  ];
}

/** Most lines of a text that are shown; of a longer text, only their number. */
const TEXT_LINES = 12;

/** Lines of the first list that the second does not have; a repeated line appears as often as the first list has it more. */
function linesOnlyIn(lines: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  others.forEach((line) => counts.set(line, (counts.get(line) ?? 0) + 1));
  return lines.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0 && line.trim() !== "";
  });
}

function shown(value: Json): string {
  return shorten(typeof value === "string" ? value : JSON.stringify(value));
}

function shorten(text: string): string {
  const line = withoutSecrets(text.replaceAll(/\s*\n\s*/g, " "));
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}… (${line.length} characters)`;
}
