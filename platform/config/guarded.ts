import type { Path } from "./rules/finding";

/** A rule read a value that the schema refuses. */
export class RefusedValueError extends Error {
  override readonly name = "RefusedValueError";
}

/**
 * A view of a value for rules, which throws {@link RefusedValueError} when a rule reads a part that the schema refuses. So a
 * mistake stops only the rules that need its value, and hides no other mistake.
 *
 * @param refused paths of the refused parts, from this value.
 */
export function guarded<T extends object>(value: T, refused: readonly Path[]): T {
  if (refused.length === 0) {
    return value;
  }
  return new Proxy(value, {
    get(target, key): unknown {
      const inner: unknown = Reflect.get(target, key);
      if (typeof key === "symbol") {
        return inner;
      }
      const below = refused.filter(([first]) => String(first) === key).map(([, ...rest]) => rest);
      if (below.some(({ length }) => length === 0)) {
        throw new RefusedValueError(`the schema refuses ${key}`);
      }
      return typeof inner === "object" && inner !== null ? guarded(inner, below) : inner;
    },
  });
}

/** Findings of a rule; none if it reads a part that the schema refuses. */
export function unlessRefused<T>(rule: () => readonly T[]): readonly T[] {
  try {
    return rule();
  } catch (error) {
    if (error instanceof RefusedValueError) {
      return [];
    }
    throw error;
  }
}
