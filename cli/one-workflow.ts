import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { workflowEnvironment } from "../platform/config/check";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { requireStack } from "../preview/stack-name";
import { hasErrors } from "../workflow/check";
import type { CompiledWorkflow } from "../workflow/compiled";
import { identityOf } from "../workflow/identity";
import { compileManifests, findManifests, readManifest } from "../workflow/source";

/**
 * Compiles the one manifest at a path, and prints its problems to standard error. Gives undefined if it has errors.
 *
 * @throws UsageError if the path contains no manifest or several, or names no environment.
 */
export function compileOne(path: string): CompiledWorkflow | undefined {
  const file = readManifest(onlyManifestAt(path), process.cwd());
  const environment = requireStack(identityOf(resolve(file.file))?.environment ?? "");
  const { config, problems } = readEnvironmentFile(environment);
  const compiled =
    config === undefined
      ? { workflows: [], problems }
      : compileManifests([file], workflowEnvironment(environment, config, readStackPlatforms()));
  compiled.problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  return hasErrors(compiled.problems) ? undefined : compiled.workflows[0];
}

function onlyManifestAt(path: string): string {
  if (!existsSync(path)) {
    throw new UsageError(`there is no ${path}`);
  }
  const [manifest, ...others] = findManifests(path);
  if (manifest === undefined || others.length > 0) {
    throw new UsageError(
      manifest === undefined
        ? `there is no workflow.yml at or below ${path}`
        : `${path} holds ${others.length + 1} manifests; name one of them, such as ${manifest}`,
    );
  }
  return manifest;
}
