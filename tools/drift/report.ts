import { TRANSIT_GATEWAY_ROUTE } from "../../platform/network/transit-gateway-route";
import { fittingLines } from "../../preview/fitting-lines";
import type { PreviewStep } from "./digest";

/** The result of a scheduled preview of a stack. */
export interface DriftReport {
  /** Differences between AWS and the program. */
  readonly changes: readonly PreviewStep[];
  /**
   * Whether all of them are missing routes to the Transit Gateway. This happens after its owner has accepted the attachment; a
   * deployment adds the routes.
   */
  readonly transitGatewayAccepted: boolean;
}

/** Judges the steps that would change something. */
export function driftReport(steps: readonly PreviewStep[]): DriftReport {
  const changes = steps.filter((step) => !isOutput(step));
  return {
    changes,
    transitGatewayAccepted: changes.length > 0 && changes.every(isTransitGatewayRoute),
  };
}

/** A URN is `urn:pulumi:<stack>::<project>::<types>::<name>`. */
function isTransitGatewayRoute({ op, urn }: PreviewStep): boolean {
  const [types = "", ...name] = urn.split("::").slice(2);
  return op === "create" && types.endsWith("aws:ec2/route:Route") && TRANSIT_GATEWAY_ROUTE.test(name.join("::"));
}

/** The stack itself changes if an output does. */
function isOutput({ op, urn }: PreviewStep): boolean {
  return op === "update" && urn.includes("::pulumi:pulumi:Stack::");
}

/** Room for the list of changes, in bytes; an issue on GitHub has at most 65,536 characters. */
const LIST_ROOM = 60_000;

/** The issue's text. It names properties, but never contains a value. */
export function driftIssue(stack: string, { changes, transitGatewayAccepted }: DriftReport, runUrl: string): string {
  const lines = changes.map(({ op, urn, diffReasons }) => {
    const properties = (diffReasons ?? []).length === 0 ? "" : `: ${(diffReasons ?? []).map(code).join(", ")}`;
    return `- **${op}** ${code(urn.split("::").slice(2).join("::"))}${properties}`;
  });
  const listed = fittingLines(lines, LIST_ROOM);
  const one = changes.length === 1;
  return [
    `${changes.length} resource${one ? "" : "s"} of ${code(stack)} differ${one ? "s" : ""} from \`main\`.`,
    "",
    transitGatewayAccepted
      ? "Only routes to the Transit Gateway are missing, because its owner has accepted the attachment. A deployment has started, and adds them."
      : "Somebody changed them outside this repository, or a deployment is waiting, running or did not finish. Deploy again to restore them, or change the code to match.",
    "",
    ...listed,
    ...(listed.length < lines.length ? [`- and ${lines.length - listed.length} more: see the run`] : []),
    "",
    `Found by ${runUrl}. A later run closes this issue if nothing differs.`,
    "",
  ].join("\n");
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}
