/** A value as a message shows it: as JSON, cut where it is long. */
export function shown(value: unknown): string {
  // JSON knows no infinity, and would call it null.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
