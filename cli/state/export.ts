import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { ROOT } from "../../infra/root";
import { UsageError } from "../arguments";

/** A resource in Pulumi's state, as `pulumi stack export` has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  /** URN and ID of its provider, joined by `::`. */
  readonly provider?: string;
}

/** What of a stack's state is read. */
export interface State {
  readonly resources: readonly StateResource[];
  /** What was being made when a deployment was cut off: it may exist, and Pulumi does not know its ID. */
  readonly cutOff: readonly StateResource[];
}

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly StateResource[] | null;
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[] | null;
  };
}

/** Largest state that is read: a stack of thousands of resources has some tens of megabytes. */
const MAXIMUM_BYTES = 2 ** 30;

/**
 * Reads a stack's state with the CLI that the repository pins.
 *
 * @throws UsageError where the CLI cannot; its reason stands on standard error.
 */
export function exportState(stack: string): State {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/pulumi/run.js"), "stack", "export", "--stack", stack, "--non-interactive"],
    { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: MAXIMUM_BYTES },
  );
  if (error !== undefined || status !== 0) {
    throw new UsageError(`the state of ${stack} cannot be read; the Pulumi CLI's reason stands above`);
  }
  const { deployment } = JSON.parse(stdout) as Exported;
  return {
    resources: deployment?.resources ?? [],
    cutOff: (deployment?.pending_operations ?? [])
      .filter(({ type }) => type === "creating")
      .map(({ resource }) => resource),
  };
}
