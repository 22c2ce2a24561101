import type { Json } from "../offline/registration";

/** A map of JSON. */
export type JsonMap = Readonly<Record<string, Json>>;

/** Whether a value is a map. */
export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isJsonList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** A text that is the same for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonMap(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** Whether two values are the same. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** A list of texts, from a value that AWS accepts alone or in a list. */
export function asList(value: unknown): readonly string[] {
  const items: readonly unknown[] = value === undefined ? [] : isJsonList(value) ? value : [value];
  return items.map((item) => (typeof item === "string" ? item : canonical(item)));
}

/** Items of one list that the other does not have, by value. */
export function without<T>(list: readonly T[], other: readonly T[]): T[] {
  const taken = new Set(other.map(canonical));
  return list.filter((item) => !taken.has(canonical(item)));
}
