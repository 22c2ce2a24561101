import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { main as preview } from "../../cli/preview";
import { ENVIRONMENTS } from "../../platform/config/check";
import { ROOT } from "../../platform/root";
import { COMPUTE_PROFILES } from "../../platform/compute-profiles";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { compileManifests, findManifests, readManifest } from "../../workflow/source";
import { call, temporaryFolder } from "../support/command";
import { environmentOf } from "../support/manifests";
import { remembered } from "../support/remembered";

/**
 * Airflow versions that the tests load objects with, each in a virtual environment that `make venvs` makes;
 * `make test-other-airflows` names the rest.
 */
const VERSIONS = (process.env["AIRFLOW_VERSIONS"] ?? "2.10.3 3.0.6").split(" ");

/** Examples of our own, and real manifests where they are to be had. */
const SOURCES = ["manifests", "../shared/manifests"].filter((path) => existsSync(resolve(ROOT, path)));

/** A task as tests/dags/read_dags.py prints it. */
interface ReadTask {
  readonly type: string;
  readonly image: string;
  readonly upstream: readonly string[];
  readonly envVars: Readonly<Record<string, string>>;
  readonly resources: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits: Readonly<Record<string, string>>;
  };
  readonly serviceAccountName: string;
  readonly retries: number;
}

/** A DAG as tests/dags/read_dags.py prints it. */
interface ReadDag {
  readonly file: string;
  readonly schedule: unknown;
  readonly tags: readonly string[];
  readonly catchup: boolean;
  readonly maxActiveRuns: number;
  readonly startDate: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly tasks: Readonly<Record<string, ReadTask>>;
}

interface ReadFolder {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly dags: Readonly<Record<string, ReadDag>>;
}

/** A folder of manifests of an environment. */
interface Case {
  readonly source: string;
  readonly environment: string;
}

/** Previews a folder of manifests, and gives the folder that the preview writes. */
async function previewOf({ source, environment }: Case): Promise<string> {
  const out = join(temporaryFolder(), "out");
  const { status, stderr } = await call(preview, [environment, "--manifests", source, "--keep-going", "--out", out]);
  if (status !== 0) {
    throw new Error(stderr);
  }
  return out;
}

/** Reads the DAG objects of some folders, in their order, with one start of Airflow. */
function readWith(version: string, folders: readonly string[]): ReadFolder[] {
  const python = resolve(ROOT, `.venvs/airflow-${version}/bin/python`);
  const { stdout, stderr, status } = spawnSync(
    python,
    [resolve(ROOT, "tests/dags/read_dags.py"), ...folders.map((folder) => join(folder, "dags"))],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (status !== 0) {
    throw new Error(`read_dags.py with Airflow ${version} failed (make venvs installs it):\n${stderr}`);
  }
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ReadFolder);
}

const compiled = remembered((environment: string, source: string): readonly CompiledWorkflow[] => {
  const files = findManifests(resolve(ROOT, source, environment)).map((path) => readManifest(path, ROOT));
  return compileManifests(files, environmentOf(environment)).workflows;
});

/** The resources that a profile's name requests from Kubernetes. */
function resourcesOf(profile: string): Record<string, string> {
  const found = COMPUTE_PROFILES.find(({ name }) => name === profile);
  return {
    cpu: String(found?.cpu),
    memory: `${String(found?.memoryGiB)}Gi`,
    ...(found?.gpus === 1 ? { "nvidia.com/gpu": "1" } : {}),
  };
}

const CASES: readonly Case[] = SOURCES.flatMap((source) =>
  ENVIRONMENTS.map((environment) => ({ source, environment })),
);

/** The folders of CASES as each version of Airflow loads them. */
const readings = new Map<string, ReadFolder[]>();

beforeAll(async () => {
  const folders: string[] = [];
  // One after the other: the SDK's runtime has one stack at a time.
  for (const each of CASES) {
    folders.push(await previewOf(each));
  }
  VERSIONS.forEach((version) => readings.set(version, readWith(version, folders)));
}, 900_000);

describe.each(CASES.flatMap((each, at) => VERSIONS.map((version) => ({ ...each, at, version }))))(
  "Airflow $version loads what the preview of $environment writes for $source",
  ({ source, environment, at, version }) => {
    let read: ReadFolder;
    let workflows: readonly CompiledWorkflow[];

    beforeAll(() => {
      const found = readings.get(version)?.[at];
      if (found === undefined) {
        throw new Error(`Airflow ${version} did not read ${source}/${environment}`);
      }
      read = found;
      workflows = compiled(environment, source);
    });

    test("without an import error, and with the DAG of every workflow in its own file", () => {
      expect(read.importErrors).toEqual({});
      expect(Object.fromEntries(Object.entries(read.dags).map(([id, { file }]) => [id, `dags/${file}`]))).toEqual(
        Object.fromEntries([
          ["orphaned-pods", "dags/platform/orphaned_pods.py"],
          ...workflows.map(({ dag, dagObjectKey }) => [dag.dag_id, dagObjectKey]),
        ]),
      );
    });

    test("with the schedule, tags, start and limits of each manifest", () => {
      workflows.forEach(({ dag }) => {
        const loaded = read.dags[dag.dag_id];
        expect(loaded).toMatchObject({
          catchup: dag.catchup,
          maxActiveRuns: dag.max_active_runs,
          timeout: dag.timeout,
          params: dag.params,
        });
        expect(loaded?.startDate).toBe(`${dag.start_date}T00:00:00+00:00`);
        expect([...(loaded?.tags ?? [])].sort()).toEqual([...dag.tags].sort());
        if (dag.schedule === null || (typeof dag.schedule === "string" && !dag.schedule.startsWith("@"))) {
          expect(loaded?.schedule ?? null).toEqual(dag.schedule);
        }
      });
    });

    test("with each task's image, dependencies, resources, environment and identity", () => {
      workflows.forEach(({ dag }) => {
        const loaded = read.dags[dag.dag_id]?.tasks ?? {};
        expect(Object.keys(loaded).sort()).toEqual(Object.keys(dag.tasks).sort());
        Object.entries(dag.tasks).forEach(([name, task]) => {
          const expected = resourcesOf(task.compute_profile);
          expect(loaded[name]).toMatchObject({
            type: "KubernetesPodOperator",
            image: task.image ?? dag.image,
            serviceAccountName: dag.service_account_name,
            retries: task.retries ?? dag.retries,
            retryDelay: task.retry_delay ?? dag.retry_delay,
            timeout: task.timeout ?? dag.task_timeout,
            triggerRule: task.trigger_rule ?? "all_success",
            command: task.command ?? [],
            args: task.args ?? [],
            resources: { requests: expected, limits: expected },
          });
          expect([...(loaded[name]?.upstream ?? [])].sort()).toEqual([...task.dependencies].sort());
          expect(loaded[name]?.envVars).toEqual({ ...dag.env_vars, ...task.env_vars });
        });
      });
    });
  },
);
