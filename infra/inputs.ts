import { resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { CompiledWorkflow } from "../workflow/compiled";
import { formatProblem } from "../diagnostics/problem";
import { compileManifests, findManifests, readManifest } from "../workflow/source";
import { workflowEnvironment } from "../platform/config/check";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { requireArchive } from "./airflow/archive";
import { readStack, type Stack } from "./shared/stack-config";
import { ROOT } from "../platform/root";
import { type PackageFile, readSharedPackage } from "../platform/airflow/shared-package";

/** Inputs of the program. */
export interface Inputs {
  readonly stack: Stack;
  readonly workflows: readonly CompiledWorkflow[];
  /** Files of the shared Python package, which every DAG object imports. */
  readonly sharedPackage: readonly PackageFile[];
}

/**
 * Reads the current stack's configuration and compiles the environment's manifests.
 *
 * @throws pulumi.RunError with every problem, before the program registers a resource.
 */
export async function readInputs(): Promise<Inputs> {
  const stack = await readStack();
  requireArchive(stack.environment, stack.config.airflow);
  const files = findManifests(resolve(ROOT, "manifests", stack.environment)).map((path) => readManifest(path, ROOT));
  const { workflows, problems } = compileManifests(
    files,
    workflowEnvironment(stack.environment, stack.config, readStackPlatforms()),
  );
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    throw new pulumi.RunError(
      `the manifests have ${errors.length} error(s):\n${errors.map((problem) => `  ${formatProblem(problem)}`).join("\n")}`,
    );
  }
  for (const warning of problems) {
    void pulumi.log.warn(formatProblem(warning));
  }
  return { stack, workflows, sharedPackage: readSharedPackage(resolve(ROOT, "dags")) };
}
