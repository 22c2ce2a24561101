import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parseDocument } from "yaml";

import type { Problem } from "../../diagnostics/problem";
import { UsageError } from "../../diagnostics/usage-error";
import type { Environment } from "../../platform/environment";
import { checkManifest, type ManifestFile, type ValidManifest } from "../../workflow/check";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { compileManifests, findManifests, MANIFEST_NAME } from "../../workflow/source";
import { convertDag } from "../convert/convert";
import type { Note } from "../convert/notes";
import { forMoveOn } from "./first-run";

/** A workflow of the present platform, as this platform would have it. */
export interface AdoptedWorkflow {
  /** `<project>/<workflow>`. */
  readonly id: string;
  readonly manifest: ManifestFile;
  /** Differences from a DAG in Python; empty for a manifest. */
  readonly notes: readonly Note[];
  readonly problems: readonly Problem[];
  /** Undefined if the manifest has errors. */
  readonly accepted: { readonly valid: ValidManifest; readonly compiled: CompiledWorkflow } | undefined;
}

/**
 * Reads the workflows of an environment from a checkout of the present platform's repository.
 *
 * @param moveDay the first day of which the runs happen here; undefined leaves dates and pauses unchanged
 *
 * @throws UsageError if the folder has no such environment.
 */
export function readWorkflows(
  checkout: string,
  environment: Environment,
  moveDay: string | undefined,
): readonly AdoptedWorkflow[] {
  const folder = join(checkout, "environments", environment.name);
  const paths = findManifests(folder);
  if (paths.length === 0) {
    throw new UsageError(
      `there is no workflow.yml below ${folder}; --from is a checkout of the repository of the present platform`,
    );
  }
  const read = paths.map((path) => {
    const [project = "", workflow = ""] = dirname(path).split("/").slice(-2);
    const { text: own, notes } = manifestOf(path);
    const text = moveDay === undefined ? own : forMoveOn(own, moveDay);
    const file = join("manifests", environment.name, project, workflow, MANIFEST_NAME);
    return { id: `${project}/${workflow}`, manifest: { file, text }, notes };
  });
  const { workflows, problems } = compileManifests(
    read.map(({ manifest }) => manifest),
    environment,
  );
  const compiledFrom = new Map(workflows.map((workflow) => [workflow.dag.manifest, workflow]));
  return read.map((one) => {
    const { file } = one.manifest;
    const compiled = compiledFrom.get(file);
    const { valid } = compiled === undefined ? {} : checkManifest(one.manifest, environment);
    const accepted = valid === undefined || compiled === undefined ? undefined : { valid, compiled };
    return { ...one, problems: problems.filter((problem) => problem.file === file), accepted };
  });
}

export function isError({ severity }: Problem): boolean {
  return severity === "error";
}

/** The manifest's text in this platform's spelling, unchanged otherwise; that of a DAG in Python is converted. */
function manifestOf(path: string): { text: string; notes: readonly Note[] } {
  const text = readFileSync(path, "utf8");
  const dag = join(dirname(path), "dag.py");
  if (parseDocument(text).getIn(["dag", "python_dag"]) === true && existsSync(dag)) {
    return convertDag(dag);
  }
  return { text: text.replaceAll(/^(\s*compute_profile:\s*["']?)cpu-/gm, "$1general-"), notes: [] };
}
