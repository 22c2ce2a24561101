import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { readSharedPackage } from "../../platform/airflow/shared-package";
import type { CompiledWorkflow } from "../../workflow/compiled";

/** Writes `dags/` as in the environment's bucket: the shared package, and the DAG object of each workflow. */
export function writeDags(bucket: string, workflows: readonly CompiledWorkflow[]): void {
  const write = (key: string, text: string): void => {
    mkdirSync(dirname(join(bucket, key)), { recursive: true });
    writeFileSync(join(bucket, key), text);
  };
  readSharedPackage(resolve(ROOT, "dags")).forEach(({ path, text }) => {
    write(`dags/${path}`, text);
  });
  workflows.forEach(({ dagObjectKey, dagObject }) => {
    write(dagObjectKey, dagObject);
  });
}
