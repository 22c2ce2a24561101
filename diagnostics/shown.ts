/** Characters that look like a space or are invisible. Messages show them escaped, so that an author notices them. */
const UNSEEN = /[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g;

/** A value as a message shows it: as JSON, cut short if it is long. */
export function shown(value: unknown): string {
  // JSON has no infinity, and writes null for it.
  const json = typeof value === "number" ? String(value) : JSON.stringify(value);
  const text = json.replaceAll(UNSEEN, (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
