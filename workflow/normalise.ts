import { isMap } from "../diagnostics/is-map";
import type { Scalar } from "./compiled";
import type { Dag, WorkflowManifest } from "./manifest.generated";

/** A type of the schema without null: a null means the same as an absent key. */
type Present<T> = T extends readonly (infer Item)[]
  ? readonly Present<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Present<NonNullable<T[Key]>> }
    : T;

/** `dag` of a manifest. A parameter may be null, because null is a value there. */
export type ManifestDag = Present<Omit<Dag, "params">> & { readonly params?: Readonly<Record<string, Scalar>> };

/** A valid manifest after `withoutNulls`. */
export type Manifest = Present<Omit<WorkflowManifest, "dag">> & { readonly dag: ManifestDag };

/** Maps whose keys the author chooses. There, an empty or null entry is a value and not an absent key. */
const AUTHORS_MAPS = new Set(["env_vars", "params", "tasks"]);

/**
 * Copies a manifest's data without nulls and empty collections, which mean the same as an absent key. A task without
 * keys becomes an empty map. The entries of `env_vars` and `params` do not change.
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
