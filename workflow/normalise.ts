import { isMap } from "../diagnostics/is-map";
import type { Scalar } from "./compiled";
import type { Dag, WorkflowManifest } from "./manifest.generated";

/** A value of the schema without the nulls that stand for an absent key. */
type Present<T> = T extends readonly (infer Item)[]
  ? readonly Present<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Present<NonNullable<T[Key]>> }
    : T;

/** `dag` of a manifest; parameters keep their nulls, which are values. */
export type ManifestDag = Present<Omit<Dag, "params">> & { readonly params?: Readonly<Record<string, Scalar>> };

/** A valid manifest, in which nulls and empty collections, which mean the same as an absent key, are gone. */
export type Manifest = Present<Omit<WorkflowManifest, "dag">> & { readonly dag: ManifestDag };

/** Maps whose own entries are the author's: an empty or null entry there is a value, not an absent key. */
const AUTHORS_MAPS = new Set(["env_vars", "params", "tasks"]);

/**
 * A copy of a manifest's data without nulls and empty collections, as the specification reads them: absent. A task
 * without keys stays, as an empty map; the entries of `env_vars` and `params` stay as they are.
 */
export function withoutNulls(data: unknown): unknown {
  if (!isMap(data)) {
    return data;
  }
  return Object.fromEntries(
    Object.entries(data)
      .map(
        ([key, value]) =>
          [key, AUTHORS_MAPS.has(key) && isMap(value) ? authorsMap(key, value) : withoutNulls(value)] as const,
      )
      .filter(([, value]) => !isAbsent(value)),
  );
}

function authorsMap(key: string, map: Record<string, unknown>): Record<string, unknown> {
  return key === "tasks"
    ? Object.fromEntries(Object.entries(map).map(([name, task]) => [name, withoutNulls(task ?? {})]))
    : map;
}

function isAbsent(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (isMap(value) && Object.keys(value).length === 0)
  );
}
