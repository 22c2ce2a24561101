/** The first lines, with their line ends, that fit into `room` bytes. */
export function fittingLines(lines: readonly string[], room: number): string[] {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += Buffer.byteLength(line) + 1;
    return used > room;
  });
  return lines.slice(0, end === -1 ? lines.length : end);
}
