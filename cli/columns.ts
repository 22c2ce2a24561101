/**
 * Lines of aligned columns, two spaces apart.
 *
 * @param left number of columns that are aligned to the left; the others, which are numbers, to the right. Default: all.
 */
export function columns(rows: readonly (readonly string[])[], left = Infinity): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
