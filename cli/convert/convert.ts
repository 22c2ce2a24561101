import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { loadYaml } from "../../diagnostics/load-yaml";
import { formatProblem, type Problem } from "../../diagnostics/problem";
import { UsageError } from "../../diagnostics/usage-error";
import { ENVIRONMENTS, workflowEnvironment } from "../../platform/config/check";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import { readStackPlatforms } from "../../platform/config/platform-resources";
import { type Identity, identityOf } from "../../workflow/identity";
import { nameInRegistry } from "../../workflow/image";
import { compileManifests, MANIFEST_NAME } from "../../workflow/source";
import type { DagFacts, LoadedFile } from "./facts";
import { loadDag, type ReadFile } from "./load";
import { fillManifest, presentDocument, pruneRefused, writeDocument } from "./manifest";
import { type Note, Notes } from "./notes";
import { Texts } from "./texts";

/** A manifest made from a DAG, and its differences. */
export interface Converted {
  readonly identity: Identity;
  readonly text: string;
  readonly notes: readonly Note[];
  /** Errors that the manifest beside the DAG had already. */
  readonly problems: readonly Problem[];
}

/**
 * Converts one DAG in Python, and the `workflow.yml` beside it, to a manifest.
 *
 * @throws UsageError for a path without an environment, a `workflow.yml` that is no YAML, or a file that makes no DAG or several.
 */
export function convertDag(file: string): Converted {
  const identity = identityIn(file);
  const notes = new Notes();
  const beside = join(dirname(file), MANIFEST_NAME);
  const present = { file: beside, text: existsSync(beside) ? readFileSync(beside, "utf8") : undefined };
  const unreadable = present.text === undefined ? [] : loadYaml(present.text).problems;
  if (unreadable.length > 0) {
    throw new UsageError(unreadable.map((problem) => formatProblem({ ...problem, file: beside })).join("\n"));
  }
  const document = presentDocument(present);
  const first = { file, line: 1 };
  if (present.text === undefined) {
    notes.leftOut(
      first,
      `there is no ${MANIFEST_NAME} beside it: the manifest has the example's repository, tag, maintainers and tags; replace them`,
    );
  }
  const text = (...path: string[]): string => {
    const value = document.getIn(path);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  // The registry's names: https://github.com/ministryofjustice/analytical-platform-airflow/blob/main/scripts/workflow_generator/main.py
  const image = { repository: nameInRegistry(text("dag", "repository")), tag: text("dag", "tag") };
  const loaded = loadDag(file, {
    REPOSITORY_NAME: image.repository,
    REPOSITORY_TAG: image.tag,
    PROJECT: identity.project,
    WORKFLOW: identity.workflow,
    ENVIRONMENT: identity.environment,
    OWNER: text("tags", "owner"),
  });
  const dag = onlyDag(file, loaded);
  const tools = { notes, texts: new Texts(loaded, notes) };
  fillManifest(document, dag, { ...identity, image }, tools);
  noteUses(loaded, notes);
  const problems = pruneRefused(document, checks(identity), dag, tools);
  return { identity, text: writeDocument(document), notes: notes.all(), problems };
}

function identityIn(file: string): Identity {
  const identity = identityOf(resolve(file));
  if (identity === undefined || !ENVIRONMENTS.some((name) => name === identity.environment)) {
    throw new UsageError(
      `${file} is not at <environment>/<project>/<workflow>/${basename(file)} with one of the environments ${ENVIRONMENTS.join(", ")}; the path names the workflow`,
    );
  }
  return identity;
}

function onlyDag(file: string, { fault, dags }: LoadedFile): DagFacts {
  if (fault !== null) {
    throw new UsageError(`${fault.place.file}:${fault.place.line}: ${fault.message}; correct the file first`);
  }
  const [dag, ...more] = dags;
  if (dag === undefined || more.length > 0) {
    throw new UsageError(
      `${file} makes ${dag === undefined ? "no DAG" : `${dags.length} DAGs`}, and a manifest describes one; write one DAG(…) in each file`,
    );
  }
  if (dag.tasks.length === 0) {
    throw new UsageError(`${file}:${dag.place.line}: the DAG has no tasks; give its tasks dag=`);
  }
  return dag;
}

function noteUses({ uses, sometimes }: ReadFile, notes: Notes): void {
  for (const { id, place } of sometimes) {
    notes.leftOut(
      place,
      `the task ${id} exists only at some times, and a manifest's tasks are always the same; let the task find out whether it has work`,
    );
  }
  for (const { what, place } of uses) {
    if (/^(datetime|date|time)\./.test(what)) {
      notes.changed(
        place,
        `${what} is read when Airflow reads the file; a manifest reads no clock. Check the values that come from it`,
      );
    } else {
      notes.leftOut(
        place,
        `${what}: the file does this when Airflow reads it; a manifest runs no code, so let a task do it`,
      );
    }
  }
}

/** The checks of `npm run validate` for a manifest of this workflow. */
function checks({ environment, project, workflow }: Identity): (text: string) => readonly Problem[] {
  const stack = ENVIRONMENTS.find((name) => name === environment) ?? "development";
  const { config, problems } = readEnvironmentFile(stack);
  const file = join("manifests", environment, project, workflow, MANIFEST_NAME);
  if (config === undefined) {
    return () => problems;
  }
  const target = workflowEnvironment(stack, config, readStackPlatforms());
  return (text) => compileManifests([{ file, text }], target).problems;
}
