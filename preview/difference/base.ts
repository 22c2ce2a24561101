import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { checkOut, providePackages, Refusal } from "./checkout";
import type { BaseDescription, Sentence } from "./model";
import { manifestTexts, type ProgramRun, startPreview } from "./program";
import { readSide, type Side } from "./side";
import { stackFileName } from "../../platform/names/stack-file";

/** The options for the base from the command line. */
export interface BaseOptions {
  readonly stack: string;
  /** Folder of head's manifests. */
  readonly manifests: string;
  /** Folder of the base's manifests. Default: the same place in the base. */
  readonly baseManifests: string | undefined;
  /** Packages of the base's program, if they differ from head's. */
  readonly baseNodeModules: string | undefined;
  /** Whether to install packages that differ from head's for this run. */
  readonly installBase: boolean;
}

/** The base's side, and notes that a reader needs to judge the difference. */
export interface BaseSide {
  readonly side: Side;
  readonly notes: readonly Sentence[];
}

/** Runs the base's program; `undefined` if head has failed, because head's errors come first. */
export async function runBase(
  options: BaseOptions,
  base: BaseDescription,
  scratch: string,
  running: ProgramRun[],
  head: ProgramRun,
): Promise<BaseSide | undefined> {
  const { stack } = options;
  const [folder, out, violations] = ["base", "out", "violations.txt"].map((entry) => join(scratch, entry)) as [
    string,
    string,
    string,
  ];
  checkOut(base, folder);
  const stackFile = stackFileName(stack);
  if (!existsSync(join(folder, stackFile))) {
    const notes = [`The base has no \`${stackFile}\`: all of ${stack} is new.`];
    return { side: { resources: [], workflows: [], manifests: new Map() }, notes };
  }
  if (!existsSync(join(folder, "cli/preview.ts"))) {
    throw new Refusal(`${nameOf(base)} has no offline preview; compare with a later commit`);
  }
  providePackages(base, folder, options);
  const manifests = baseManifests(options, folder);
  const run = startPreview({
    folder,
    cwd: folder,
    args: [stack, "--manifests", manifests, "--out", out, "--keep-going"],
    visible: false,
    violations,
  });
  running.push(run);
  // Head's errors come first, and need not wait for the base.
  void head.ended.then((ended) => ended.status !== 0 && run.process.kill());
  const { status, stderr } = await run.ended;
  if (status === 0) {
    return { side: readSide(out, manifestTexts(manifests, stack)), notes: violationNotes(violations) };
  }
  if ((await head.ended).status !== 0) {
    return undefined;
  }
  throw new Refusal(`${nameOf(base)} does not build, so nothing can be compared with it:\n\n${indent(stderr)}`);
}

/** A note of violations of the base's own policies. They do not prevent the comparison, because nobody can change the base. */
function violationNotes(file: string): Sentence[] {
  if (!existsSync(file)) {
    return [];
  }
  const [first = "", ...others] = readFileSync(file, "utf8").trimEnd().split("\n");
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return [`The base breaks its own policies, but is compared anyway: ${first}${more}`];
}

/** Folder of the base's manifests: the same folder as head's, unless that is outside the repository. */
function baseManifests({ manifests, baseManifests: stated }: BaseOptions, folder: string): string {
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

/** The base's name in messages: the user's own, with the commit. */
function nameOf({ ref, commit }: BaseDescription): string {
  return ref === commit ? ref : `${ref} (${commit.slice(0, 10)})`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, "  ");
}
