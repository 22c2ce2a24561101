import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { checkOut, providePackages, Refusal } from "./checkout";
import type { BaseDescription, Sentence } from "./model";
import { manifestTexts, type ProgramRun, startPreview } from "./program";
import { readSide, type Side } from "./side";

/** What the command line says of the base. */
export interface BaseOptions {
  readonly stack: string;
  /** Folder of head's manifests. */
  readonly manifests: string;
  /** Folder of the base's manifests; the same place in the base where absent. */
  readonly baseManifests: string | undefined;
  /** Packages of the base's program, where they are not head's. */
  readonly baseNodeModules: string | undefined;
  /** Whether packages that are not head's are installed for this run. */
  readonly installBase: boolean;
}

/** The base's side, and what a reader must know of it to judge the difference. */
export interface BaseSide {
  readonly side: Side;
  readonly notes: readonly Sentence[];
}

/** Runs the base's program; `undefined` where head has failed, which comes first. */
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
  const stackFile = `Pulumi.${stack}.yaml`;
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
  // A mistake of head's comes first, and need not wait for the base.
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

/** What the base's own policies have against it: the base is history, so that it is compared all the same. */
function violationNotes(file: string): Sentence[] {
  if (!existsSync(file)) {
    return [];
  }
  const [first = "", ...others] = readFileSync(file, "utf8").trimEnd().split("\n");
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return [`The base broke the policies of its day, and is compared all the same: ${first}${more}`];
}

/** Where the base's manifests are: where head's are, in the base, unless they are outside the repository. */
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

/** The base as messages call it: what the user named, with the commit that stands for it. */
function nameOf({ ref, commit }: BaseDescription): string {
  return ref === commit ? ref : `${ref} (${commit.slice(0, 10)})`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, "  ");
}
