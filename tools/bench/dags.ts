import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { writeDags } from "../../cli/dags/write";
import { loadEnvironment } from "../../preview/load";
import { generateManifests } from "./generate";

/** Versions that have a virtual environment. */
const AIRFLOW_VERSIONS = ["2.10.3", "3.0.6"] as const;

/** Numbers of generated workflows; the time should grow in proportion. */
const GENERATED = [100, 1000, 5000] as const;

/** The output of `load_dags.py`; times are seconds of CPU time. */
interface LoadedDags {
  readonly airflow: string;
  readonly dags: number;
  readonly tasks: number;
  /** Tasks of the workflow that has most. */
  readonly mostTasks: number;
  /** All objects in one process. */
  readonly objects: number;
  /** The same number of bare operators in plain DAGs. */
  readonly plain: number;
  readonly ratio: number;
  /** One object and the shared package, in a process that has used Airflow: the median of all objects. */
  readonly oneObject: number;
  readonly objectWithMostTasks: number;
  readonly growth: readonly { readonly workflows: number; readonly seconds: number }[];
}

/** Measures the time in which each Airflow loads the DAG objects of production, and of growing numbers of generated workflows. */
export function benchDags(manifests: string, scratch: string): void {
  const real = writeObjects(manifests, join(scratch, "real"));
  const generated = GENERATED.map((count) =>
    writeObjects(generateManifests(join(scratch, `manifests-${count}`), count), join(scratch, `generated-${count}`)),
  );
  console.log("DAG objects of production, CPU time");
  for (const version of AIRFLOW_VERSIONS) {
    const python = resolve(ROOT, ".venvs", `airflow-${version}`, "bin", "python");
    if (existsSync(python)) {
      report(load(python, [real, ...generated]));
    } else {
      console.log(`\nAirflow ${version}: not measured, because it is not installed; \`make venvs\` does that`);
    }
  }
}

/** Writes production's objects as in the bucket, without manifests that have errors. */
function writeObjects(manifests: string, bucket: string): string {
  const { stack, problems } = loadEnvironment("production", manifests);
  if (stack === undefined) {
    throw new Error(`Pulumi.production.yaml: ${problems.map(({ message }) => message).join("; ")}`);
  }
  writeDags(bucket, stack.workflows);
  return join(bucket, "dags");
}

function load(python: string, folders: readonly string[]): LoadedDags {
  const { stdout, stderr, status } = spawnSync(python, [resolve(ROOT, "tools/bench/load_dags.py"), ...folders], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) {
    throw new Error(`load_dags.py failed:\n${stderr}`);
  }
  return JSON.parse(stdout) as LoadedDags;
}

function report(loaded: LoadedDags): void {
  const { airflow, dags, tasks, mostTasks, objects, plain, ratio, oneObject, objectWithMostTasks, growth } = loaded;
  const rows: readonly (readonly [string, string])[] = [
    [`all objects, ${dags} DAGs of ${tasks} tasks, in one process`, `${objects.toFixed(2)} s`],
    ["as many bare operators in plain DAGs", `${plain.toFixed(2)} s`],
    ["the first against the second", `${ratio.toFixed(2)} times`],
    ["one object and the shared package: median", `${(oneObject * 1000).toFixed(0)} ms`],
    [`one object and the shared package: ${mostTasks} tasks`, `${(objectWithMostTasks * 1000).toFixed(0)} ms`],
    ...growth.map(({ workflows, seconds }): [string, string] => [
      `${workflows} generated workflows, each`,
      `${((seconds / workflows) * 1000).toFixed(2)} ms`,
    ]),
  ];
  console.log(`\nAirflow ${airflow}`);
  rows.forEach(([label, figure]) => {
    console.log(`  ${label.padEnd(60)}${figure.padStart(12)}`);
  });
}
