import type { PulumiRun } from "../pulumi";

/** One step of `pulumi preview --json`. */
export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  /** Properties whose values differ. */
  readonly diffReasons?: readonly string[] | null;
}

/** Parts of `pulumi preview --json`: https://github.com/pulumi/pulumi/blob/master/pkg/backend/display/json.go. */
interface PreviewDigest {
  readonly steps?: readonly PreviewStep[] | null;
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[] | null;
}

/** Exit code of a preview with `--expect-no-changes` that finds changes: https://www.pulumi.com/docs/iac/cli/exit-codes/. */
const FOUND_CHANGES = 7;

/** A preview that does not show whether the stack differs. */
export class PreviewFailed extends Error {}

/** Operations that change nothing in AWS. The CLI prints `same` only for the stack itself. */
const NO_CHANGE = ["same", "refresh", "read", "read-discard", "read-replacement"];

/**
 * The steps of a preview that would change something.
 *
 * @throws PreviewFailed if the preview did not finish, or its exit code and its steps contradict each other. A preview that
 *   cannot be read does not count as "nothing differs".
 */
export function changesOf({ status, stdout }: PulumiRun): PreviewStep[] {
  const digest = parse(stdout);
  const errors = (digest?.diagnostics ?? []).filter(({ severity }) => severity === "error");
  if ((status !== 0 && status !== FOUND_CHANGES) || errors.length > 0) {
    const ended = status === null ? "was ended by a signal" : `ended with exit code ${status}`;
    const reasons = errors.map(({ message }) => message.trim()).join("\n");
    throw new PreviewFailed(`it ${ended}${reasons === "" ? "; its reasons are above" : `:\n${reasons}`}`);
  }
  if (digest === undefined) {
    throw new PreviewFailed(`its output is not complete JSON: ${stdout.length} characters`);
  }
  if (!Array.isArray(digest.steps)) {
    throw new PreviewFailed("its JSON has no steps, although the stack itself always has one");
  }
  const changes = (digest.steps as readonly PreviewStep[]).filter(({ op }) => !NO_CHANGE.includes(op));
  if ((status === FOUND_CHANGES) !== changes.length > 0) {
    throw new PreviewFailed(
      `its exit code ${status} says that ${status === 0 ? "nothing" : "something"} differs, its ${digest.steps.length} steps ` +
        `say that ${changes.length === 0 ? "nothing" : "something"} does: check that the CLI has the version that package.json pins`,
    );
  }
  return changes;
}

function parse(text: string): PreviewDigest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
