import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";

import { ENVIRONMENTS } from "../../../platform/environments";
import { ROOT } from "../../../platform/root";
import { findManifests } from "../../../workflow/source";
import { type CommandResult, temporaryFolder } from "../../support/command";
import type { Moto } from "../../support/moto";
import { withOwnRepositories, withOwnValues } from "../../support/own-values";
import { TemporaryRepository } from "../../support/temporary-repository";
import { type Operation, FakeCloud } from "../plugins/fake-cloud";
import type { Cluster } from "./cluster";
import { commandsOfGuide } from "./guide";
import { CLUSTER_PROGRAMS, installKubectl, installPulumi } from "./installation";

/** The account that moto says one is in. */
export const ACCOUNT = "123456789012";

/** The bucket that the guide makes for the state. */
export const STATE_BUCKET = `analytical-platform-airflow-state-${ACCOUNT}`;

export const STATE_GUIDE = "docs/platform/state.md";

/** Variables of commands that write the state after each resource, as they do for people. */
export const CHECKPOINTS = { PULUMI_SKIP_CHECKPOINTS: "false" };

/** Where the program finds its charts. */
export const CHARTS = "platform/cluster/data/charts.json";

/**
 * A copy of the repository that is deployed with Pulumi's own CLI: the resources into its own fake cloud, the state into a
 * folder, its secrets encrypted by a key in memory, as the guides say.
 */
export class Deployments {
  readonly repository = new TemporaryRepository();
  readonly cloud: FakeCloud;
  private readonly folder = temporaryFolder();
  private readonly home = join(this.folder, "home");
  private readonly programs: string;

  private constructor(
    private readonly aws: Moto,
    cluster: Cluster | undefined,
  ) {
    for (const stack of ENVIRONMENTS) {
      // A deployment refuses the shipped examples.
      this.repository.edit(`Pulumi.${stack}.yaml`, withOwnValues);
      for (const manifest of findManifests(join(ROOT, "manifests", stack))) {
        this.repository.edit(relative(ROOT, manifest), withOwnRepositories);
      }
    }
    this.programs = cluster === undefined ? join(this.folder, "bin") : CLUSTER_PROGRAMS;
    this.cloud = new FakeCloud(join(this.folder, "fake-cloud"));
    if (cluster !== undefined) {
      const { server: endpoint, certificateAuthority, charts } = cluster.access;
      this.cloud.setApiServer({ endpoint, certificateAuthority });
      this.repository.edit(CHARTS, (text) => text.replaceAll(/("repository": )"https:.*"/g, `$1"${charts}"`));
    }
    this.repository.commit("An organisation's own values");
    installPulumi(this.home, cluster === undefined ? "fake" : "real");
    if (cluster === undefined) {
      installKubectl(this.programs);
    }
  }

  /**
   * Makes the key and the bucket by the guide's commands; the account is empty.
   *
   * @param cluster the real API server of the cluster that is made; without it, objects are made in the fake cloud.
   */
  static async begin(aws: Moto, cluster?: Cluster): Promise<Deployments> {
    const deployments = new Deployments(aws, cluster);
    await deployments.succeed(commandsOfGuide(STATE_GUIDE, "aws s3api create-bucket"));
    await deployments.succeed(
      commandsOfGuide(STATE_GUIDE, "put-bucket-lifecycle-configuration", { "<account>": ACCOUNT }),
    );
    // moto does not look at the conditions of a statement: it would refuse everything, whether over TLS or not.
    await deployments.succeed(`aws s3api delete-bucket-policy --bucket ${STATE_BUCKET}`);
    await deployments.succeed(
      `mkdir ${deployments.folder}/state && npx pulumi login file://${deployments.folder}/state`,
    );
    return deployments;
  }

  /** Makes a stack as README says, and commits what that adds to the stack's file. */
  async makeStack(stack: string): Promise<void> {
    await this.succeed(
      `npx pulumi stack init ${stack} --secrets-provider "awskms://alias/analytical-platform-airflow-state?region=eu-west-2"`,
    );
    this.repository.commit(`The stack ${stack}`);
  }

  /** Runs commands as a person types them, who agrees to what the CLI asks. */
  async run(commands: string, variables: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
    const child = this.start(commands, variables);
    const stdout: string[] = [];
    const stderr: string[] = [];
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => stdout.push(chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => stderr.push(chunk));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { stdout: stdout.join(""), stderr: stderr.join(""), status };
  }

  /** Runs commands that have to succeed; answers what they printed. */
  async succeed(commands: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
    const { stdout, stderr, status } = await this.run(commands, variables);
    if (status !== 0) {
      throw new Error(`${commands}\nended with ${status ?? "a signal"}:\n${reasonIn(stdout)}\n${stderr.slice(-5000)}`);
    }
    return stdout;
  }

  /** Starts commands in a process group of their own, whose end the caller brings about. */
  start(commands: string, variables: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn("bash", ["-euo", "pipefail", "-c", commands], {
      cwd: this.repository.folder,
      env: { ...this.environment(), ...variables },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  }

  /** Kills commands that {@link start} began, with the CLI's plugins, and waits until all have ended. */
  async kill(child: ChildProcess): Promise<void> {
    const ended = once(child, "exit");
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await ended;
    await this.killRest();
  }

  /** Kills what the commands have left behind: programs and plugins have process groups of their own. */
  async killRest(): Promise<void> {
    for (let running = this.processes(); running.length > 0; running = this.processes()) {
      for (const id of running) {
        kill(id);
      }
      await setTimeout(100);
    }
  }

  /** Locks of the stacks in the folder of the state, while an update runs or after one that was killed. */
  locks(): string[] {
    const folder = join(this.folder, "state/.pulumi/locks");
    return existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"))
      : [];
  }

  /** The processes that commands of this environment have started and that still run. */
  private processes(): number[] {
    const mark = `TEST_FAKE_CLOUD=${join(this.folder, "fake-cloud")}\0`;
    return readdirSync("/proc")
      .map(Number)
      .filter((id) => environmentOf(id).includes(mark));
  }

  /** Environment variables of the CLI and the providers, without the user's own. */
  private environment(): NodeJS.ProcessEnv {
    return {
      PATH: [this.programs, join(ROOT, ".venvs/moto/bin"), process.env["PATH"]].join(":"),
      HOME: this.home,
      PULUMI_HOME: this.home,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      TEST_FAKE_CLOUD: join(this.folder, "fake-cloud"),
      AWS_ENDPOINT_URL: this.aws.url,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_DEFAULT_REGION: "eu-west-2",
      // Seconds. The default, 32, is too short for the API's schema on a busy machine.
      PULUMI_K8S_CLIENT_TIMEOUT: "600",
      // The state is written at the end of each command. Only commands that are killed, or whose requests count, need more.
      PULUMI_SKIP_CHECKPOINTS: "true",
    };
  }
}

/** The environment variables of a process, each with a zero after it; empty if it has ended. */
function environmentOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/environ`, "utf8");
  } catch {
    return "";
  }
}

/** Kills a process, unless it has ended. */
function kill(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
      throw error;
    }
  }
}

/** Operations on resources during a run. */
export async function during({ cloud }: Deployments, run: () => Promise<unknown>): Promise<Operation[]> {
  const before = cloud.operations().length;
  await run();
  return cloud.operations().slice(before);
}

/** Acts as `aws eks update-cluster-config --no-deletion-protection`. */
export function liftDeletionProtection({ cloud }: Deployments): void {
  for (const cluster of cloud.ofType("aws:eks/cluster:Cluster")) {
    cloud.put({ ...cluster, state: { ...cluster.state, deletionProtection: false } });
  }
}

/** Where a command says why it failed: the CLI prints the stack's long outputs after that. */
function reasonIn(output: string): string {
  const diagnostics = output.lastIndexOf("\nDiagnostics:\n");
  return diagnostics === -1 ? output.slice(-5000) : output.slice(diagnostics, diagnostics + 5000);
}

/** Counts in the summary of an update or a preview, by `create`, `update`, `delete`, `replace` and `unchanged`. */
export function summaryOf(output: string): Record<string, number> {
  const lines = output.slice(output.lastIndexOf("\nResources:\n"));
  return Object.fromEntries(
    [...lines.matchAll(/(?:^|[\s-])(\d+) (?:to )?(create|update|delete|replace|unchanged)/gm)].map(
      ([, count, word]) => [word ?? "", Number(count)],
    ),
  );
}
