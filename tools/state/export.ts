import { UsageError } from "../../diagnostics/usage-error";
import { runPulumi } from "../pulumi";

/** A resource in the output of `pulumi stack export`. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  /** URN and ID of its provider, joined by `::`. */
  readonly provider?: string;
  /** Properties that the provider answered. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The parts of a stack's state that we read. */
export interface State {
  readonly resources: readonly StateResource[];
  /** A resource whose creation was interrupted: it may exist, but Pulumi does not know its ID. */
  readonly cutOff: readonly StateResource[];
}

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly StateResource[] | null;
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[] | null;
  };
}

/**
 * Reads a stack's state with the CLI that the repository pins.
 *
 * @throws UsageError if the CLI fails; its reason is on standard error.
 */
export function exportState(stack: string): State {
  const { status, stdout } = runPulumi(["stack", "export", "--stack", stack, "--non-interactive"]);
  if (status !== 0) {
    throw new UsageError(`the state of ${stack} cannot be read; the Pulumi CLI's reason is above`);
  }
  const { deployment } = JSON.parse(stdout) as Exported;
  return {
    resources: deployment?.resources ?? [],
    cutOff: (deployment?.pending_operations ?? [])
      .filter(({ type }) => type === "creating")
      .map(({ resource }) => resource),
  };
}
