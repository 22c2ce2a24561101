import { spawn } from "node:child_process";

import { PROJECT } from "../../../platform/config/check";
import { Engine, type LogLine } from "./engine";
import { Monitor } from "./monitor";
import { languageHostCommand } from "./project";
import type { Properties } from "./wire";

/** A run of the program by the language host. */
export interface HostedRun {
  /** Exit code of the process; `null` where it had to be ended. */
  readonly exitCode: number | null;
  /** What the process wrote, standard output and error together. */
  readonly output: string;
  readonly log: readonly LogLine[];
  readonly monitor: Monitor;
}

/** How a program is run. */
export interface HostedOptions {
  readonly dryRun: boolean;
  /** Outputs of the last deployment; none before the first. */
  readonly lastOutputs?: Properties;
  /** Further environment variables of the process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that takes longer counts as hanging. */
const LIMIT_MILLISECONDS = 600_000;

/** Runs the program of a stack in a process of its own, as `pulumi up` or `pulumi preview` would. */
export async function runHosted(stack: string, { dryRun, lastOutputs, env = {} }: HostedOptions): Promise<HostedRun> {
  const monitor = new Monitor({ project: PROJECT, stack, dryRun, lastOutputs });
  const engine = new Engine(monitor);
  try {
    const address = await engine.listen();
    const command = languageHostCommand(stack, { monitor: address, engine: address, dryRun });
    const chunks: string[] = [];
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(process.execPath, command.args, {
        cwd: command.cwd,
        env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...command.env, ...env },
        stdio: ["ignore", "pipe", "pipe"],
        timeout: LIMIT_MILLISECONDS,
      });
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { exitCode, output: chunks.join(""), log: engine.log, monitor };
  } finally {
    engine.close();
  }
}
