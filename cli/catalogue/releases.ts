import { spawnSync } from "node:child_process";

/** The day on which the release of each manifest last changed, or the reason why nobody knows. */
export type ReleaseDays =
  { readonly days: ReadonlyMap<string, string>; readonly unknown?: undefined } | { readonly unknown: string };

/** Prefix of the line that gives the day of the following files. */
const DAY_PREFIX = "day ";

/**
 * Reads from Git's history when a line with `tag:` last changed in each manifest below a folder: `YYYY-MM-DD` by path in the
 * repository. This is the day of the release as far as the manifests know it, not the day on which its repository released it.
 */
export function releaseDays(folder: string): ReleaseDays {
  const git = (...words: string[]): string | undefined => {
    const { status, stdout } = spawnSync("git", ["-C", folder, ...words], { encoding: "utf8", maxBuffer: 2 ** 28 });
    return status === 0 ? stdout : undefined;
  };
  const shallow = git("rev-parse", "--is-shallow-repository")?.trim();
  if (shallow === undefined) {
    return { unknown: `${folder} is not in a Git repository` };
  }
  if (shallow === "true") {
    return { unknown: "this clone has only the newest part of its history: git fetch --unshallow" };
  }
  // -G names only the files in which such a line was added or taken away.
  const log = git(
    ...["log", "--no-renames", "--name-only", "-z", `--format=${DAY_PREFIX}%cs`],
    ...["-G", "^[[:space:]]+tag:", "--", "*workflow.yml"],
  );
  return log === undefined ? { unknown: "Git could not read the history" } : { days: firstDays(log.split(/[\0\n]+/)) };
}

/** The first day at which each file appears. The newest commit comes first. */
function firstDays(lines: readonly string[]): Map<string, string> {
  const days = new Map<string, string>();
  let day = "";
  for (const line of lines) {
    if (line.startsWith(DAY_PREFIX)) {
      day = line.slice(DAY_PREFIX.length);
    } else if (line !== "" && !days.has(line)) {
      days.set(line, day);
    }
  }
  return days;
}
