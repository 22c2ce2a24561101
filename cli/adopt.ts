import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { workflowEnvironment } from "../platform/config/check";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { previewEnvironment } from "../preview/run";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { importFile, readSecretArns } from "./adopt/import-file";
import { renderReport, reportOf } from "./adopt/report";
import { type AdoptedWorkflow, readWorkflows } from "./adopt/workflows";
import { day, npmCommand, program, startIfMain, today } from "./command";

const command = npmCommand(
  "adopt",
  "Takes the workflows of the present platform over: manifests, a report by workflow, and a file for pulumi import.",
)
  .argument("<stack>", STACK_HELP)
  .requiredOption("--from <checkout>", "a checkout of the present platform's repository")
  .option("--secrets <file>", "output of aws secretsmanager list-secrets; without it no secret is imported")
  .option(
    "--move-day <day>",
    "first day of which the runs happen here: sets start_date, and lets every DAG start paused",
    day,
  )
  .option("--manifests <dir>", "folder of manifests to write to", "manifests")
  .option("--out <dir>", "folder for report.md and import.json; otherwise build/adopt/<stack>")
  .option("--replace", "replace manifests that exist")
  .addHelpText(
    "after",
    `
Exit code 0 if every workflow is taken over without a decision; 1 if report.md has decisions or refused manifests, or if a
manifest exists; 2 if the call is wrong.`,
  );

interface AdoptOptions {
  readonly from: string;
  readonly secrets?: string;
  readonly moveDay?: string;
  readonly manifests: string;
  readonly out?: string;
  readonly replace?: true;
}

async function adopt(name: string, options: AdoptOptions): Promise<number> {
  const environment = requireStack(name);
  const { config, runtimeConfig, problems } = readEnvironmentFile(environment);
  if (config === undefined) {
    problems.forEach((problem) => {
      console.error(formatProblem(problem));
    });
    return 1;
  }
  const { region, id: dataAccount } = config.accounts.data;
  const secrets =
    options.secrets === undefined
      ? new Map<string, string>()
      : readSecretArns(readFileSync(options.secrets, "utf8"), options.secrets, region);
  const workflows = readWorkflows(
    options.from,
    workflowEnvironment(environment, config, readStackPlatforms(), today()),
    options.moveDay,
  );
  const reports = workflows.map((workflow) => reportOf(workflow, dataAccount));
  const compiled = workflows.flatMap(({ accepted }) => accepted?.compiled ?? []);
  const { registrations } = await previewEnvironment({ environment, config, runtimeConfig, workflows: compiled });

  const out = options.out ?? join("build/adopt", environment);
  mkdirSync(out, { recursive: true });
  const imported = importFile(registrations, secrets);
  writeFileSync(join(out, "import.json"), `${JSON.stringify(imported, null, 2)}\n`);
  writeFileSync(join(out, "report.md"), renderReport(environment, reports));
  const kept = workflows.filter((workflow) => !writeManifest(workflow, options));
  kept.forEach(({ manifest }) => {
    console.error(`${manifest.file} exists already and stays unchanged; --replace replaces it`);
  });
  const count = (state: string): number => reports.filter((report) => report.state === state).length;
  console.log(
    [
      `${workflows.length} workflows: ${count("same")} the same, ${count("differs")} with differences to read, ${count("decide")} with decisions, ${count("refused")} refused`,
      `${join(out, "report.md")} says what differs, by workflow`,
      `${join(out, "import.json")} has ${imported.resources.filter(({ component }) => component !== true).length} roles and secrets for pulumi import`,
    ].join("\n"),
  );
  return kept.length > 0 || count("decide") + count("refused") > 0 ? 1 : 0;
}

/** Writes a manifest, unless another one exists at its place. */
function writeManifest({ manifest }: AdoptedWorkflow, { manifests, replace }: AdoptOptions): boolean {
  const file = join(manifests, relative("manifests", manifest.file));
  if (existsSync(file) && replace !== true && readFileSync(file, "utf8") !== manifest.text) {
    return false;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, manifest.text);
  return true;
}

export const main = program(command, adopt);

startIfMain(module, main);
