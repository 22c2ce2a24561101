import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { Option } from "@commander-js/extra-typings";

import { groupBy } from "../diagnostics/group-by";
import { suggestion } from "../diagnostics/suggestion";
import { oneOf } from "../diagnostics/one-of";
import { plural } from "../diagnostics/plural";
import { formatProblem, type Problem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { ENVIRONMENTS, workflowEnvironment } from "../platform/config/check";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { hasErrors, type ManifestFile } from "../workflow/check";
import { identityOf, workflowIdAt } from "../workflow/identity";
import { compileManifests, findManifests, readManifest } from "../workflow/source";
import { formatAnnotation } from "./annotations";
import { npmCommand, program, startIfMain, today } from "./command";
import { type Checked, checkImages } from "./validate/images";

const FORMATS = ["text", "json", "github"] as const;
type Format = (typeof FORMATS)[number];

const command = npmCommand("validate", "Checks manifests, or all manifests below folders, and reports every mistake.")
  .argument("<path...>", "a workflow.yml, or a folder")
  .addOption(
    new Option("--format <format>", FORMATS.join(", ")).argParser(oneOf("format", FORMATS)).default("text", "text"),
  )
  .option("--images", "also ask Amazon ECR whether each image exists; needs the AWS CLI with credentials")
  .addHelpText(
    "after",
    `
text: file:line:column: message
json: an array of {file, valid, problems: [{severity, code, message, line, column, path}]}
github: annotations for GitHub Actions

Exit code 0; 1 if a manifest has errors, or the registry does not answer; 2 if the call is wrong.`,
  );

interface Options {
  readonly format: Format;
  readonly images?: true | undefined;
}

async function validate(paths: readonly string[], { format, images }: Options): Promise<number> {
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    throw new UsageError(`there is no ${missing.join(", ")}`);
  }
  // The YAML parser reads the environment at every token, and Node asks the system each time; a plain copy is faster.
  process.env = { ...process.env };
  const files = [...new Set(paths.flatMap(findManifests))].map((path) => readManifest(path, process.cwd()));
  if (files.length === 0) {
    throw new UsageError(`there is no workflow.yml at or below ${paths.join(", ")}`);
  }
  const results = [...groupBy(files, ({ file }) => identityOf(resolve(file))?.environment)].map(
    ([environment, group]) => check(environment ?? "", group),
  );
  const problems = results.flatMap(({ problems: own }) => own);
  const workflows = images === true ? results.flatMap((result) => result.workflows) : [];
  const { problems: ofImages, failure } = await checkImages(workflows);
  report(files, [...problems, ...ofImages], format);
  if (failure !== undefined) {
    console.error(failure);
    return 1;
  }
  return hasErrors([...problems, ...ofImages]) ? 1 : 0;
}

/** Problems of the manifests of one environment, alone and together, and the workflows of those without an error. */
function check(
  name: string,
  files: readonly ManifestFile[],
): { readonly problems: readonly Problem[]; readonly workflows: readonly Checked[] } {
  const environment = ENVIRONMENTS.find((known) => known === name);
  if (environment === undefined) {
    return { problems: files.map(({ file }) => unknownEnvironment(name, file)), workflows: [] };
  }
  const { config, problems } = readEnvironmentFile(environment);
  if (config === undefined) {
    return { problems, workflows: [] };
  }
  const compiled = compileManifests(files, workflowEnvironment(environment, config, readStackPlatforms(), today()));
  const byId = groupBy(files, ({ file }) => workflowIdAt(file));
  return {
    problems: compiled.problems,
    workflows: compiled.workflows.flatMap((workflow) =>
      (byId.get(workflow.id) ?? []).map((manifest) => ({ manifest, workflow })),
    ),
  };
}

function unknownEnvironment(name: string, file: string): Problem {
  const found = name === "" ? "names no environment" : `names the environment ${name}, which does not exist`;
  const advice = suggestion(
    name,
    ENVIRONMENTS,
    `put the manifest at <environment>/<project>/<workflow>/workflow.yml; the environments are ${ENVIRONMENTS.join(", ")}`,
  );
  const message = `the path ${found}; ${advice}`;
  return { severity: "error", code: "unknown-environment", message, file, path: [], line: 1, column: 1 };
}

function report(files: readonly ManifestFile[], problems: readonly Problem[], format: Format): void {
  if (format === "json") {
    const byFile = groupBy(problems, ({ file }) => file);
    console.log(
      JSON.stringify(
        [...new Set([...files.map(({ file }) => file), ...byFile.keys()])].map((file) =>
          summary(file, byFile.get(file) ?? []),
        ),
        null,
        2,
      ),
    );
    return;
  }
  problems.forEach((problem) => {
    console.log(format === "github" ? formatAnnotation(problem) : formatProblem(problem));
  });
  if (format === "text") {
    const errors = problems.filter(({ severity }) => severity === "error").length;
    console.log(
      `${plural(files.length, "manifest")}: ${plural(errors, "error")}, ${plural(problems.length - errors, "warning")}`,
    );
  }
}

function summary(file: string, problems: readonly Problem[]): object {
  return {
    file,
    valid: !hasErrors(problems),
    problems: problems.map(({ severity, code, message, line, column, path }) => ({
      severity,
      code,
      message,
      line,
      column,
      path,
    })),
  };
}

export const main = program(command, validate);

startIfMain(module, main);
