import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Engine, Image } from "../../../cli/local/engine";
import { type Planned, runAll } from "../../../cli/local/run-all";
import { tasksInOrder } from "../../../cli/local/tasks";
import type { Run } from "../../../workflow/templates/fill-in";
import { momentAt } from "../../../workflow/templates/moment";
import { temporaryFolder } from "../../support/command";
import { compiled, manifest } from "../../support/manifests";

const ENGINE: Engine = { command: "docker", isPodman: false, cpus: 8, memoryBytes: 2 ** 34 };
const IMAGE: Image = { user: "1000", architecture: "amd64", environment: [] };
const MOMENT = momentAt(Date.UTC(2025, 2, 4));

/** Runs the text of the variable SCRIPT as a container would; RESULT is its file for the result, and SEEN the file of the test. */
const FAKE_DOCKER = `#!/bin/sh
for word in "$@"; do
  case "$word" in
    *:/dev/termination-log:z) RESULT="\${word%%:*}" ;;
    SCRIPT=*) SCRIPT="\${word#SCRIPT=}" ;;
    VALUE=*) VALUE="\${word#VALUE=}" ;;
  esac
done
eval "$SCRIPT"
`;

const PATH = process.env["PATH"];

beforeAll(() => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "docker"), FAKE_DOCKER);
  chmodSync(join(folder, "docker"), 0o755);
  process.env["PATH"] = `${folder}:${String(PATH)}`;
});

afterAll(() => {
  process.env["PATH"] = PATH;
});

/** Runs the tasks of a manifest, and gives the exit code and everything that was printed. */
async function run(tasks: object, given: Run["results"] = {}): Promise<{ code: number; printed: string }> {
  const { dag } = compiled(manifest(`tasks: ${JSON.stringify(tasks)}`));
  const planned = tasksInOrder(dag, undefined).map((taskId): Planned => {
    const run: Run = {
      ...{ logicalDate: MOMENT, dataIntervalStart: MOMENT, dataIntervalEnd: MOMENT, tryNumber: 1, params: {} },
      ...{ runId: "manual__1", dagId: dag.dag_id, taskId },
    };
    return { task: dag.tasks[taskId] as Planned["task"], run, image: IMAGE, imageName: "image", gpu: false };
  });
  const messages = jest.spyOn(console, "error").mockReturnValue(undefined);
  const code = await runAll(dag, planned, { engine: ENGINE, secrets: {}, given });
  const printed = messages.mock.calls.flat().join("\n");
  messages.mockRestore();
  return { code, printed };
}

const check = (result: string) => ({ env_vars: { SCRIPT: `printf %s '${result}' > "$RESULT"` } });
const USES = { dependencies: ["check"], env_vars: { VALUE: "{{ results.check.rows }}", SCRIPT: 'exit "$VALUE"' } };

test("a task gets the result of the task before it as text", async () => {
  const { code, printed } = await run({ check: check('{"rows": 7}'), load: USES });
  expect(code).toBe(7);
  expect(printed).toMatch(/^check +success +0/m);
  expect(printed).toMatch(/^load +failed +7/m);
});

test("a condition skips a task and those after it, and a run with skipped tasks succeeds", async () => {
  const { code, printed } = await run({
    check: check('{"changed": false}'),
    load: { ...USES, when: { value: "{{ results.check.changed }}", is: "true" }, env_vars: { SCRIPT: "exit 3" } },
    after: { dependencies: ["load"], env_vars: { SCRIPT: "exit 4" } },
    report: { dependencies: ["load"], trigger_rule: "none_failed", env_vars: { SCRIPT: "true" } },
  });
  expect(code).toBe(0);
  expect(printed).toContain(
    'task load is skipped, because {{ results.check.changed }} is "true" does not hold: the value is "false"',
  );
  expect(printed).toMatch(/^load {4}skipped$/m);
  expect(printed).toMatch(/^after {3}skipped$/m);
  expect(printed).toMatch(/^report {2}success/m);
});

test.each([
  ["no result", "", "it wrote no result to /dev/termination-log"],
  ["no JSON", "rows: 7", "its result is not JSON"],
  ["another field", '{"row": 7}', 'its result has no rows; it has "row"'],
])("a task with %s fails with the reason, and those that need it do not start", async (_case, result, problem) => {
  const { code, printed } = await run({ check: check(result), load: USES });
  expect(code).toBe(1);
  expect(printed).toContain(`task check failed: other tasks use the result of check, but ${problem}`);
  expect(printed).toMatch(/^load {3}not started$/m);
});

test("a task that starts without the result that it uses fails before its container starts", async () => {
  const { code, printed } = await run({
    check: { env_vars: { SCRIPT: "exit 5" } },
    load: { ...USES, trigger_rule: "all_done" },
  });
  expect(code).toBe(5);
  expect(printed).toContain("task load failed before its container started: load: VALUE: task check has no result");
});
