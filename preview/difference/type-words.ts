import { resourceType } from "../../platform/resource-types/resource-types";

/** `node group` for `aws:eks/nodeGroup:NodeGroup`; `aws provider` for `pulumi:providers:aws`. */
export function typeInWords(type: string): string {
  const last = type.split(":").at(-1) ?? type;
  if (type.startsWith("pulumi:providers:")) {
    return `${last} provider`;
  }
  return resourceType(type)?.noun ?? last.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

/** `3 node groups`, `1 node group`, `2 targets of events`. */
export function countOf(count: number, noun: string): string {
  const [, thing = noun, rest = ""] = /^(.+?)( (?:for|of|to) .+)?$/.exec(noun) ?? [];
  const plural = /(s|x|ch)$/.test(thing)
    ? `${thing}es`
    : /[^aeiou]y$/.test(thing)
      ? `${thing.slice(0, -1)}ies`
      : `${thing}s`;
  return `${count} ${count === 1 ? noun : `${plural}${rest}`}`;
}

/** Most names that a line lists; it counts the rest. */
const LISTED = 3;

/** `` `a`, `b`, `c` and 27 more ``. */
export function someNames(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
