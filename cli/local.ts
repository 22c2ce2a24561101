import { UsageError } from "../diagnostics/usage-error";
import type { DagData } from "../workflow/compiled";
import { conditionInWords } from "../workflow/settings-in-words";
import type { Run } from "../workflow/templates/fill-in";
import type { Moment } from "../workflow/templates/moment";
import { isoFormat } from "../workflow/templates/format-date";
import { collect, npmCommand, program, startIfMain } from "./command";
import { differences, runArguments } from "./local/container";
import { type Engine, type EngineName, findEngine, findImage, readEngine, rootProblem } from "./local/engine";
import { resultsAsWritten, resultsGiven } from "./local/given-results";
import { credentialsOf, now, parametersOf, readMomentOption, SECRETS_FILE, secretsOf } from "./local/inputs";
import { containerName } from "./local/run";
import { containerOf, type Planned, runAll } from "./local/run-all";
import { tasksInOrder, textsOf } from "./local/tasks";
import { resultsUsed } from "../workflow/compile-tasks";
import { compileOne } from "./one-workflow";

const command = npmCommand(
  "local",
  "Runs a workflow's image on this machine with Docker or Podman, with the environment, limits and rights of its pods.",
)
  .argument("<path>", "a workflow.yml, or its folder")
  .option("--task <task>", "run only this task (default: all, each after its dependencies)")
  .option(
    "--image <image>",
    "run this image instead of dag.repository's, such as one that you have just built; with --task, instead of the task's",
  )
  .option("--param <name=value>", "set a parameter, as when starting the DAG in Airflow; repeat it for each", collect)
  .option("--result <task=json>", "with --task: the result of a task before it; repeat it for each", collect)
  .option(
    "--logical-date <date>",
    "date of the run, such as 2026-11-22T06:00:00+00:00 (default: now)",
    readMomentOption,
  )
  .option("--data-interval-start <date>", "start of the run's interval (default: the logical date)", readMomentOption)
  .option("--data-interval-end <date>", "end of the run's interval (default: the logical date)", readMomentOption)
  .option("--run-id <id>", "id of the run (default: manual__<logical date>)")
  .option("--try <number>", "number of the try", readTry, 1)
  .option("--secrets <file>", `file of SECRET_<ID>=value lines (default: ${SECRETS_FILE} if it exists)`)
  .option("--aws-profile <profile>", "give the container the credentials of this AWS profile (default: none)")
  .option("--gpu", "give tasks with a GPU profile this machine's NVIDIA GPU")
  .option("--engine <engine>", "docker or podman (default: the first that answers)", readEngine)
  .option("--dry-run", "print the commands instead; secrets and credentials stay out of them")
  .addHelpText(
    "after",
    `
Secrets come from variables of the shell, SECRET_<ID>, or else from the file. Neither is printed.

Exit code: that of the first task that failed; 0 if none failed. 1 if a result cannot be used or the manifest has errors, 2 if the
call is wrong or something is missing; the message on standard error tells them from a task's own.`,
  );

interface LocalOptions {
  readonly task?: string;
  readonly image?: string;
  readonly param?: readonly string[];
  readonly result?: readonly string[];
  readonly logicalDate?: Moment;
  readonly dataIntervalStart?: Moment;
  readonly dataIntervalEnd?: Moment;
  readonly runId?: string;
  readonly try: number;
  readonly secrets?: string;
  readonly awsProfile?: string;
  readonly gpu?: true;
  readonly engine?: EngineName;
  readonly dryRun?: true;
}

function readTry(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new UsageError(`--try ${text} is not the number of a try; write 1 for the first`);
  }
  return Number(text);
}

async function runLocally(path: string, options: LocalOptions): Promise<number> {
  const workflow = compileOne(path);
  if (workflow === undefined) {
    return 1;
  }
  const { dag } = workflow;
  const given = resultsGiven(dag, options.task, options.result ?? [], options.dryRun === true);
  const tasks = plan(dag, options, given);
  const secrets = {
    ...secretsOf(dag, options.secrets),
    ...(options.awsProfile === undefined ? {} : await credentialsOf(options.awsProfile)),
  };
  const engine = findEngine(options.engine);
  const images = new Map(
    [...new Set(tasks.map(({ imageName }) => imageName))].map((name) => [name, findImage(engine, name)]),
  );
  const problems = [...images].flatMap(([name, image]) => rootProblem(name, image) ?? []);
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    return 2;
  }
  const planned = tasks.flatMap((task): Planned[] => {
    const image = images.get(task.imageName);
    return image === undefined ? [] : [{ ...task, image }];
  });
  const aws = options.awsProfile === undefined ? undefined : `profile ${options.awsProfile}`;
  const notes = new Set(planned.flatMap((one) => differences({ dag, ...one, taskId: one.run.taskId }, engine, aws)));
  console.error([...notes].join("\n"));
  if (options.dryRun) {
    printCommands(dag, planned, engine, Object.keys(secrets));
    return 0;
  }
  return runAll(dag, planned, { engine, secrets, given });
}

/** The tasks to run. Also fills in their texts, except those that need a result of this run, so that no container starts before an error. */
function plan(dag: DagData, options: LocalOptions, given: Run["results"]): Omit<Planned, "image">[] {
  const params = parametersOf(dag, options.param ?? []);
  const logicalDate = options.logicalDate ?? now();
  return tasksInOrder(dag, options.task).flatMap((taskId) => {
    const task = dag.tasks[taskId];
    if (task === undefined) {
      return [];
    }
    const run = {
      logicalDate,
      dataIntervalStart: options.dataIntervalStart ?? logicalDate,
      dataIntervalEnd: options.dataIntervalEnd ?? logicalDate,
      runId: options.runId ?? `manual__${isoFormat(logicalDate)}`,
      dagId: dag.dag_id,
      taskId,
      tryNumber: options.try,
      params,
      ...(given && { results: given }),
    };
    if (resultsUsed(task).length === 0) {
      textsOf(dag, run);
    }
    const own = options.task === undefined ? task.image : undefined;
    return [{ task, run, imageName: own ?? options.image ?? task.image ?? dag.image, gpu: options.gpu === true }];
  });
}

function printCommands(dag: DagData, planned: readonly Planned[], engine: Engine, hidden: readonly string[]): void {
  for (const one of planned) {
    const results = { ...resultsAsWritten(one.task), ...one.run.results };
    const container = containerOf(dag, { ...one, run: { ...one.run, results } });
    if (one.task.when !== undefined) {
      console.error(`${one.run.taskId}: runs only if ${conditionInWords(one.task.when)}`);
    }
    const words = runArguments(container, engine, one.image, containerName(container), hidden);
    console.log([engine.command, ...words].map(shellWord).join(" "));
  }
}

/** A word that a POSIX shell reads as it is. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export const main = program(command, runLocally);

startIfMain(module, main);
