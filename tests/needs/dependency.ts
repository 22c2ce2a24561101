/** One line of the table "what needs what, and why". */
export interface Dependency {
  /**
   * The resources that need something: `<type> <name>` as in `resources.json`. A `*` in the name stands for any text, as
   * little of it as will do.
   */
  readonly what: string;
  /**
   * The resources that each of them depends on, directly or through others. `$1` is the text that the first `*` of `what` matches,
   * so that a zone's gateway needs its own zone's address and not every zone's.
   */
  readonly needs: string;
  /** The failure on an empty account in another order. */
  readonly why: string;
  /** The stacks that have these resources. Default: all. */
  readonly stacks?: readonly string[];
}

/** Resources of a stack by type and name, as far as the table reads them. */
export interface Named {
  readonly type: string;
  readonly name: string;
}

/** Text that each `*` of a selector matches in a resource; `undefined` if the selector does not match it. */
export function match(selector: string, { type, name }: Named): readonly string[] | undefined {
  const space = selector.indexOf(" ");
  if (selector.slice(0, space) !== type) {
    return undefined;
  }
  const pattern = selector
    .slice(space + 1)
    .split("*")
    .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join("(.*?)");
  return new RegExp(`^${pattern}$`).exec(name)?.slice(1);
}

/** `needs` for one resource that `what` meant: `$1`, `$2`, … replaced. */
export function fill(needs: string, captured: readonly string[]): string {
  return needs.replace(/\$(\d)/g, (_, index: string) => captured[Number(index) - 1] ?? "");
}
