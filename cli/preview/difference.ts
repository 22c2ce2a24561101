import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { readEnvironmentFile } from "../../platform/config/environment-file";
import { ROOT } from "../../platform/root";
import { UsageError } from "../../diagnostics/usage-error";
import { podHours } from "../../preview/costs/pod-hours";
import type { Basis } from "../../preview/costs/workflow-cost";
import { type BaseOptions, type BaseSide, runBase } from "../../preview/difference/base";
import { findBase, Refusal } from "../../preview/difference/checkout";
import { compareSides } from "../../preview/difference/compare";
import { withCosts } from "../../preview/difference/costs";
import type { BaseDescription } from "../../preview/difference/model";
import { manifestTexts, type ProgramRun, startPreview } from "../../preview/difference/program";
import { readSide, type Side } from "../../preview/difference/side";
import { type Format, writeDifference, writeRefusal } from "../../preview/difference/write";
import { today } from "../command";

/** Arguments and options for a difference. */
export interface DifferenceOptions extends BaseOptions {
  /** Branch, tag or commit. */
  readonly base: string;
  readonly format: Format;
  /** File for the difference. Default: standard output. */
  readonly out: string | undefined;
  readonly keepGoing: boolean;
  /** Options only for head's preview; an older base may not know them. */
  readonly headOptions: readonly string[];
}

/** Runs the programs of base and head in parallel, and shows the difference; returns the exit code. */
export async function showDifference(options: DifferenceOptions): Promise<number> {
  const { stack, format, out } = options;
  if (out !== undefined && statSync(out, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(
      `--out ${out} is a folder; name the file for the difference, such as ${join(out, "comment.md")}`,
    );
  }
  const { base, notes } = findBase(options.base);
  const scratch = mkdtempSync(join(tmpdir(), "preview-base-"));
  const running: ProgramRun[] = [];
  const cleanUp = (): void => {
    running.forEach((run) => run.process.kill());
    rmSync(scratch, { recursive: true, force: true });
  };
  const interrupted = (): void => {
    cleanUp();
    process.exit(130);
  };
  const refuse = (reason: string | undefined): void => {
    if (format === "markdown" && out !== undefined) {
      writeRefusal(stack, reason, out);
    }
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const sides = await runBoth(options, base, scratch, running);
    if (typeof sides === "number") {
      refuse(undefined);
      return sides;
    }
    const { side: before } = sides.before;
    const difference = withCosts(compareSides(stack, base, before, sides.after), before, sides.after, {
      date: today(),
      prices: podPrices(stack),
    });
    writeDifference({ ...difference, notes: [...notes, ...sides.before.notes, ...difference.notes] }, format, out);
    return 0;
  } catch (caught) {
    if (!(caught instanceof Refusal)) {
      throw caught;
    }
    console.error(caught.message);
    refuse(caught.message);
    return 1;
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    cleanUp();
  }
}

/** Prices of head's nodes. Without a stack file free of errors there is no difference, and so nothing to price. */
function podPrices(stack: string): Basis["prices"] {
  const { config } = readEnvironmentFile(stack, {}, ROOT);
  return config === undefined ? new Map() : podHours(config.cluster);
}

/** Both sides, or the exit code of head's preview, which has printed its errors itself. */
async function runBoth(
  options: DifferenceOptions,
  base: BaseDescription,
  scratch: string,
  running: ProgramRun[],
): Promise<{ before: BaseSide; after: Side } | number> {
  const { stack, manifests, keepGoing, headOptions } = options;
  const headOut = resolve(ROOT, "build/preview", stack);
  const head = startPreview({
    folder: ROOT,
    cwd: process.cwd(),
    args: [stack, "--manifests", manifests, "--out", headOut, ...(keepGoing ? ["--keep-going"] : []), ...headOptions],
    visible: true,
  });
  running.push(head);
  const before = await runBase(options, base, scratch, running, head);
  const { status } = await head.ended;
  return status === 0 && before !== undefined
    ? { before, after: readSide(headOut, manifestTexts(manifests, stack)) }
    : status;
}
