import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

import { type CheckContext, workflowEnvironment } from "../platform/config/check";
import { readStackPlatforms } from "../platform/config/platform-resources";
import type { StackConfig } from "../platform/config/stack.generated";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { readSiblings } from "../platform/config/siblings";
import { claimedTwice } from "../platform/delivery/own-data";
import { readOtherEnvironments } from "../platform/delivery/other-environments";
import type { CompiledWorkflow } from "../workflow/compiled";
import type { Problem } from "../diagnostics/problem";
import { compileManifests, findManifests, readManifest } from "../workflow/source";
import { UsageError } from "../diagnostics/usage-error";
import { requireStack } from "./stack-name";

/** A stack that can be previewed. */
export interface LoadedStack {
  readonly environment: string;
  readonly config: StackConfig;
  /** Configuration in the form of Pulumi's runtime. */
  readonly runtimeConfig: Readonly<Record<string, string>>;
  readonly workflows: readonly CompiledWorkflow[];
}

/** The inputs of a preview. */
export interface LoadedEnvironment {
  /** Absent if the stack's configuration has a problem. */
  readonly stack: LoadedStack | undefined;
  readonly problems: readonly Problem[];
  /** Whether all errors are in manifests, which the preview can leave out. */
  readonly canKeepGoing: boolean;
}

/** Reads a stack's configuration and its manifests. */
export function loadEnvironment(environment: string, manifests: string, context: CheckContext = {}): LoadedEnvironment {
  requireStack(environment);
  if (!existsSync(manifests) || !statSync(manifests).isDirectory()) {
    throw new UsageError(
      `--manifests ${manifests} is not a folder; name the folder that contains ${environment}/<project>/<workflow>/workflow.yml`,
    );
  }
  const { config, runtimeConfig, problems } = readEnvironmentFile(environment, {
    siblings: readSiblings(environment),
    ...context,
  });
  const { others, problems: problemsOfOthers } = readOtherEnvironments(environment);
  if (config === undefined || problemsOfOthers.length > 0) {
    return { stack: undefined, problems: [...problems, ...problemsOfOthers], canKeepGoing: false };
  }
  const claims = claimedTwice({ environment, config }, others);
  if (claims.length > 0) {
    throw new UsageError(claims.join("\n"));
  }
  const files = findManifests(join(manifests, environment)).map((path) => readManifest(path, process.cwd()));
  const compiled = compileManifests(
    files,
    workflowEnvironment(environment, config, readStackPlatforms(), context.today),
  );
  return {
    stack: { environment, config, runtimeConfig, workflows: compiled.workflows },
    problems: [...problems, ...compiled.problems],
    canKeepGoing: true,
  };
}
