import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { parseDocument } from "yaml";

import { messageOf } from "../../diagnostics/message-of";
import type { Problem } from "../../diagnostics/problem";
import { UsageError } from "../../diagnostics/usage-error";
import type { Environment } from "../../platform/environment";
import { checkManifest, type ManifestFile, type ValidManifest } from "../../workflow/check";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { compileManifests, findManifests, MANIFEST_NAME } from "../../workflow/source";
import { convertDag } from "../convert/convert";
import type { Note } from "../convert/notes";
import { forMoveOn } from "./first-run";

/** A workflow of the previous platform, as this platform would have it. */
export interface AdoptedWorkflow {
  /** `<project>/<workflow>`. */
  readonly id: string;
  /** The manifest that runs here: the adopted one, or else the one that is in the folder already. */
  readonly manifest: ManifestFile;
  /** Whether somebody has changed the manifest in the folder since it was adopted. */
  readonly edited: boolean;
  /** The manifest as the previous platform has it; undefined if it has errors here. */
  readonly there: ValidManifest | undefined;
  /** Whether a compute profile has its old name there. */
  readonly renamedProfile: boolean;
  /** Whether it is a DAG in Python there. */
  readonly converted: boolean;
  /** Differences from a DAG in Python; empty for a manifest. */
  readonly notes: readonly Note[];
  readonly problems: readonly Problem[];
  /** Undefined if the manifest has errors. */
  readonly accepted: { readonly valid: ValidManifest; readonly compiled: CompiledWorkflow } | undefined;
}

/** All workflows of an environment. */
export interface AdoptedEnvironment {
  readonly workflows: readonly AdoptedWorkflow[];
  /** Problems of the stack's file with these workflows. */
  readonly stackProblems: readonly Problem[];
}

/** Places and dates of an adoption. */
export interface Adoption {
  /** Checkout of the previous platform's repository. */
  readonly from: string;
  /** Folder of the manifests here. */
  readonly manifests: string;
  /** Whether an adopted manifest replaces one that exists. */
  readonly replace?: true | undefined;
  /** The first day of which the runs happen here; undefined leaves dates and pauses unchanged. */
  readonly moveDay?: string | undefined;
}

/**
 * Reads the workflows of an environment from a checkout of the previous platform's repository. A manifest that exists here
 * already, and that somebody has edited, takes the place of the adopted one.
 *
 * @throws UsageError if the folder has no such environment.
 */
export function readWorkflows(adoption: Adoption, environment: Environment): AdoptedEnvironment {
  const { from, manifests, replace, moveDay } = adoption;
  const folder = join(from, "environments", environment.name);
  const paths = findManifests(folder);
  if (paths.length === 0) {
    throw new UsageError(
      `there is no workflow.yml below ${folder}; --from is a checkout of the repository of the previous platform`,
    );
  }
  const read = paths.map((path) => {
    const [project = "", workflow = ""] = dirname(path).split("/").slice(-2);
    const { text: own, ...found } = manifestOf(path);
    const adopted = moveDay === undefined ? own : forMoveOn(own, moveDay);
    const file = join("manifests", environment.name, project, workflow, MANIFEST_NAME);
    const here = join(manifests, relative("manifests", file));
    const text = replace !== true && existsSync(here) ? readFileSync(here, "utf8") : adopted;
    return {
      id: `${project}/${workflow}`,
      manifest: { file, text },
      edited: text !== adopted,
      own,
      ...found,
    };
  });
  const { workflows, problems } = compileManifests(
    read.map(({ manifest }) => manifest),
    environment,
  );
  const compiledFrom = new Map(workflows.map((workflow) => [workflow.dag.manifest, workflow]));
  const files = new Set(read.map(({ manifest }) => manifest.file));
  const adopted = read.map(({ own, ...one }) => {
    const { file } = one.manifest;
    const compiled = compiledFrom.get(file);
    const { valid } = compiled === undefined ? {} : checkManifest(one.manifest, environment);
    const accepted = valid === undefined || compiled === undefined ? undefined : { valid, compiled };
    const there = own !== one.manifest.text ? checkManifest({ file, text: own }, environment).valid : valid;
    return { ...one, there, problems: problems.filter((problem) => problem.file === file), accepted };
  });
  return { workflows: adopted, stackProblems: problems.filter(({ file }) => !files.has(file)) };
}

export function isError({ severity }: Problem): boolean {
  return severity === "error";
}

type ReadManifest = Pick<AdoptedWorkflow, "converted" | "notes" | "renamedProfile"> & { readonly text: string };

/** The manifest's text in this platform's spelling, unchanged otherwise; that of a DAG in Python is converted. */
function manifestOf(path: string): ReadManifest {
  const text = readFileSync(path, "utf8");
  const dag = join(dirname(path), "dag.py");
  if (parseDocument(text).getIn(["dag", "python_dag"]) === true && existsSync(dag)) {
    try {
      const { text: written, notes } = convertDag(dag);
      return { text: written, converted: true, notes, renamedProfile: false };
    } catch (caught) {
      // The check refuses the manifest, and the note says why there is no other one.
      const note: Note = { kind: "left out", place: { file: dag, line: 1 }, text: messageOf(caught) };
      return { text, converted: false, notes: [note], renamedProfile: false };
    }
  }
  const here = text.replaceAll(/^(\s*compute_profile:\s*["']?)cpu-/gm, "$1general-");
  return { text: here, converted: false, notes: [], renamedProfile: here !== text };
}
