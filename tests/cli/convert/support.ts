import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { temporaryFolder } from "../../support/command";

/** Folder of the example DAGs. */
export const COURTS = join(__dirname, "environments/development/courts");

/** The beginning of a DAG: `dag`, and `task(name)`, which makes a task of the platform. */
export const HEAD = `
from datetime import datetime
from airflow import DAG
from analytical_platform.standard_operator import AnalyticalPlatformStandardOperator
dag = DAG("courts.daily", start_date=datetime(2025, 9, 1), schedule=None, max_active_runs=1)
def task(name, **more):
    return AnalyticalPlatformStandardOperator(dag=dag, task_id=name, name=name, compute_profile="general-spot-1vcpu-4gb",
        image="registry/PLACEHOLDER_REPOSITORY_NAME:PLACEHOLDER_REPOSITORY_TAG", environment="PLACEHOLDER_ENVIRONMENT",
        project="PLACEHOLDER_PROJECT", workflow="PLACEHOLDER_WORKFLOW", **more)
`;

/** Writes a DAG of these lines, with a manifest beside it, and gives its file. */
export function written(lines: string, head = HEAD): string {
  const file = join(temporaryFolder(), "development/courts/daily/dag.py");
  mkdirSync(dirname(file), { recursive: true });
  const manifest = readFileSync(join(COURTS, "one-task/workflow.yml"), "utf8");
  writeFileSync(join(dirname(file), "workflow.yml"), manifest.replace(/secrets:\n {2}- api-key\n/, ""));
  writeFileSync(file, `${head}${lines}\n`);
  return file;
}
