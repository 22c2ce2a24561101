import { isObject, type Keywords, type Place, type Value } from "./facts";
import type { Notes } from "./notes";
import type { Texts } from "./texts";

/** Stands for every value of an argument. */
export const ANY = Symbol("any value");

/** Arguments that have no effect here, with the value that has none; `ANY` if no value has one. */
export type Silent = Readonly<Record<string, Value | typeof ANY>>;

/** Arguments that the manifest cannot have, and what to write instead. */
export type Advice = Readonly<Record<string, string>>;

/** Notes each argument that is neither read nor silent. */
export function noteOtherKeywords(
  keywords: Keywords,
  { read, silent, advice }: { read: readonly string[]; silent: Silent; advice: Advice },
  place: Place,
  { notes, texts }: { notes: Notes; texts: Texts },
): void {
  for (const [name, value] of Object.entries(keywords)) {
    const harmless = silent[name];
    if (read.includes(name) || harmless === ANY || (name in silent && harmless === value)) {
      continue;
    }
    const instead = advice[name] ?? "a manifest has no such setting; ask the platform team if the workflow needs it";
    notes.leftOut(place, `${name}=${texts.shown(inPython(value))}: ${instead}`);
  }
}

/** The value for a message, shortened. */
function inPython(value: Value): string {
  const text =
    value === null
      ? "None"
      : typeof value === "boolean"
        ? value
          ? "True"
          : "False"
        : isObject(value) && "call" in value
          ? `${value.call.name}(…)`
          : isObject(value) && "unknown" in value
            ? value.unknown
            : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
