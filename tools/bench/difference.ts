import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findManifests } from "../../workflow/source";
import { measure, type Measurement } from "./measure";

/** Time of a difference, with that of one preview of the same manifests. */
interface DifferenceMeasurement {
  readonly preview: Measurement;
  readonly difference: Measurement;
  /** Time of the difference in previews: 2.2 at most. */
  readonly ratio: number;
}

/** Prints the time of a difference and of one preview. */
export function benchDifference(manifests: string): void {
  const { preview, difference, ratio } = measureDifference(manifests);
  console.log(
    "\nDifference of production, one manifest changed\n" +
      `  one preview     ${preview.seconds.toFixed(1)} s\n` +
      `  the difference  ${difference.seconds.toFixed(1)} s, ${ratio.toFixed(2)} times`,
  );
}

/**
 * Measures one preview of `production`, and the difference after a change of one manifest. Needs git, and a commit as the base.
 * The code of both sides differs only in uncommitted changes.
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

/** Changes the release of the first manifest of production that has one; most real changes are like this. */
function changeOne(manifests: string): void {
  const path = findManifests(join(manifests, "production")).find((one) =>
    /^ {2}tag: /m.test(readFileSync(one, "utf8")),
  );
  if (path === undefined) {
    throw new Error(`${manifests} has no manifest of production to change`);
  }
  writeFileSync(path, readFileSync(path, "utf8").replace(/^ {2}tag: .*$/m, "  tag: v0.0.0-bench"));
}
