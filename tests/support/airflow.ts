import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { temporaryFolder } from "./command";

/** A task in Airflow, with its rendered variables and the channel for its failures. */
export interface AirflowTask {
  readonly type: string;
  readonly image: string;
  readonly envVars: Readonly<Record<string, string>>;
  readonly rendered: Readonly<Record<string, string>>;
  readonly channel: string | null;
  /** Names of the operator's attributes. */
  readonly attributes: readonly string[];
  readonly [field: string]: unknown;
}

/** A DAG in Airflow. */
export interface AirflowDag {
  readonly tags: readonly string[];
  readonly owner: string;
  readonly docMd: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly tasks: Readonly<Record<string, AirflowTask>>;
  readonly [field: string]: unknown;
}

/** The DAGs and import errors of a folder of DAG objects in Airflow. */
export interface AirflowFolder {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly dags: Readonly<Record<string, AirflowDag>>;
}

/** `read_dags.py`, with the rendered variables of DAGs with the given tag, and other facts for tests. */
const READER = `
import sys
sys.path.insert(0, "tests/dags")
tag = sys.argv.pop()
import read_dags

plain = read_dags.task_as_data

def task_as_data(task, *, render):
    callbacks = task.on_failure_callback
    callbacks = callbacks if isinstance(callbacks, (list, tuple)) else [callbacks] if callbacks else []
    return {
        **plain(task, render=False),
        "rendered": read_dags.environment_as_data(task, render=True) if tag in task.dag.tags else {},
        "channel": next((callback.audience for callback in callbacks if type(callback).__name__ == "SlackFailure"), None),
        "attributes": sorted(vars(task)),
    }

read_dags.task_as_data = task_as_data
read_dags.main()
`;

/** Python of a virtual environment with Airflow, which `make venvs` creates. */
function pythonOf(version: string): string {
  return resolve(ROOT, ".venvs", `airflow-${version}`, "bin", "python");
}

/** Whether that version of Airflow is installed. */
export function hasAirflow(version: string): boolean {
  return existsSync(pythonOf(version));
}

/** Loads the DAG objects of workflows, beside the shared package, with one process of Airflow. */
export function loadInAirflow(
  version: string,
  workflows: readonly CompiledWorkflow[],
  renderTag: string,
): AirflowFolder {
  const folder = temporaryFolder();
  cpSync(resolve(ROOT, "dags"), resolve(folder, "dags"), {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
  for (const { dagObjectKey, dagObject } of workflows) {
    mkdirSync(dirname(resolve(folder, dagObjectKey)), { recursive: true });
    writeFileSync(resolve(folder, dagObjectKey), dagObject);
  }
  const output = execFileSync(pythonOf(version), ["-c", READER, resolve(folder, "dags"), renderTag], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, AIRFLOW_HOME: folder, PYTHONDONTWRITEBYTECODE: "1" },
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return JSON.parse(output) as AirflowFolder;
}
