/** Characters that look like a space, or like nothing: an author who copied one sees why the text is not what it seems. */
const UNSEEN = /[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g;

/** A value as a message shows it: as JSON, cut where it is long. */
export function shown(value: unknown): string {
  // JSON knows no infinity, and would call it null.
  const json = typeof value === "number" ? String(value) : JSON.stringify(value);
  const text = json.replaceAll(UNSEEN, (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
