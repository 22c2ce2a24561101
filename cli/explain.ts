import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { workflowEnvironment } from "../platform/config/check";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { requireStack } from "../preview/stack-name";
import { hasErrors } from "../workflow/check";
import { identityOf } from "../workflow/identity";
import { compileManifests, findManifests, readManifest } from "../workflow/source";
import { npmCommand, program, startIfMain } from "./command";
import { explain } from "./explain/words";

const command = npmCommand(
  "explain",
  "Says in words what a manifest creates: the DAG, its tasks, the role and its permissions, secrets, and who gets notifications.",
)
  .argument("<path>", "a workflow.yml, or its folder")
  .addHelpText("after", "\nExit code 0; 1 if the manifest has errors; 2 if the call is wrong.");

function explainManifest(path: string): number {
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
  compiled.workflows.forEach((workflow) => {
    console.log(explain(workflow));
  });
  return hasErrors(compiled.problems) ? 1 : 0;
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

export const main = program(command, explainManifest);

startIfMain(module, main);
