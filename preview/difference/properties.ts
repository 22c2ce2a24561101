import type { Json } from "../offline/registration";
import type { PropertyChange } from "./model";
import { compareStatements, readPolicy } from "./policy";
import { isJsonList, isJsonMap, type JsonMap, same } from "./values";

/** A difference between two values, without its effect on the resource. */
export type ValueChange = Omit<PropertyChange, "replaces">;

/**
 * Every value that differs between the inputs of a resource, in the order of their keys. Policy documents are compared by
 * statement, and other texts that contain JSON by value. A list of plain values is one value, whose order does not count.
 */
export function compareInputs(before: JsonMap, after: JsonMap, ignored: readonly string[] = []): ValueChange[] {
  return compareMaps(before, after, "").filter(
    ({ path }) => !ignored.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`)),
  );
}

function compareMaps(before: JsonMap, after: JsonMap, path: string): ValueChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .flatMap((key) => compareValues(before[key], after[key], join(path, key)));
}

function compareValues(before: Json | undefined, after: Json | undefined, path: string): ValueChange[] {
  if (same(before, after)) {
    return [];
  }
  if (isJsonMap(before) && isJsonMap(after)) {
    return compareMaps(before, after, path);
  }
  if (isJsonList(before) && isJsonList(after)) {
    return compareLists(before, after, path);
  }
  if (typeof before === "string" && typeof after === "string") {
    return compareTexts(before, after, path);
  }
  return [changed(path, before, after)];
}

function compareLists(before: readonly Json[], after: readonly Json[], path: string): ValueChange[] {
  if ([...before, ...after].some(isJsonMap) && before.length === after.length) {
    return before.flatMap((item, index) => compareValues(item, after[index], `${path}[${index}]`));
  }
  return sameItems(before, after) ? [] : [changed(path, before, after)];
}

function sameItems(before: readonly Json[], after: readonly Json[]): boolean {
  return same([...before].map(String).sort(), [...after].map(String).sort()) && !before.some(isJsonMap);
}

function compareTexts(before: string, after: string, path: string): ValueChange[] {
  const policies = [readPolicy(before), readPolicy(after)];
  if (policies[0] !== undefined && policies[1] !== undefined) {
    const statements = compareStatements(policies[0], policies[1]);
    return statements.added.length + statements.removed.length === 0 ? [] : [{ path, before, after, statements }];
  }
  const [left, right] = [parseMap(before), parseMap(after)];
  return left !== undefined && right !== undefined ? compareMaps(left, right, path) : [changed(path, before, after)];
}

function parseMap(text: string): JsonMap | undefined {
  if (!text.startsWith("{")) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isJsonMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function changed(path: string, before: Json | undefined, after: Json | undefined): ValueChange {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function join(path: string, key: string): string {
  const step = /^[\w$-]+$/.test(key) ? key : JSON.stringify(key);
  return path === "" ? step : step.startsWith('"') ? `${path}[${step}]` : `${path}.${step}`;
}
