import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { Option } from "@commander-js/extra-typings";

import { formatProblem, type Problem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { workflowEnvironment } from "../platform/config/check";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { requireStack } from "../preview/stack-name";
import { hasErrors } from "../workflow/check";
import { nameInRegistry } from "../workflow/image";
import { compileManifests, findManifests, MANIFEST_NAME, readManifest } from "../workflow/source";
import { collect, npmCommand, program, startIfMain } from "./command";
import { type CodeValues, currentCommit, freeFolder, type Language, LANGUAGES, writeCode } from "./new/code";
import { type Answers, EXAMPLE, leastManifest } from "./new/manifest";

/** Folder of manifests without the option. */
const MANIFESTS = "manifests";

const command = npmCommand(
  "new",
  "Writes the shortest valid manifest for a workflow, checks it as npm run validate does, and lists the next steps.",
)
  .argument("<workflow>", "<environment>/<project>/<workflow>")
  .option("--repository <name>", "GitHub repository of the code, such as <organisation>/my-code")
  .option("--tag <tag>", "tag of its release")
  .option("--maintainer <name>", "GitHub user name of a maintainer; repeat it for each", collect)
  .option("--business-unit <unit>", 'such as "Central Digital"')
  .option("--owner <address>", "email address of the owning team")
  .option("--manifests <dir>", "folder of manifests", MANIFESTS)
  .option("--with-code <dir>", "also write a repository for the code into this new folder; needs --repository")
  .addOption(new Option("--language <name>", "language of the code").choices(LANGUAGES).default("python" as const))
  .addHelpText(
    "after",
    `
Options that you leave out take the example's value; change it in the file. An existing manifest stays unchanged.

Exit code 0 if it wrote the manifest; 1 if the manifest would have errors or exists; 2 if the call is wrong.`,
  );

/** The manifest's key for each answer. */
const KEYS: Readonly<Record<keyof Answers, string>> = {
  repository: "dag.repository",
  tag: "dag.tag",
  maintainers: "maintainers",
  businessUnit: "tags.business_unit",
  owner: "tags.owner",
};

interface NewOptions extends Partial<Omit<Answers, "maintainers">> {
  readonly maintainer?: readonly string[];
  readonly manifests: string;
  readonly withCode?: string;
  readonly language: Language;
}

function writeManifest(path: string, { maintainer, manifests, withCode, language, ...texts }: NewOptions): number {
  const [name, project, workflow] = identity(path);
  const environment = requireStack(name);
  const file = join(manifests, environment, project, workflow, MANIFEST_NAME);
  if (existsSync(file)) {
    console.error(`${file} exists already and stays unchanged; edit it, or choose another name`);
    return 1;
  }
  if (withCode !== undefined) {
    requireRepository(texts.repository);
    freeFolder(withCode);
  }
  const given: Partial<Answers> = { ...texts, ...(maintainer === undefined ? {} : { maintainers: maintainer }) };
  const text = leastManifest(file, { ...EXAMPLE, ...given });
  const problems = problemsOf(environment, manifests, file, text);
  problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  if (hasErrors(problems)) {
    console.error("The command wrote nothing.");
    return 1;
  }
  if (withCode !== undefined) {
    writeCode(
      withCode,
      language,
      codeValues(environment, file, `${project}.${workflow}`, requireRepository(given.repository)),
    );
    console.log(`Wrote the code's repository into ${withCode}. Build and run it:`);
    console.log(`  docker build --tag ${workflow} ${withCode}`);
    console.log(`  npm run local -- ${dirname(file)} --image ${workflow}\n`);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const left = Object.entries(KEYS).flatMap(([answer, key]) => (answer in given ? [] : [key]));
  console.log(nextSteps(environment, file, left, manifests));
  return 0;
}

/** The code's image has its repository's name, so the example's would be wrong. */
function requireRepository(repository: string | undefined): string {
  if (repository === undefined) {
    throw new UsageError("--with-code needs --repository, the name on GitHub that the code will have");
  }
  return repository;
}

function codeValues(environment: string, manifest: string, workflow: string, repository: string): CodeValues {
  const { config } = readEnvironmentFile(environment);
  if (config === undefined) {
    throw new UsageError(`the file of ${environment} has errors: npm run preview -- ${environment}`);
  }
  const registry = config.workflows.containerRegistry;
  return {
    REPOSITORY: repository,
    IMAGE: nameInRegistry(repository),
    WORKFLOW: workflow,
    MANIFEST: dirname(manifest),
    PLATFORM: config.delivery.repository,
    COMMIT: currentCommit(),
    REGISTRY: registry,
    // A registry of AWS: <account>.dkr.ecr.<region>.amazonaws.com
    REGION: registry.split(".")[3] ?? config.accounts.compute.region,
  };
}

/** The three parts of a workflow's identity, from its ID or from the path of its manifest. */
function identity(path: string): [environment: string, project: string, workflow: string] {
  const [environment, project, workflow, ...more] = path
    .replace(/^manifests\//, "")
    .replace(/\/(workflow\.yml)?$/, "")
    .split("/");
  // With `..` the file would be outside the folder of its name.
  const named = [environment, project, workflow].every((part) => part !== undefined && !/^\.{0,2}$/.test(part));
  if (!environment || !project || !workflow || !named || more.length > 0) {
    throw new UsageError(`name one workflow, as <environment>/<project>/<workflow>`);
  }
  return [environment, project, workflow];
}

/** Problems that the manifest would have, alone or together with the existing manifests. */
function problemsOf(environment: string, manifests: string, file: string, text: string): readonly Problem[] {
  const { config, problems } = readEnvironmentFile(environment);
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

function nextSteps(environment: string, file: string, left: readonly string[], manifests: string): string {
  return [
    `Wrote ${file}.`,
    "",
    ...(left.length > 0 ? [`Replace the example's values of ${left.join(", ")}.`] : []),
    "Then check the manifest, preview it, and open a pull request:",
    `  npm run validate -- ${dirname(file)}`,
    `  git add ${dirname(file)}`,
    `  npm run preview -- ${environment} --base main${manifests === MANIFESTS ? "" : ` --manifests ${manifests}`}`,
    "Every other key: docs/reference/manifest.md",
  ].join("\n");
}

export const main = program(command, writeManifest);

startIfMain(module, main);
