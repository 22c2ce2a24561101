import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { UsageError } from "../../diagnostics/usage-error";
import type { LoadedStack } from "../../preview/load";
import { previewEnvironment } from "../../preview/run";
import { writePreview } from "../../preview/write";
import type { Cluster } from "./cluster";
import { writeDags } from "./write";

/** Versions for which `make venvs` creates a virtual environment; the first is the default. */
export const AIRFLOW_VERSIONS = ["3.0.6", "2.10.3"] as const;

/** The DAG to run, and its surroundings. */
export interface RunOptions {
  readonly stack: LoadedStack;
  readonly workflow: CompiledWorkflow;
  readonly cluster: Cluster;
  /** Python interpreter with Airflow. */
  readonly python: string;
}

/** Interpreter of the virtual environment of an Airflow version. */
export function airflowPython(version: (typeof AIRFLOW_VERSIONS)[number]): string {
  const python = resolve(ROOT, `.venvs/airflow-${version}/bin/python`);
  if (!existsSync(python)) {
    throw new UsageError(`Airflow ${version} is not installed; make venvs installs it`);
  }
  return python;
}

/** Runs a DAG once in a temporary folder, which it deletes, and returns the exit code. */
export async function runOnce({ stack, workflow, cluster, python }: RunOptions): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "dags-test-"));
  try {
    const dags = join(scratch, "bucket", "dags");
    writeDags(join(scratch, "bucket"), [workflow]);
    const home = join(scratch, "airflow");
    mkdirSync(home);
    const environment = { ...withoutAirflowSettings(process.env), ...airflowSettings(home, dags) };
    const run = [join(__dirname, "run_dag.py"), join(scratch, "bucket", workflow.dagObjectKey)];
    if (cluster.kind === "given") {
      const kubeconfig = givenKubeconfig(cluster.kubeconfig, scratch);
      return await runToEnd(python, run, { ...environment, ANALYTICAL_PLATFORM_KUBECONFIG: kubeconfig });
    }
    const preview = join(scratch, stack.environment);
    writePreview(await previewEnvironment(stack), preview);
    return await runToEnd(python, [join(__dirname, "local_cluster.py"), preview, python, ...run], environment);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function givenKubeconfig({ file, text }: { file: string; text: string | undefined }, scratch: string): string {
  if (text === undefined) {
    return file;
  }
  const copy = join(scratch, "kubeconfig");
  writeFileSync(copy, text, { mode: 0o600 });
  return copy;
}

/** Variables without the settings of the user's own Airflow; connections (`AIRFLOW_CONN_…`) stay. */
function withoutAirflowSettings(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("AIRFLOW__")));
}

function airflowSettings(home: string, dags: string): Record<string, string> {
  return {
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: dags,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `sqlite:///${join(home, "airflow.db")}`,
    // In an environment's cluster, neither this Airflow nor MWAA may delete the other's pods as orphaned.
    ANALYTICAL_PLATFORM_AIRFLOW: `trial-${randomUUID()}`,
    PYTHONPATH: dags,
    PYTHONWARNINGS: "ignore",
  };
}

const STOPPING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a process to its end and returns its exit code. The process has its own group, so that Ctrl-C reaches it once, as the
 * signal at which Airflow deletes a task's pod.
 */
function runToEnd(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"], detached: true });
  const stop = (): void => {
    child.kill("SIGTERM");
  };
  STOPPING_SIGNALS.forEach((signal) => process.once(signal, stop));
  return new Promise<number>((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => {
      done(code ?? 1);
    });
  }).finally(() => {
    STOPPING_SIGNALS.forEach((signal) => process.off(signal, stop));
  });
}
