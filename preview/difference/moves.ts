/** A workflow whose manifest has moved to another name. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Share of common lines from which two manifests count as one that moved; git uses the same share for renames. */
const ALIKE = 0.5;

/** Pairs deleted workflows with new ones of (nearly) the same text, the most similar first. */
export function findMoves(gone: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>): Move[] {
  const candidates = [...gone].flatMap(([from, text]) =>
    [...fresh].map(([to, other]) => ({ from, to, likeness: likeness(text, other) })),
  );
  candidates.sort((a, b) => b.likeness - a.likeness || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
  const moves: Move[] = [];
  for (const { from, to, likeness: found } of candidates) {
    if (found >= ALIKE && !moves.some((move) => move.from === from || move.to === to)) {
      moves.push({ from, to });
    }
  }
  return moves;
}

/** Share of the longer text's lines that the other has as well; comments and empty lines do not count. */
function likeness(a: string, b: string): number {
  const [left, right] = [linesOf(a), linesOf(b)];
  const remaining = [...right];
  const common = left.filter((line) => {
    const index = remaining.indexOf(line);
    return index >= 0 && remaining.splice(index, 1).length > 0;
  });
  return common.length / Math.max(left.length, right.length, 1);
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
