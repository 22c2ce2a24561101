import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { Option } from "@commander-js/extra-typings";

import { formatProblem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { ADD_ONS, type AddOnName } from "../platform/cluster/versions";
import { type CheckContext, PROJECT } from "../platform/config/check";
import { readStackText, type StackFile } from "../platform/config/stack-file";
import { ROOT } from "../platform/root";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { collect, day, npmCommand, program, startIfMain, today } from "./command";
import { readDeployedFile } from "./deployed-file";
import { replaceFile } from "./replace-file";
import { type Change, chooseVersions, type Request } from "./upgrade/choose";
import { chooseAirflow } from "./upgrade/choose-airflow";
import { EditError, editYaml } from "./upgrade/edit";
import { editLines, type LineEdit } from "./upgrade/edit-lines";
import { planUpgrade } from "./upgrade/plan";
import { reportVersions } from "./upgrade/report";
import { renderDifference, renderPlan, renderTurn } from "./upgrade/terminal";
import { changesInTurn, fleetGroups, nextTurn, type Turn } from "./upgrade/turns";
import { stackFileName } from "../platform/names/stack-file";

const base = npmCommand(
  "upgrade",
  "Changes only the versions in Pulumi.<stack>.yaml, and lists the steps of the next pulumi up. A new Kubernetes minor " +
    "brings the newest AMI releases and add-ons that platform/cluster/data/eks-versions.json lists for it.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .option("--airflow <version>", "version of Airflow, such as 3.0.6")
  .option("--kubernetes <minor>", "next minor of Kubernetes, such as 1.36")
  .option(
    "--ami-release <release>",
    "AMI release for all node groups of its family, AL2023 or Bottlerocket; repeat it for each family",
    collect,
  )
  .option(
    "--deployed <file>",
    "output of pulumi stack output --json: checks the step from the deployed version as well",
  )
  .option(
    "--in-turns",
    "with --ami-release: change one half of each fleet's node groups at a time, and let the other half take new tasks, so that " +
      "no task is interrupted; run the same command again for the next turn",
  )
  .option("--dry-run", "show the changes, and write nothing")
  .option("--check", "only report old versions and ends of support; exit code 1 if there are any")
  .option("--date <date>", "day for which to check the end of support, YYYY-MM-DD (default: today)", day)
  .addOption(new Option("--dir <dir>", "folder of Pulumi.<stack>.yaml").default(ROOT, "the repository"));

const command = ADD_ONS.reduce(
  (built, name) => built.option(`--${name} <version>`, `version of the add-on ${name}`),
  base,
);

interface UpgradeOptions {
  readonly airflow?: string | undefined;
  readonly kubernetes?: string | undefined;
  readonly amiRelease?: readonly string[] | undefined;
  readonly deployed?: string | undefined;
  readonly inTurns?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly check?: boolean | undefined;
  readonly date?: string | undefined;
  readonly dir: string;
}

interface Arguments {
  readonly stack: string;
  readonly path: string;
  readonly request: Request;
  readonly context: CheckContext & { readonly today: string };
  readonly inTurns: boolean;
  readonly dryRun: boolean;
}

function upgradeOrCheck(stack: string, options: UpgradeOptions): number {
  const {
    airflow,
    kubernetes,
    amiRelease: amiReleases = [],
    deployed,
    inTurns = false,
    dryRun = false,
    check: onlyCheck = false,
  } = options;
  const addOns = addOnOptions(options);
  const asked = [airflow, kubernetes, ...amiReleases, ...Object.values(addOns)].some(
    (version) => version !== undefined,
  );
  if (asked === onlyCheck) {
    throw new UsageError(
      asked
        ? "--check only reports: leave out either --check or the versions"
        : `name the version to change: --airflow, --kubernetes, --ami-release or an add-on; ${command.name()} --help lists them`,
    );
  }
  if (inTurns && (amiReleases.length === 0 || kubernetes !== undefined || airflow !== undefined)) {
    throw new UsageError(
      "--in-turns changes AMI releases: give --ami-release, without --kubernetes and --airflow. docs/how-to/upgrade-kubernetes.md says " +
        "how a new minor reaches node groups during working hours",
    );
  }
  const file = stackFileName(stack);
  const args: Arguments = {
    stack,
    path: resolve(options.dir, file),
    request: { airflowVersion: airflow, kubernetesVersion: kubernetes, amiReleases, addOns },
    context: {
      deployed: deployed === undefined ? undefined : readDeployedFile(deployed),
      today: options.date ?? today(),
    },
    inTurns,
    dryRun,
  };
  if (!existsSync(args.path)) {
    throw new UsageError(`there is no ${file} in ${resolve(args.path, "..")}`);
  }
  const text = readFileSync(args.path, "utf8");
  return onlyCheck ? check(args, file, text) : upgrade(args, file, text);
}

/** Versions of add-ons among the options; commander writes `--vpc-cni` as `vpcCni`. */
function addOnOptions(options: object): Request["addOns"] {
  const values = new Map<string, unknown>(Object.entries(options));
  return Object.fromEntries(
    ADD_ONS.flatMap((name): [AddOnName, string][] => {
      const value = values.get(name.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase()));
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

function check({ stack, context }: Arguments, file: string, text: string): number {
  const { config } = printProblems(readStackText(text, file, stack, { deployed: context.deployed }));
  if (config === undefined) {
    return 1;
  }
  const { lines, isCurrent } = reportVersions(stack, config, context.today);
  console.log([stack, ...lines].join("\n"));
  return isCurrent ? 0 : 1;
}

function upgrade({ stack, path, request, context, inTurns, dryRun }: Arguments, file: string, text: string): number {
  const before = readStackText(text, file, stack);
  if (before.config === undefined) {
    printProblems(before);
    return 1;
  }
  const choices = [
    chooseVersions(before.config.cluster, request),
    chooseAirflow(before.config.airflow, request.airflowVersion),
  ];
  const wanted = choices.flatMap((choice) => choice.changes);
  const problems = choices.flatMap((choice) => choice.problems);
  if (problems.length > 0) {
    return refuse(problems);
  }
  if (wanted.length === 0) {
    return refuse(["nothing to do: the stack already has these versions"]);
  }
  const turn = inTurns ? nextTurn(before.config.cluster, fleetGroups(before.config.cluster, wanted)) : undefined;
  const changes = turn === undefined ? wanted : changesInTurn(before.config.cluster, wanted, turn);
  const changed = edit(text, changes, turn);
  if (changed instanceof EditError) {
    return refuse([`${file}: ${changed.message}`]);
  }
  const after = printProblems(readStackText(changed, file, stack, context));
  if (after.config === undefined) {
    return refuse(["wrote nothing: the result would have these problems"]);
  }
  const plan = planUpgrade(before.config, after.config);
  console.log(
    [
      ...renderDifference(file, text, changed),
      "",
      ...(plan.length === 0 ? [] : renderPlan(plan)),
      ...(turn === undefined ? [] : ["", ...renderTurn(stack, turn)]),
    ].join("\n"),
  );
  if (!dryRun) {
    replaceFile(path, changed);
  }
  console.log(
    `\n${dryRun ? "Dry run: wrote nothing" : `Wrote ${file}`}. Next: npm run preview -- ${stack}, then pulumi preview --stack ${stack}.`,
  );
  return 0;
}

function edit(text: string, changes: readonly Change[], turn: Turn | undefined): string | EditError {
  const edits = changes.map(({ path: [key, ...rest], to }) => ({
    path: ["config", `${PROJECT}:${String(key)}`, ...rest],
    value: to,
  }));
  const lines = (names: readonly string[], value: true | undefined): LineEdit[] =>
    names.map((name) => ({ path: ["config", `${PROJECT}:cluster`, "nodeGroups", name], key: "draining", value }));
  try {
    const changed = editYaml(text, edits);
    return turn === undefined
      ? changed
      : editLines(changed, [...lines(turn.undrain, undefined), ...lines(turn.drain, true)]);
  } catch (caught) {
    if (caught instanceof EditError) {
      return caught;
    }
    throw caught;
  }
}

function printProblems(file: StackFile): StackFile {
  file.problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  return file;
}

function refuse(problems: readonly string[]): number {
  problems.forEach((problem) => {
    console.error(problem);
  });
  return 1;
}

export const main = program(command, upgradeOrCheck);

startIfMain(module, main);
