import type { Step } from "./plan";

/** Longest line, in characters. */
const WIDTH = 110;

/** The lines that change, each with its place; an edit does not add or remove lines. */
export function renderDifference(file: string, before: string, after: string): string[] {
  const changed = after.split("\n");
  return before
    .split("\n")
    .flatMap((line, index) =>
      line === changed[index] ? [] : [`${file}:${index + 1}`, `- ${line}`, `+ ${String(changed[index])}`],
    );
}

/** The steps of an upgrade, numbered. */
export function renderPlan(steps: readonly Step[]): string[] {
  return [
    "pulumi up will update, in this order:",
    ...steps.flatMap(({ names, versions, effects }, index) => [
      ...wrap(`${index + 1}. ${names.join(", ")}`),
      ...versions.flatMap((version) => wrap(`   ${version}`)),
      ...effects.flatMap((effect) => wrap(`   ${effect}`)),
    ]),
  ];
}

/** Breaks a line at spaces; the following lines are indented by three. */
function wrap(line: string): string[] {
  const lines: string[] = [];
  for (const word of line.trimStart().split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(last === undefined && !line.startsWith(" ") ? word : `   ${word}`);
    }
  }
  return lines;
}
