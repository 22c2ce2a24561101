import { UsageError } from "../diagnostics/usage-error";
import type { CompiledWorkflow } from "../workflow/compiled";
import type { Moment } from "../workflow/templates/moment";
import { isoFormat } from "../workflow/templates/format-date";
import { collect, npmCommand, program, startIfMain } from "./command";
import { type Container, differences, runArguments } from "./local/container";
import {
  type Engine,
  type EngineName,
  findEngine,
  findImage,
  type Image,
  readEngine,
  rootProblem,
} from "./local/engine";
import { credentialsOf, now, parametersOf, readMomentOption, SECRETS_FILE, secretsOf } from "./local/inputs";
import { containerName, type Ended, runContainer } from "./local/run";
import { resultTable, starts, tasksInOrder, textsOf } from "./local/tasks";
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

Exit code: that of the task, or of the first task that failed; 0 if every task succeeded. 1 if the manifest has errors, 2 if the
call is wrong or something is missing; the message on standard error tells them from a task's own.`,
  );

interface LocalOptions {
  readonly task?: string;
  readonly image?: string;
  readonly param?: readonly string[];
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
  const containers = containersOf(workflow, options);
  const secrets = {
    ...secretsOf(workflow.dag, options.secrets),
    ...(options.awsProfile === undefined ? {} : await credentialsOf(options.awsProfile)),
  };
  const engine = findEngine(options.engine);
  const images = new Map(
    [...new Set(containers.map(({ image }) => image))].map((name) => [name, findImage(engine, name)]),
  );
  const problems = [...images].flatMap(([name, image]) => rootProblem(name, image) ?? []);
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    return 2;
  }
  const prepared = containers.flatMap((container): Prepared[] => {
    const image = images.get(container.image);
    return image === undefined ? [] : [{ container, image }];
  });
  const aws = options.awsProfile === undefined ? undefined : `profile ${options.awsProfile}`;
  const notes = new Set(prepared.flatMap(({ container, image }) => differences(container, engine, image, aws)));
  console.error([...notes].join("\n"));
  if (options.dryRun) {
    prepared.forEach(({ container, image }) => {
      const words = runArguments(container, engine, image, containerName(container), Object.keys(secrets));
      console.log([engine.command, ...words].map(shellWord).join(" "));
    });
    return 0;
  }
  return runAll(workflow, prepared, engine, secrets);
}

function containersOf({ dag }: CompiledWorkflow, options: LocalOptions): Container[] {
  const params = parametersOf(dag, options.param ?? []);
  const logicalDate = options.logicalDate ?? now();
  return tasksInOrder(dag, options.task).flatMap((taskId) => {
    const task = dag.tasks[taskId];
    const run = {
      logicalDate,
      dataIntervalStart: options.dataIntervalStart ?? logicalDate,
      dataIntervalEnd: options.dataIntervalEnd ?? logicalDate,
      runId: options.runId ?? `manual__${isoFormat(logicalDate)}`,
      dagId: dag.dag_id,
      taskId,
      tryNumber: options.try,
      params,
    };
    if (task === undefined) {
      return [];
    }
    const own = options.task === undefined ? task.image : undefined;
    const image = own ?? options.image ?? task.image ?? dag.image;
    return [{ dag, task, taskId, image, ...textsOf(dag, run), gpu: options.gpu === true }];
  });
}

/** A container, and what is known of its image. */
interface Prepared {
  readonly container: Container;
  readonly image: Image;
}

async function runAll(
  { dag }: CompiledWorkflow,
  prepared: readonly Prepared[],
  engine: Engine,
  secrets: Readonly<Record<string, string>>,
): Promise<number> {
  const ended = new Map<string, Ended | undefined>();
  let stopped = false;
  for (const { container, image } of prepared) {
    const { taskId } = container;
    if (stopped || !starts(dag, taskId, ended)) {
      ended.set(taskId, undefined);
      continue;
    }
    const end = await runContainer(container, engine, image, secrets);
    stopped = end.stopped;
    ended.set(taskId, end);
    if (end.exitCode !== 0) {
      const killed = end.exitCode === 137 ? " (killed: by you, or because it needed more memory than its limit)" : "";
      console.error(`task ${taskId} ended with exit code ${end.exitCode}${killed}`);
    }
  }
  console.error(resultTable(ended));
  return [...ended.values()].find((end) => end !== undefined && end.exitCode !== 0)?.exitCode ?? 0;
}

/** A word that a POSIX shell reads as it is. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export const main = program(command, runLocally);

startIfMain(module, main);
