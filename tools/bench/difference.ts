import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findManifests } from "../../workflow/source";
import { measure, type Measurement } from "./measure";

/** What a difference takes beside one preview of the same manifests. */
interface DifferenceMeasurement {
  readonly preview: Measurement;
  readonly difference: Measurement;
  /** Time of the difference in previews: 2.2 at most. */
  readonly ratio: number;
}

/** Prints what a difference takes, with one preview beside it. */
export function benchDifference(manifests: string): void {
  const { preview, difference, ratio } = measureDifference(manifests);
  console.log(
    "\nDifference of production, one manifest changed\n" +
      `  one preview     ${preview.seconds.toFixed(1)} s\n` +
      `  the difference  ${difference.seconds.toFixed(1)} s, ${ratio.toFixed(2)} times`,
  );
}

/**
 * Measures the difference of one changed manifest of `production`, among all of a folder, and one preview of the same. Needs git, and
 * a commit to compare with: the code is the same on both sides but for what is not committed.
 */
function measureDifference(manifests: string): DifferenceMeasurement {
  const scratch = mkdtempSync(join(tmpdir(), "bench-difference-"));
  try {
    const changed = join(scratch, "manifests");
    cpSync(manifests, changed, { recursive: true });
    changeOne(changed);
    const common = ["production", "--manifests", changed, "--keep-going"];
    const preview = measure("cli/preview.ts", [...common, "--out", join(scratch, "out")]);
    const difference = measure("cli/preview.ts", [
      ...common,
      ...["--base", "HEAD", "--base-manifests", manifests],
      ...["--format", "markdown", "--out", join(scratch, "comment.md")],
    ]);
    return { preview, difference, ratio: difference.seconds / preview.seconds };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Changes the release of the first manifest of production that has one, as most changes do. */
function changeOne(manifests: string): void {
  const path = findManifests(join(manifests, "production")).find((one) =>
    /^ {2}tag: /m.test(readFileSync(one, "utf8")),
  );
  if (path === undefined) {
    throw new Error(`${manifests} has no manifest of production to change`);
  }
  writeFileSync(path, readFileSync(path, "utf8").replace(/^ {2}tag: .*$/m, "  tag: v0.0.0-bench"));
}
