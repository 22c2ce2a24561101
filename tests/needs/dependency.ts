/** One line of the table "what needs what, and why". */
export interface Dependency {
  /**
   * The resources that need something: `<type> <name>` as in `resources.json`. A `*` in the name stands for any text, as
   * little of it as will do.
   */
  readonly what: string;
  /**
   * The resources that each of them depends on, directly or through others. `$1` is what the first `*` of `what` stood for,
   * so that a zone's gateway needs its own zone's address and not every zone's.
   */
  readonly needs: string;
  /** What fails on an empty account where the order is another. */
  readonly why: string;
  /** The stacks that have these resources. Default: all. */
  readonly stacks?: readonly string[];
}

/** Resources of a stack by type and name, as far as the table reads them. */
export interface Named {
  readonly type: string;
  readonly name: string;
}

/** Whether a resource is meant by a selector; the text that each `*` stood for, or nothing where it is not meant. */
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

/** `needs` for one resource that `what` meant: `$1` and its like replaced. */
export function fill(needs: string, captured: readonly string[]): string {
  return needs.replace(/\$(\d)/g, (_, index: string) => captured[Number(index) - 1] ?? "");
}
