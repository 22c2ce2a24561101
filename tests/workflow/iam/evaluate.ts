import { globMatches } from "../../../platform/iam/glob";
import type { IdentityStatement } from "../../../platform/iam/statement";

/** The parts of a request that merging and splitting could affect. */
export interface SmallRequest {
  readonly action: string;
  readonly resource: string;
  /** Value of `s3:prefix`, if the request has one. */
  readonly prefix: string | undefined;
}

function matches(
  { Action, Resource, Condition }: IdentityStatement,
  { action, resource, prefix }: SmallRequest,
): boolean {
  const prefixes = Condition?.StringLike?.["s3:prefix"];
  return (
    Action.includes(action) &&
    Resource.some((pattern) => globMatches(pattern, resource)) &&
    (prefixes === undefined || (prefix !== undefined && prefixes.some((pattern) => globMatches(pattern, prefix))))
  );
}

/** Evaluation of policies, short enough to be clearly right: `StringLike` on `s3:prefix` is its only condition. */
export function evaluate(
  statements: readonly IdentityStatement[],
  request: SmallRequest,
): "denied" | "allowed" | "silent" {
  const matching = statements.filter((statement) => matches(statement, request));
  if (matching.some(({ Effect }) => Effect === "Deny")) {
    return "denied";
  }
  return matching.length > 0 ? "allowed" : "silent";
}
