import { join, relative } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { workflowEnvironment } from "../platform/config/check";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { readStackPlatforms } from "../platform/config/platform-resources";
import { previewEnvironment } from "../preview/run";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { type Choices, readChoices, unusedChoices } from "./adopt/choices";
import { renderCleanUp } from "./adopt/clean-up";
import { importFile, readSecretArns } from "./adopt/import-file";
import { renderOwners } from "./adopt/owners";
import { type PresentState, readDags, readRoleNames } from "./adopt/present";
import { renderReport, reportOf } from "./adopt/report";
import { neededSettings } from "./adopt/settings";
import { renderSettings } from "./adopt/settings-file";
import { type AdoptedEnvironment, isError, readWorkflows } from "./adopt/workflows";
import { writeFiles } from "./adopt/write-files";
import { day, fileProblem, npmCommand, program, startIfMain, today } from "./command";
import { readNamedFile } from "./read-named-file";

const command = npmCommand(
  "adopt",
  "Takes the workflows of the previous platform over: manifests, a report by workflow, settings for the stack, letters to owners of roles, and files for the import and for the time after the move.",
)
  .argument("<stack>", STACK_HELP)
  .requiredOption("--from <checkout>", "a checkout of the previous platform's repository")
  .option("--secrets <file>", "output of aws secretsmanager list-secrets; without it no secret is imported")
  .option("--roles <file>", "output of aws iam list-roles; without it every role counts as one that exists")
  .option(
    "--dags <files...>",
    "lists of the DAGs there, as npm run active-dags reads them: the report names paused ones",
  )
  .option("--issuer <issuer>", "the stack's output oidcIssuer, for the letters to owners of roles")
  .option("--choices <file>", "differences that somebody has chosen, by workflow")
  .option(
    "--move-day <day>",
    "first day of which the runs happen here: sets start_date, and lets every DAG start paused",
    day,
  )
  .option("--manifests <dir>", "folder of manifests to write to", "manifests")
  .option(
    "--out <dir>",
    "folder for report.md, settings.yml, owners.md, import.json and clean-up.sh; otherwise build/adopt/<stack>",
  )
  .option("--replace", "replace manifests that exist")
  .addHelpText(
    "after",
    `
A manifest that exists stays as it is, and the report is about it: edit manifests and the stack's file, and run the command again.

Exit code 0 if every difference is chosen, or needs no decision; 1 if report.md has decisions, refused manifests or errors of the stack;
2 if the call is wrong, and then nothing is written.`,
  );

interface AdoptOptions {
  readonly from: string;
  readonly secrets?: string;
  readonly roles?: string;
  readonly dags?: readonly string[];
  readonly issuer?: string;
  readonly choices?: string;
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
  const target = workflowEnvironment(environment, config, readStackPlatforms(), today());
  const { present, choices, adopted } = readInputs(options, region, () => readWorkflows(options, target));
  const { workflows, stackProblems } = adopted;
  const compiled = workflows.flatMap(({ accepted }) => accepted?.compiled ?? []);
  const roleNames = new Set(compiled.flatMap(({ role }) => role?.name ?? []));
  const needed = neededSettings(workflows, target);
  const context = { dataAccount, moveDay: options.moveDay, present, roleNames, choices, needed };
  const reports = workflows.map((workflow) => reportOf(workflow, context));
  const { registrations } = await previewEnvironment({ environment, config, runtimeConfig, workflows: compiled });
  const imported = importFile(registrations, present);
  const ids = workflows.map(({ id }) => id);
  const issuers = { here: options.issuer, there: config.workflows.compatibility.trustedIssuers };

  const out = options.out ?? join("build/adopt", environment);
  writeFiles(
    new Map([
      ...workflows.map(
        ({ manifest }) => [join(options.manifests, relative("manifests", manifest.file)), manifest.text] as const,
      ),
      [join(out, "import.json"), `${JSON.stringify(imported, null, 2)}\n`],
      [join(out, "owners.md"), renderOwners(environment, workflows, issuers)],
      [join(out, "clean-up.sh"), renderCleanUp(environment, compiled, { dataAccount, roles: present.roles })],
      [join(out, "settings.yml"), renderSettings(environment, needed, config.workflows, ids)],
      [join(out, "report.md"), renderReport(environment, reports, stackProblems)],
    ]),
  );
  workflows.forEach(({ edited, manifest: { file } }) => {
    if (edited) {
      console.error(`${file} exists already and stays unchanged; --replace replaces it`);
    }
  });
  const differences = reports.flatMap((report) => report.differences.map(({ about }) => ({ id: report.id, about })));
  const unused = unusedChoices(choices, differences);
  unused.forEach((line) => {
    console.error(`${options.choices ?? ""}: ${line}`);
  });
  const count = (state: string): number => reports.filter((report) => report.state === state).length;
  console.log(
    [
      `${workflows.length} workflows: ${count("same")} the same, ${count("chosen")} with chosen differences only, ${count("differs")} with differences to read, ${count("decide")} with decisions, ${count("refused")} refused`,
      `${join(out, "report.md")} says what differs, by workflow`,
      `${join(out, "settings.yml")} has the ${needed.settings.length} settings of the stack that workflows need to keep what they may do today`,
      `${join(out, "owners.md")} has a letter for each account whose roles workflows use`,
      `${join(out, "clean-up.sh")} detaches the previous platform's policies after the move`,
      `${join(out, "import.json")} has ${imported.resources.filter(({ component }) => component !== true).length} roles and secrets for pulumi import`,
    ].join("\n"),
  );
  const open = count("decide") + count("refused") + unused.length + stackProblems.filter(isError).length;
  return open > 0 ? 1 : 0;
}

/** Reads everything that the options name, and reports all mistakes at once. */
function readInputs(
  { secrets, roles, dags, choices }: AdoptOptions,
  region: string,
  readAdopted: () => AdoptedEnvironment,
): { present: PresentState; choices: Choices; adopted: AdoptedEnvironment } {
  const mistakes: string[] = [];
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (caught) {
      const mistake = caught instanceof UsageError ? caught.message : fileProblem(caught);
      if (mistake === undefined) {
        throw caught;
      }
      mistakes.push(mistake);
      return undefined;
    }
  };
  const from = <Value>(file: string | undefined, read: (text: string, file: string) => Value): Value | undefined =>
    file === undefined ? undefined : attempt(() => read(readNamedFile(file), file));
  const present = {
    secrets: from(secrets, (text, file) => readSecretArns(text, file, region)),
    roles: from(roles, readRoleNames),
    dags:
      dags === undefined
        ? undefined
        : new Map(dags.flatMap((file) => (from(file, readDags) ?? []).map((dag) => [dag.id, dag]))),
  };
  const chosen = from(choices, readChoices) ?? new Map<string, readonly string[]>();
  const adopted = attempt(readAdopted);
  if (mistakes.length > 0 || adopted === undefined) {
    throw new UsageError(mistakes.join("\n"));
  }
  return { present, choices: chosen, adopted };
}

export const main = program(command, adopt);

startIfMain(module, main);
