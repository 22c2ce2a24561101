import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Container, runArguments } from "../../../cli/local/container";
import type { Engine, Image } from "../../../cli/local/engine";
import { runContainer } from "../../../cli/local/run";
import { textsOf } from "../../../cli/local/tasks";
import type { DagData } from "../../../workflow/compiled";
import { momentAt } from "../../../workflow/templates/moment";
import { temporaryFolder } from "../../support/command";
import { compiled, manifest } from "../../support/manifests";

const ENGINE: Engine = { command: "docker", isPodman: false, cpus: 8, memoryBytes: 2 ** 34 };
const IMAGE: Image = { user: "1000", architecture: "amd64", environment: [] };
const MOMENT = momentAt(Date.UTC(2025, 2, 4));

function dagOf(tasks: string): DagData {
  return compiled(manifest(`tasks: ${tasks}`)).dag;
}

function containerOf(tasks: string, taskId = "load"): Container {
  const dag = dagOf(tasks);
  const task = dag.tasks[taskId];
  if (task === undefined) {
    throw new Error(`no task ${taskId}`);
  }
  const run = { logicalDate: MOMENT, dataIntervalStart: MOMENT, dataIntervalEnd: MOMENT, tryNumber: 1, params: {} };
  const texts = textsOf(dag, { ...run, runId: "manual__1", dagId: dag.dag_id, taskId });
  return { dag, task, taskId, image: "image", gpu: false, ...texts };
}

function after(words: readonly string[], word: string): string[] {
  return words.slice(words.indexOf(word) + 1);
}

test("a task's command replaces the entry point, and its arguments follow, filled in", () => {
  const container = containerOf("{load: {command: [python, -m, load], args: [--day, '{{ ds }}', '$HOME']}}");
  const words = runArguments(container, ENGINE, IMAGE, "name", []);
  expect(after(words, "--entrypoint")[0]).toBe("python");
  expect(after(words, "image")).toEqual(["-m", "load", "--day", "2025-03-04", "$HOME"]);
});

test("without a command, the image's entry point gets the arguments", () => {
  const words = runArguments(containerOf("{load: {args: [--full]}}"), ENGINE, IMAGE, "name", []);
  expect(words).not.toContain("--entrypoint");
  expect(after(words, "image")).toEqual(["--full"]);
});

test("a task that uses a result needs it", () => {
  const tasks = "{first: {}, load: {dependencies: [first], args: ['{{ results.first.rows }}']}}";
  expect(() => containerOf(tasks)).toThrow("load: args[0]: task first has no result in this run");
});

describe("a task's timeout", () => {
  const path = process.env["PATH"];

  afterEach(() => {
    process.env["PATH"] = path;
  });

  test("stops its container, and the task fails even if its program ends with 0", async () => {
    const folder = temporaryFolder();
    const script = "#!/bin/sh\ntrap 'exit 0' TERM\nwhile true; do sleep 0.05; done\n";
    writeFileSync(join(folder, "docker"), script);
    chmodSync(join(folder, "docker"), 0o755);
    process.env["PATH"] = `${folder}:${String(path)}`;
    const messages = jest.spyOn(console, "error").mockReturnValue(undefined);
    const container = containerOf("{load: {timeout: 60}}");
    const end = await runContainer({ ...container, task: { ...container.task, timeout: 1 } }, ENGINE, IMAGE, {});
    expect(end).toMatchObject({ exitCode: 143, timedOut: true, stopped: false });
    expect(messages.mock.calls.flat()).toEqual([
      expect.stringContaining("stopping load, which took longer than its timeout of 1 seconds, with SIGTERM"),
    ]);
    messages.mockRestore();
  });
});
