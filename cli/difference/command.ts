import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";

import { ROOT } from "../../infra/root";
import { UsageError } from "../arguments";
import { checkOut, findBase, linkPackages, Refusal } from "./checkout";
import { compareSides } from "./compare";
import { renderComment, renderMarkdown } from "./markdown";
import type { BaseDescription, Difference } from "./model";
import { manifestTexts, type ProgramRun, startPreview } from "./program";
import { readSide, type Side } from "./side";
import { renderText } from "./text";

/** How the difference is written. */
export const FORMATS = ["text", "json", "markdown"] as const;

/** What the command line says of a difference. */
export interface DifferenceOptions {
  readonly stack: string;
  /** Branch, tag or commit. */
  readonly base: string;
  /** Folder of head's manifests. */
  readonly manifests: string;
  /** Folder of the base's manifests; the same place in the base where absent. */
  readonly baseManifests: string | undefined;
  /** Packages of the base's program, where they are not head's. */
  readonly baseNodeModules: string | undefined;
  readonly format: string;
  /** File for the difference; standard output where absent. */
  readonly out: string | undefined;
  readonly keepGoing: boolean;
  /** Further options of head's preview, which a base's older program may not know. */
  readonly ofHeadAlone: readonly string[];
}

/** Runs the program of base and head side by side, and shows what lies between; returns the exit code. */
export async function showDifference(options: DifferenceOptions): Promise<number> {
  const { stack, format, out } = options;
  if (!FORMATS.some((known) => known === format)) {
    throw new UsageError(`--format ${format} is not known; write one of ${FORMATS.join(", ")}`);
  }
  const base = findBase(options.base);
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
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const sides = await runBoth(options, base, scratch, running);
    if (typeof sides === "number") {
      return sides;
    }
    write(compareSides(stack, base, sides.before, sides.after), format, out);
    return 0;
  } catch (caught) {
    if (!(caught instanceof Refusal)) {
      throw caught;
    }
    console.error(caught.message);
    return 1;
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    cleanUp();
  }
}

/** Both sides, or the exit code with which head's preview ended: it has said itself what is wrong. */
async function runBoth(
  options: DifferenceOptions,
  base: BaseDescription,
  scratch: string,
  running: ProgramRun[],
): Promise<{ before: Side; after: Side } | number> {
  const { stack, manifests, keepGoing, ofHeadAlone } = options;
  const headOut = resolve(ROOT, "build/preview", stack);
  const head = startPreview({
    folder: ROOT,
    cwd: process.cwd(),
    args: [stack, "--manifests", manifests, "--out", headOut, ...(keepGoing ? ["--keep-going"] : []), ...ofHeadAlone],
    visible: true,
  });
  running.push(head);
  const before = await runBase(options, base, scratch, running, head);
  const { status } = await head.ended;
  return status === 0 && before !== undefined
    ? { before, after: readSide(headOut, manifestTexts(manifests, stack)) }
    : status;
}

/** The base's side; `undefined` where head has failed, which comes first. */
async function runBase(
  options: DifferenceOptions,
  base: BaseDescription,
  scratch: string,
  running: ProgramRun[],
  head: ProgramRun,
): Promise<Side | undefined> {
  const { stack } = options;
  const [folder, out] = [join(scratch, "base"), join(scratch, "out")];
  checkOut(base, folder);
  if (!existsSync(join(folder, `Pulumi.${stack}.yaml`))) {
    return { resources: [], workflows: [], manifests: new Map() };
  }
  if (!existsSync(join(folder, "cli/preview.ts"))) {
    throw new Refusal(`${nameOf(base)} has no offline preview; compare with a later commit`);
  }
  linkPackages(base, folder, options.baseNodeModules);
  const manifests = baseManifests(options, folder);
  const run = startPreview({
    folder,
    cwd: folder,
    args: [stack, "--manifests", manifests, "--out", out, "--keep-going"],
    visible: false,
  });
  running.push(run);
  const { status, stderr } = await run.ended;
  if (status === 0) {
    return readSide(out, manifestTexts(manifests, stack));
  }
  if ((await head.ended).status !== 0) {
    return undefined;
  }
  throw new Refusal(`${nameOf(base)} does not build, so nothing can be compared with it:\n\n${indent(stderr)}`);
}

/** Where the base's manifests are: where head's are, in the base, unless they are outside the repository. */
function baseManifests({ manifests, baseManifests: stated }: DifferenceOptions, folder: string): string {
  if (stated !== undefined) {
    return resolve(stated);
  }
  const inside = relative(ROOT, resolve(manifests));
  if (inside.startsWith("..") || isAbsolute(inside)) {
    return resolve(manifests);
  }
  const path = join(folder, inside);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The base as messages call it: what the user named, with the commit that stands for it. */
function nameOf({ ref, commit }: BaseDescription): string {
  return ref === commit ? ref : `${ref} (${commit.slice(0, 10)})`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, "  ");
}

function write(difference: Difference, format: string, out: string | undefined): void {
  const full = out?.replace(/(\.md)?$/, ".full.md") ?? "the output of --format json";
  const text =
    format === "json"
      ? `${JSON.stringify(difference, null, 2)}\n`
      : format === "markdown"
        ? renderComment(difference, full)
        : `${renderText(difference, { bold: out === undefined && process.stdout.isTTY })}\n`;
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  mkdirSync(dirname(resolve(out)), { recursive: true });
  writeFileSync(out, text);
  if (format === "markdown" && text !== renderMarkdown(difference)) {
    writeFileSync(full, renderMarkdown(difference));
  }
}
