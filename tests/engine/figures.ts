import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { ROOT } from "../../platform/root";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import { readStackPlatforms } from "../../platform/config/platform-resources";
import { workflowEnvironment } from "../../platform/config/check";
import { generateManifests } from "../../tools/bench/generate";
import { compileManifests, findManifests, readManifest } from "../../workflow/source";
import { Moto } from "../support/moto";
import { Cluster } from "./support/cluster";
import { CHECKPOINTS, Deployments, summaryOf } from "./support/deployments";

const STACK = "production";
const PREVIEW = `npx pulumi preview --stack ${STACK} --non-interactive`;
const UP = `npx pulumi up --stack ${STACK} --non-interactive --skip-preview`;

/** An environment's first days, in their order. */
const COMMANDS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ["first preview", PREVIEW, {}],
  ["first up", UP, CHECKPOINTS],
  ["up that changes nothing", UP, CHECKPOINTS],
  ["preview that changes nothing", PREVIEW, {}],
];

/** Time that one command took. */
interface Figures {
  readonly seconds: number;
  /** Processor time of the CLI and all that it started. */
  readonly processorSeconds: number;
  readonly output: string;
}

/**
 * Measures the first days of production with Pulumi's own engine. Needs `make engine-build`.
 *
 * `--real-cluster` deploys the objects into a control plane (`make cluster-build`) by the real Kubernetes provider. `--generated N`
 * takes N generated manifests in place of `../shared/manifests`.
 */
async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: { "real-cluster": { type: "boolean", default: false }, generated: { type: "string" } },
  });
  const cluster = options["real-cluster"] ? await Cluster.start() : undefined;
  const aws = await Moto.start();
  try {
    const deployments = await Deployments.begin(aws, cluster);
    const workflows = useProduction(deployments, manifestsOf(options.generated));
    await deployments.makeStack(STACK);
    console.log(
      `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}, ${workflows} workflows, ` +
        (cluster === undefined ? "files in place of the cluster" : "the real Kubernetes provider and API server"),
    );
    console.log("command                          resources  wall s   cpu s  operations");
    for (const [label, command, variables] of COMMANDS) {
      const before = deployments.cloud.operations().length;
      const { seconds, processorSeconds, output } = await timed(deployments, command, variables);
      const { create = 0, unchanged = 0 } = summaryOf(output);
      const cells = [
        String(create + unchanged).padStart(9),
        seconds.toFixed(1).padStart(8),
        processorSeconds.toFixed(1).padStart(8),
        String(deployments.cloud.operations().length - before).padStart(12),
      ];
      console.log(label.padEnd(33) + cells.join(""));
    }
  } finally {
    await Promise.all([aws.stop(), cluster?.stop()]);
  }
}

/** The folder of manifests to deploy: real ones, or a number of generated ones. */
function manifestsOf(generated: string | undefined): string {
  return generated === undefined
    ? resolve(ROOT, "../shared/manifests")
    : generateManifests(mkdtempSync(join(tmpdir(), "figures-")), Number(generated));
}

/**
 * Puts the shipped stack file of production into the repository, with every example kept, and the manifests that compile with it.
 * Workflows may list the results of queries, as most real ones do.
 */
function useProduction({ repository }: Deployments, manifests: string): number {
  const stackFile = `Pulumi.${STACK}.yaml`;
  repository.git("checkout", "--quiet", "HEAD~1", "--", "Pulumi.*.yaml", "manifests");
  repository.edit(stackFile, (text) =>
    text.replace(
      /( +)resultsBuckets: .*\n/,
      '$&    compatibility:\n      queryResults: [{workflows: ["*/*"], patterns: ["*"]}]\n',
    ),
  );
  const { config, problems } = readEnvironmentFile(STACK, { examples: "warning" }, repository.folder);
  if (config === undefined) {
    throw new Error(problems.map(({ message }) => message).join("\n"));
  }
  const kept = new Set(problems.flatMap(({ message }) => /add (\S+) to keptExamples/.exec(message)?.[1] ?? []));
  repository.edit(
    stackFile,
    (text) => `${text}  analytical-platform-airflow:keptExamples: [${[...kept].join(", ")}]\n`,
  );
  repository.remove(`manifests/${STACK}`);
  const folder = join(repository.folder, "manifests");
  cpSync(join(manifests, STACK), join(folder, STACK), { recursive: true });
  const files = findManifests(join(folder, STACK)).map((path) => readManifest(path, folder));
  const compiled = compileManifests(files, workflowEnvironment(STACK, config, readStackPlatforms()));
  for (const faulty of new Set(
    compiled.problems.filter(({ severity }) => severity === "error").map(({ file }) => file),
  )) {
    rmSync(dirname(join(folder, faulty)), { recursive: true });
  }
  return compiled.workflows.length;
}

async function timed(
  deployments: Deployments,
  command: string,
  variables: Readonly<Record<string, string>>,
): Promise<Figures> {
  const timing = `TIMEFORMAT='took %R %U %S'; { time ${command}; } 2>&1`;
  const output = await deployments.succeed(timing, variables);
  const [, seconds, user, system] = /^took (\S+) (\S+) (\S+)$/m.exec(output)?.map(Number) ?? [];
  return { seconds: seconds ?? 0, processorSeconds: (user ?? 0) + (system ?? 0), output };
}

void main();
