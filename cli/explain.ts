import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { workflowEnvironment } from "../platform/config/check";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { readStackFile } from "../platform/config/stack-file";
import { ROOT } from "../platform/root";
import { hasErrors } from "../workflow/check";
import { identityOf } from "../workflow/identity";
import { formatProblem } from "../diagnostics/problem";
import { compileManifests, findManifests, readManifest } from "../workflow/source";
import { readPositionals, runCommand } from "./arguments";
import { UsageError } from "../diagnostics/usage-error";
import { explain } from "./explain/words";
import { requireStack } from "../preview/stack-name";

const USAGE = `npm run explain -- PATH

Says in words what exists because of a manifest: DAG, tasks, role and what it may do, secrets.

  PATH  a workflow.yml, or its folder

Exit code 0, 1 where the manifest has errors, 2 when called wrongly.`;

function main(): number {
  const positionals = readPositionals(USAGE);
  if (positionals === undefined) {
    return 0;
  }
  const file = readManifest(manifestAt(positionals), process.cwd());
  const environment = identityOf(resolve(file.file))?.environment ?? "";
  requireStack(environment);
  const stackFile = `Pulumi.${environment}.yaml`;
  const stack = readStackFile(resolve(ROOT, stackFile), stackFile, environment);
  const compiled =
    stack.config === undefined
      ? { workflows: [], problems: stack.problems }
      : compileManifests([file], workflowEnvironment(environment, stack.config, readStackPlatforms()));
  compiled.problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  compiled.workflows.forEach((workflow) => {
    console.log(explain(workflow));
  });
  return hasErrors(compiled.problems) ? 1 : 0;
}

/** The one manifest that is named. */
function manifestAt(positionals: readonly string[]): string {
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) {
    throw new UsageError(`name one manifest\n\n${USAGE}`);
  }
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

void runCommand(main);
