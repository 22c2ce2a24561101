/** One step of `pulumi preview --json`. */
export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  /** Properties whose values differ. */
  readonly diffReasons?: readonly string[] | null;
}

/** What `pulumi preview --json` prints: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/display/json.go. */
export interface PreviewDigest {
  readonly steps?: readonly PreviewStep[] | null;
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[] | null;
}

/** What a scheduled preview of a stack found. */
export interface DriftReport {
  /** Changes between what stands in AWS and what the program says. */
  readonly changes: readonly PreviewStep[];
  /** Whether all of them are routes to a Transit Gateway whose owner has accepted the attachment: deploying adds them. */
  readonly transitGatewayAccepted: boolean;
}

/** Operations that change nothing in AWS. */
const NO_CHANGE = ["same", "refresh", "read", "read-discard"];

/** Reads the digest of a preview against the refreshed state. */
export function driftReport({ steps }: PreviewDigest): DriftReport {
  const changes = (steps ?? []).filter((step) => !NO_CHANGE.includes(step.op) && !isOutput(step));
  return {
    changes,
    transitGatewayAccepted:
      changes.length > 0 && changes.every(({ op, urn }) => op === "create" && TRANSIT_GATEWAY_ROUTE.test(urn)),
  };
}

/** `…::aws:ec2/route:Route::private-eu-west-2a-to-10.0.0.0/8`, as infra/network/transit-gateway.ts names them. */
const TRANSIT_GATEWAY_ROUTE = /\$?aws:ec2\/route:Route::private-.+-to-.+$/;

/** The stack itself changes where an output does. */
function isOutput({ op, urn }: PreviewStep): boolean {
  return op === "update" && urn.includes("::pulumi:pulumi:Stack::");
}

/** Most changes that an issue lists. */
const MOST_LISTED = 200;

/** The issue's text; the first line is its marker. */
export function driftIssue(stack: string, { changes, transitGatewayAccepted }: DriftReport, runUrl: string): string {
  const listed = changes.slice(0, MOST_LISTED).map(({ op, urn, diffReasons }) => {
    const properties = (diffReasons ?? []).length === 0 ? "" : `: ${(diffReasons ?? []).map(code).join(", ")}`;
    return `- **${op}** ${code(urn.split("::").slice(2).join("::"))}${properties}`;
  });
  return [
    `${changes.length} resource${changes.length === 1 ? "" : "s"} of ${code(stack)} differ${changes.length === 1 ? "s" : ""} from what \`main\` says.`,
    "",
    transitGatewayAccepted
      ? "The owner of the Transit Gateway has accepted the attachment: a deployment was started, and adds its routes."
      : "Somebody changed them outside of this repository, or a deployment did not finish. Deploy again to put them right, or change the code to what should be.",
    "",
    ...listed,
    ...(changes.length > MOST_LISTED ? [`- and ${changes.length - MOST_LISTED} more`] : []),
    "",
    `Found by ${runUrl}; closed by itself when a later run finds nothing.`,
    "",
  ].join("\n");
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}
