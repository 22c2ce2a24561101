import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { ENVIRONMENTS, workflowEnvironment } from "../platform/config/check";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { readStackFile } from "../platform/config/stack-file";
import { ROOT } from "../platform/root";
import { hasErrors } from "../workflow/check";
import { identityOf } from "../workflow/identity";
import { nearest } from "../diagnostics/nearest";
import { formatProblem, type Problem } from "../diagnostics/problem";
import { compileManifests, findManifests, readManifest } from "../workflow/source";
import type { ManifestFile } from "../workflow/check";
import { readArguments, readDate, runCommand } from "./arguments";
import { UsageError } from "../diagnostics/usage-error";
import { formatAnnotation } from "./annotations";
import { groupBy } from "../diagnostics/group-by";

const USAGE = `npm run validate -- PATH… [--format text|json|github]

Checks manifests, or all manifests below folders, and says everything that is wrong with them.

  PATH             a workflow.yml, or a folder
  --format text    file:line:column: message (default)
  --format json    an array of {file, valid, problems: [{severity, code, message, line, column, path}]}
  --format github  annotations for GitHub Actions`;

const FORMATS = ["text", "json", "github"];

function main(): number {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: { format: { type: "string", default: "text" }, help: { type: "boolean", default: false } },
    },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (!FORMATS.includes(values.format)) {
    throw new UsageError(`--format ${values.format} is not one of ${FORMATS.join(", ")}`);
  }
  const missing = positionals.filter((path) => !existsSync(path));
  if (positionals.length === 0 || missing.length > 0) {
    throw new UsageError(
      positionals.length === 0 ? `name a manifest or a folder\n\n${USAGE}` : `there is no ${missing.join(", ")}`,
    );
  }
  // The YAML parser looks into the environment at every token, which Node asks the system for: a plain copy answers at once.
  process.env = { ...process.env };
  const files = [...new Set(positionals.flatMap(findManifests))].map((path) => readManifest(path, process.cwd()));
  if (files.length === 0) {
    throw new UsageError(`there is no workflow.yml at or below ${positionals.join(", ")}`);
  }
  const problems = [...groupBy(files, ({ file }) => identityOf(resolve(file))?.environment)].flatMap(
    ([environment, group]) => check(environment ?? "", group),
  );
  report(files, problems, values.format);
  return hasErrors(problems) ? 1 : 0;
}

/** Problems of the manifests of one environment, by themselves and together. */
function check(name: string, files: readonly ManifestFile[]): readonly Problem[] {
  if (!ENVIRONMENTS.some((known) => known === name)) {
    const close = nearest(name, ENVIRONMENTS);
    const said = name === "" ? "names no environment" : `says that the environment is ${name}, which does not exist`;
    const advice =
      close === undefined
        ? `put the manifest at <environment>/<project>/<workflow>/workflow.yml, the environment being one of ${ENVIRONMENTS.join(", ")}`
        : `did you mean ${close}?`;
    return files.map(({ file }) => ({
      severity: "error",
      code: "unknown-environment",
      message: `the path ${said}; ${advice}`,
      file,
      path: [],
      line: 1,
      column: 1,
    }));
  }
  const stackFile = `Pulumi.${name}.yaml`;
  const { config, problems } = readStackFile(resolve(ROOT, stackFile), stackFile, name);
  return config === undefined
    ? problems
    : compileManifests(files, workflowEnvironment(name, config, readStackPlatforms(), readDate(undefined))).problems;
}

function report(files: readonly ManifestFile[], problems: readonly Problem[], format: string): void {
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
      `${files.length} manifest${files.length === 1 ? "" : "s"}: ${errors} error${errors === 1 ? "" : "s"}, ${problems.length - errors} warning${problems.length - errors === 1 ? "" : "s"}`,
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

void runCommand(main);
