import type { Step } from "./plan";
import type { Turn } from "./turns";

/** Longest line, in characters. */
const WIDTH = 110;

/** The lines that change, each with its place: other values of keys, and whole lines of `draining` that come or go. */
export function renderDifference(file: string, before: string, after: string): string[] {
  const [old, changed] = [before.split("\n"), after.split("\n")];
  const lines: string[] = [];
  let to = 0;
  for (const [from, line] of old.entries()) {
    while (changed[to] !== line && isDraining(changed[to])) {
      lines.push(`${file}:${to + 1}`, `+ ${String(changed[to])}`);
      to += 1;
    }
    if (changed[to] === line) {
      to += 1;
    } else if (isDraining(line)) {
      lines.push(`${file}:${from + 1}`, `- ${line}`);
    } else {
      lines.push(`${file}:${to + 1}`, `- ${line}`, `+ ${String(changed[to])}`);
      to += 1;
    }
  }
  return lines;
}

function isDraining(line: string | undefined): boolean {
  return line?.trim().startsWith("draining: ") === true;
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

/** The groups of a turn by what happens to them, and the condition of the next turn. */
export function renderTurn(stack: string, { upgrade, drain, undrain, alone }: Turn): string[] {
  const undrained = upgrade.filter((name) => !undrain.includes(name));
  const waits = `When npm run fleet -- ${stack} shows no task on them, run the same command again`;
  return [
    ...sentence("Get the release, after their last task:", undrain),
    ...sentence(
      "Get the release although they take tasks, because no other group has room for some profile:",
      undrained,
    ),
    ...sentence("Take no new tasks from now on:", drain),
    ...(drain.length > 0
      ? wrap(`${waits}. Their tasks end in their own time, and new ones go to the other groups of the fleet.`)
      : alone.length > undrained.length
        ? wrap("Run the same command again after the deployment: the last turn is for groups that cannot drain.")
        : []),
    ...wrap("pulumi up stops if an on-demand task still runs on a group that it would roll."),
  ];
}

function sentence(start: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : wrap(`${start} ${names.join(", ")}.`);
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
