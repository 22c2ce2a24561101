import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { workflowEnvironment } from "../platform/config/check";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { readStackFile } from "../platform/config/stack-file";
import { ROOT } from "../platform/root";
import { hasErrors } from "../workflow/check";
import { formatProblem, type Problem } from "../diagnostics/problem";
import { compileManifests, findManifests, MANIFEST_NAME, readManifest } from "../workflow/source";
import { readArguments, runCommand } from "./arguments";
import { UsageError } from "../diagnostics/usage-error";
import { type Answers, EXAMPLE, leastManifest } from "./new/manifest";
import { requireStack } from "../preview/stack-name";

const USAGE = `npm run new -- <environment>/<project>/<workflow> [--repository NAME] [--tag TAG] [--maintainer NAME]…
                                                        [--business-unit UNIT] [--owner ADDRESS] [--manifests DIR]

Writes the least manifest that a workflow needs, checked as npm run validate checks it, and says what comes next.

  --repository NAME     GitHub repository of the code, such as moj-analytical-services/my-code
  --tag TAG             tag of its release
  --maintainer NAME     GitHub user name of one who looks after the workflow; once for each
  --business-unit UNIT  such as "Central Digital"
  --owner ADDRESS       address of the owning team
  --manifests DIR       folder of manifests (default: manifests)

What is not given is the example's, and is to be changed in the file. A manifest that is there already stays as it is.
Exit code 0 when it was written, 1 when it would have errors or is there already, 2 when called wrongly.`;

const TEXT = { type: "string" } as const;

/** Options, and what they are of the manifest. */
const KEYS = {
  repository: "dag.repository",
  tag: "dag.tag",
  maintainer: "maintainers",
  "business-unit": "tags.business_unit",
  owner: "tags.owner",
} as const;

function main(): number {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        repository: TEXT,
        tag: TEXT,
        maintainer: { type: "string", multiple: true },
        "business-unit": TEXT,
        owner: TEXT,
        manifests: { type: "string", default: "manifests" },
        help: { type: "boolean", default: false },
      },
    },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [environment, project, workflow] = identity(positionals);
  requireStack(environment);
  const file = join(values.manifests, environment, project, workflow, MANIFEST_NAME);
  if (existsSync(file)) {
    console.error(`${file} is there already, and stays as it is; edit it, or choose another name`);
    return 1;
  }
  const answers: Answers = {
    repository: values.repository ?? EXAMPLE.repository,
    tag: values.tag ?? EXAMPLE.tag,
    maintainers: values.maintainer ?? EXAMPLE.maintainers,
    businessUnit: values["business-unit"] ?? EXAMPLE.businessUnit,
    owner: values.owner ?? EXAMPLE.owner,
  };
  const text = leastManifest(file, answers);
  const problems = problemsOf(environment, values.manifests, file, text);
  problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  if (hasErrors(problems)) {
    console.error("Nothing was written.");
    return 1;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const left = Object.entries(KEYS).flatMap(([option, key]) => (option in values ? [] : [key]));
  console.log(nextSteps(environment, file, left));
  return 0;
}

/** The three parts of a workflow's identity; how the manifest's own path is written does as well. */
function identity(positionals: readonly string[]): [environment: string, project: string, workflow: string] {
  const [path = "", ...rest] = positionals;
  const [environment, project, workflow, ...more] = path
    .replace(/^manifests\//, "")
    .replace(/\/(workflow\.yml)?$/, "")
    .split("/");
  // With `..` the file would be somewhere else than its name says.
  const named = [environment, project, workflow].every((part) => part !== undefined && !/^\.{0,2}$/.test(part));
  if (!environment || !project || !workflow || !named || more.length > 0 || rest.length > 0) {
    throw new UsageError(`name one workflow, as <environment>/<project>/<workflow>\n\n${USAGE}`);
  }
  return [environment, project, workflow];
}

/** What would be wrong with the manifest, by itself and beside those that are there. */
function problemsOf(environment: string, manifests: string, file: string, text: string): readonly Problem[] {
  const stackFile = `Pulumi.${environment}.yaml`;
  const { config, problems } = readStackFile(resolve(ROOT, stackFile), stackFile, environment);
  if (config === undefined) {
    return problems;
  }
  const others = findManifests(join(manifests, environment)).map((path) => readManifest(path, process.cwd()));
  const compiled = compileManifests(
    [...others, { file, text }],
    workflowEnvironment(environment, config, readStackPlatforms()),
  );
  return compiled.problems.filter((problem) => problem.file === file);
}

function nextSteps(environment: string, file: string, left: readonly string[]): string {
  return [
    `Wrote ${file}.`,
    "",
    ...(left.length > 0 ? [`Change in it what is the example's: ${left.join(", ")}.`] : []),
    "Then check it, see what it will do, and open a pull request:",
    `  npm run validate -- ${dirname(file)}`,
    `  git add ${dirname(file)}`,
    `  npm run preview -- ${environment} --base main`,
    "What else it may say: docs/reference/manifest.md",
  ].join("\n");
}

void runCommand(main);
