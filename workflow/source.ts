import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";

import { checkManifest, type ManifestFile } from "./check";
import { findCollisions } from "./collisions";
import { compileWorkflow } from "./compile";
import type { CompiledWorkflow } from "./compiled";
import { type Outlet, outletsOf, publisherProblems } from "./dataset-publishers";
import type { Environment } from "../platform/environment";
import { compatibilityInUse } from "./compatibility-in-use";
import type { Identity } from "./identity";
import { namedPolicyProblems } from "./named-policies";
import type { Problem } from "../diagnostics/problem";

/** The only file name of a manifest. */
export const MANIFEST_NAME = "workflow.yml";

/** The result of compiling a folder of manifests. */
export interface CompiledEnvironment {
  /** In the order of their paths. */
  readonly workflows: readonly CompiledWorkflow[];
  /** Errors and warnings of all manifests. */
  readonly problems: readonly Problem[];
}

/** Paths of the manifests at or below `path`, sorted. Includes a misnamed `workflow.yaml`, so that it gets an error. */
export function findManifests(path: string): string[] {
  if (!existsSync(path)) {
    return [];
  }
  if (statSync(path).isFile()) {
    return [path];
  }
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /^workflow\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Reads a manifest. Problems show its path relative to `base`, or `path` itself if the file is outside `base`. */
export function readManifest(path: string, base: string): ManifestFile {
  const shown = relative(base, resolve(path));
  return { file: shown.startsWith("..") ? path : shown, text: readFileSync(path, "utf8") };
}

/** Checks each manifest alone, then all together. Compiles those without an error. */
export function compileManifests(files: readonly ManifestFile[], environment: Environment): CompiledEnvironment {
  const problems: Problem[] = [];
  const outlets: Outlet[] = [];
  const compiled: { file: string; identity: Identity; workflow: CompiledWorkflow }[] = [];
  for (const manifest of files) {
    const { valid, problems: own } = checkManifest(manifest, environment);
    problems.push(...own);
    if (valid !== undefined) {
      // Compile at once, so that no parsed document stays in memory until the last manifest is read.
      outlets.push(...outletsOf(valid));
      compiled.push({ file: valid.file, identity: valid.identity, workflow: compileWorkflow(valid) });
    }
  }
  const published = publisherProblems(outlets, environment);
  problems.push(...misnamed(files), ...published);
  const collisions = findCollisions(compiled, environment);
  const refused = new Set(collisions.flatMap(({ later, earlier }) => [later, earlier]));
  for (const { later, earlier, message } of collisions) {
    problems.push(collision(later.file, message), collision(earlier.file, `${message} (${later.file})`));
  }
  const refusedFiles = new Set(published.map(({ file }) => file));
  const kept = compiled.filter((one) => !refused.has(one) && !refusedFiles.has(one.file));
  const workflows = kept.map(({ workflow }) => workflow);
  problems.push(...namedPolicyProblems(environment), ...compatibilityInUse(environment.name, workflows));
  return { workflows, problems };
}

function collision(file: string, message: string): Problem {
  return { severity: "error", code: "name-collision", message, file, path: [], line: 1, column: 1 };
}

function misnamed(files: readonly ManifestFile[]): Problem[] {
  return files
    .filter(({ file }) => basename(file) !== MANIFEST_NAME)
    .map(({ file }) => ({
      severity: "error",
      code: "bad-file-name",
      message: `the name of a manifest's file must be ${MANIFEST_NAME}, or the platform ignores it; rename the file`,
      file,
      path: [],
      line: 1,
      column: 1,
    }));
}
