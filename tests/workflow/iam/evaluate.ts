import type { IdentityStatement } from "../../../platform/iam/statement";

/** A request as far as merging and splitting could change its answer. */
export interface SmallRequest {
  readonly action: string;
  readonly resource: string;
  /** Value of `s3:prefix`; `undefined` where the request has none. */
  readonly prefix: string | undefined;
}

/** Whether a pattern with `*` and `?` matches a text, as IAM reads them. */
export function globMatches(pattern: string, text: string): boolean {
  const expression = pattern
    .split(/([*?])/)
    .map((part) => (part === "*" ? ".*" : part === "?" ? "." : part.replace(/[.+^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${expression}$`, "s").test(text);
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

/** Evaluation in so few words that it is plainly right: `StringLike` on `s3:prefix` is the only condition that it knows. */
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
