import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

import { ENVIRONMENTS } from "../../platform/config/check";
import { ROOT } from "../../platform/root";

/** Time that the admission policies of one environment take. */
interface PolicyMeasurement {
  readonly pods: number;
  readonly constraints: number;
  /** `gator test` of all pods, including the start of the program and the compilation of the Rego. */
  readonly seconds: number;
  /** One review of one pod by all constraints: the delay of its admission, without the network. */
  readonly review: { readonly milliseconds: number; readonly p99: string };
}

/** Reviews of every pod, after some that do not count. */
const ITERATIONS = 20;

/**
 * Measures the time of the admission policies for every pod that the DAGs of the manifests would start.
 *
 * Needs gator (`make policies-build`) and an Airflow (`make venvs`). `scratch` is an empty temporary folder.
 */
export function benchPolicies(manifests: string, scratch: string): void {
  console.log("admission policies                    pods  constraints  gator test s  review ms, mean           p99");
  for (const environment of ENVIRONMENTS.filter((name) => existsSync(join(manifests, name)))) {
    const { pods, constraints, seconds, review } = measurePolicies(environment, manifests, scratch);
    const cells = [
      String(pods).padStart(12),
      String(constraints).padStart(13),
      seconds.toFixed(1).padStart(14),
      review.milliseconds.toFixed(2).padStart(17),
      review.p99.padStart(14),
    ];
    console.log(`${environment}, real pods`.padEnd(30) + cells.join(""));
  }
}

function measurePolicies(environment: string, manifests: string, scratch: string): PolicyMeasurement {
  const out = join(scratch, `policies-${environment}`);
  run(process.execPath, [
    ...["--import", "tsx", "cli/preview.ts", environment],
    ...["--manifests", manifests, "--keep-going", "--out", out],
  ]);
  const pods = podsOf(join(out, "dags"), out);
  const policies = policyFiles(join(out, "kubernetes", "cluster"));
  const files = [...policies, pods.file].map((file) => `--filename=${file}`);
  const gator = resolve(ROOT, ".cache", "cluster", "bin", "gator");
  const started = performance.now();
  run(gator, ["test", ...files]);
  const seconds = (performance.now() - started) / 1000;
  const bench = ["bench", "--engine=rego", `--iterations=${ITERATIONS}`, "--output=json", ...files];
  const [result] = JSON.parse(run(gator, bench)) as GatorBench[];
  if (result === undefined || result.objectCount !== pods.count) {
    throw new Error(`gator bench reviewed ${result?.objectCount ?? 0} of ${pods.count} pods`);
  }
  return {
    pods: pods.count,
    constraints: result.constraintCount,
    seconds,
    review: { milliseconds: 1000 / result.reviewsPerSecond, p99: result.latencies.p99 },
  };
}

/** The output of `gator bench --output json` for one engine; durations in Go's form, such as `1.5ms`. */
interface GatorBench {
  readonly objectCount: number;
  readonly constraintCount: number;
  readonly reviewsPerSecond: number;
  readonly latencies: { readonly p99: string };
}

function podsOf(dags: string, folder: string): { file: string; count: number } {
  const python = resolve(ROOT, ".venvs", "airflow-3.0.6", "bin", "python");
  const pods = JSON.parse(run(python, ["tests/policies/read_pods.py", dags])) as object[];
  const file = join(folder, "pods.yaml");
  writeFileSync(file, pods.map((pod) => JSON.stringify(pod)).join("\n---\n"));
  return { file, count: pods.length };
}

/** The templates and constraints of the preview's cluster. */
function policyFiles(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) =>
      (parse(readFileSync(path, "utf8")) as { apiVersion: string }).apiVersion.includes("gatekeeper.sh/"),
    );
}

function run(command: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) {
    throw new Error(
      `${command} ${args.slice(0, 4).join(" ")} … failed:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`,
    );
  }
  return stdout;
}
