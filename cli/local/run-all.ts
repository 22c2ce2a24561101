import { mkdtempSync, rmSync, writeFileSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { messageOf } from "../../diagnostics/message-of";
import type { CompiledTask, DagData } from "../../workflow/compiled";
import type { Run } from "../../workflow/templates/fill-in";
import type { Container } from "./container";
import type { Engine, Image } from "./engine";
import { keptPart, readResult, type Result } from "./results";
import { type Ended, runContainer } from "./run";
import { type End, endsTable, textsOf, whySkipped } from "./tasks";
import { startOf, type State } from "./trigger-rules";

/** A task that is to run, and what is known of its image. */
export interface Planned {
  readonly task: CompiledTask;
  readonly run: Run;
  readonly image: Image;
  /** Name of the image. */
  readonly imageName: string;
  readonly gpu: boolean;
}

/** The container of a planned task, with its texts filled in. */
export function containerOf(dag: DagData, { task, run, imageName, gpu }: Planned): Container {
  return { dag, task, taskId: run.taskId, image: imageName, gpu, ...textsOf(dag, run) };
}

/** Exit code for a task that fails without a program's exit code. */
const FAILED = 1;

/**
 * Runs tasks one after the other, each if its trigger rule and its condition let it start, and hands results on. Prints what
 * becomes of each task.
 *
 * @param given Results of tasks that do not run here.
 * @param secrets Variables that the engine reads from its own environment.
 * @returns The exit code of the first task that failed, or 0.
 */
export async function runAll(
  dag: DagData,
  planned: readonly Planned[],
  { engine, secrets, given }: { engine: Engine; secrets: Readonly<Record<string, string>>; given: Run["results"] },
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "results-"));
  const ends = new Map<string, End>();
  const results: Record<string, Result> = { ...given };
  let stopped = false;
  try {
    for (const one of planned) {
      const { taskId } = one.run;
      const states = new Map([...ends].map(([id, { state }]): [string, State] => [id, state]));
      const start = stopped ? "upstream_failed" : startOf(dag, taskId, states);
      if (start !== "starts") {
        ends.set(taskId, { state: start });
        continue;
      }
      const file = join(folder, String(ends.size));
      const end = await runTask(dag, { ...one, run: { ...one.run, results } }, { engine, secrets, file });
      stopped = end.stopped === true;
      ends.set(taskId, end);
      if (end.result !== undefined) {
        results[taskId] = end.result;
      }
      if (end.message !== undefined) {
        console.error(end.message);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.error(endsTable(ends));
  const failed = [...ends.values()].find(({ state }) => state === "failed");
  return failed === undefined ? 0 : (failed.ran?.exitCode ?? 0) || FAILED;
}

interface TaskEnd extends End {
  readonly message?: string;
  readonly result?: Result;
  readonly stopped?: boolean;
}

async function runTask(
  dag: DagData,
  planned: Planned,
  { engine, secrets, file }: { engine: Engine; secrets: Readonly<Record<string, string>>; file: string },
): Promise<TaskEnd> {
  const { taskId } = planned.run;
  let container: Container;
  try {
    const why = whySkipped(dag, planned.run);
    if (why !== undefined) {
      return { state: "skipped", message: `task ${taskId} is skipped, because ${why}` };
    }
    container = containerOf(dag, planned);
  } catch (caught) {
    return { state: "failed", message: `task ${taskId} failed before its container started: ${messageOf(caught)}` };
  }
  // Every user of the container may write this file, as the kubelet makes it.
  writeFileSync(file, "");
  chmodSync(file, 0o666);
  const ended = await runContainer({ ...container, resultFile: file }, engine, planned.image, secrets);
  return { ...endOf(taskId, ended, planned.task.results ?? [], file), stopped: ended.stopped };
}

function endOf(taskId: string, { exitCode, seconds }: Ended, fields: readonly string[], file: string): TaskEnd {
  const ran = { exitCode, seconds };
  if (exitCode !== 0) {
    const killed = exitCode === 137 ? " (killed: by you, or because it needed more memory than its limit)" : "";
    return { state: "failed", ran, message: `task ${taskId} ended with exit code ${exitCode}${killed}` };
  }
  if (fields.length === 0) {
    return { state: "success", ran };
  }
  try {
    return { state: "success", ran, result: readResult(keptPart(file), fields) };
  } catch (caught) {
    const message = `task ${taskId} failed: other tasks use the result of ${taskId}, but ${messageOf(caught)}`;
    return { state: "failed", ran, message };
  }
}
