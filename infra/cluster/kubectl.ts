import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { type NodeObject, type PodObject, type Running, runningTasks } from "../../platform/cluster/running-tasks";
import { WORKFLOW_NAMESPACE } from "../../platform/names/kubernetes";

/** A question to a cluster that kubectl could not answer. The message is one sentence without a full stop. */
export class KubectlError extends Error {}

/**
 * Calls a function with kubectl's options for a kubeconfig that exists only meanwhile.
 *
 * @param write writes the kubeconfig into a file. Nobody else can read its folder.
 */
export async function withKubeconfig<T>(
  write: (file: string) => Promise<void>,
  use: (access: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "kubeconfig-"));
  try {
    const file = join(folder, "config");
    await write(file);
    return await use(["--kubeconfig", file]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Longest answer, in bytes. A pod of a workflow takes about ten thousand. */
const LONGEST_ANSWER = 2 ** 28;

/**
 * Reads a cluster's nodes and the pods of its workflows, with kubectl.
 *
 * @param access options of kubectl that choose the cluster, such as `--kubeconfig` and its file.
 * @throws KubectlError with kubectl's own words if the cluster does not answer.
 */
export async function readRunning(access: readonly string[]): Promise<Running> {
  const nodes = await list<NodeObject>(access, ["nodes"]);
  const pods = await list<PodObject>(access, ["pods", "--namespace", WORKFLOW_NAMESPACE]);
  return runningTasks(nodes, pods);
}

async function list<T>(access: readonly string[], what: readonly string[]): Promise<readonly T[]> {
  const args = [...access, "--request-timeout=30s", "get", ...what, "--output", "json"];
  try {
    const { stdout } = await promisify(execFile)("kubectl", args, { maxBuffer: LONGEST_ANSWER, env: process.env });
    return (JSON.parse(stdout) as { items: readonly T[] }).items;
  } catch (caught) {
    throw new KubectlError(reasonOf(caught as NodeJS.ErrnoException & { stderr?: string }, what), { cause: caught });
  }
}

function reasonOf(
  { code, message, stderr = "" }: NodeJS.ErrnoException & { stderr?: string },
  what: readonly string[],
): string {
  if (code === "ENOENT") {
    return "kubectl is not installed on this machine (https://kubernetes.io/docs/tasks/tools/)";
  }
  // kubectl repeats the error of each try, with the line of its own source.
  const lines = stderr
    .split("\n")
    .map((line) => line.replace(/^[EWI]\d{4} .*?\] (?:"Unhandled Error" err=)?/, "").trim())
    .filter((line) => line !== "");
  return `kubectl get ${what.join(" ")} failed: ${[...new Set(lines)].slice(-3).join("; ").replace(/\.$/, "") || message}`;
}
