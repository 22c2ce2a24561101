import type { PolicyStatement } from "../../platform/iam/policy-document";
import type { StatementsChange } from "./model";
import { asList, canonical, isJsonMap } from "./values";

/** Statements of a policy document, given as text or as JSON; `undefined` for any other value. */
export function readPolicy(document: unknown): readonly PolicyStatement[] | undefined {
  let value = document;
  if (typeof document === "string") {
    if (!document.startsWith("{") || !document.includes('"Statement"')) {
      return undefined;
    }
    try {
      value = JSON.parse(document);
    } catch {
      return undefined;
    }
  }
  if (!isJsonMap(value) || !("Statement" in value)) {
    return undefined;
  }
  return [value["Statement"]].flat() as unknown as readonly PolicyStatement[];
}

/** Statements that only one side has. Order and labels (Sid) do not count, because AWS ignores them. */
export function compareStatements(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): StatementsChange {
  const [left, right] = [new Set(before.map(meaning)), new Set(after.map(meaning))];
  return {
    added: after.filter((statement) => !left.has(meaning(statement))),
    removed: before.filter((statement) => !right.has(meaning(statement))),
  };
}

function meaning({ Effect, Principal, Action, Resource, Condition }: PolicyStatement): string {
  return canonical([Effect, sorted(Principal), sorted(Action), sorted(Resource), sorted(Condition)]);
}

/** A value with its lists sorted, and single values as lists. */
function sorted(value: unknown): unknown {
  return isJsonMap(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]))
    : [...asList(value)].sort();
}

/** The smallest part of a policy: one effect of one action on one resource. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  /** The principal in a policy of a resource; `undefined` in a policy of a role. */
  readonly principal: string | undefined;
  readonly action: string;
  readonly resource: string;
  /** Conditions other than those on the listed prefix, as JSON; empty without such conditions. */
  readonly condition: string;
}

/** Condition key that limits listing; authors see its value as part of the resource. */
const PREFIX = "s3:prefix";

/** Actions on a bucket that affect all of its paths, or the paths that the condition names. */
const LISTING: ReadonlySet<string> = new Set(["s3:ListBucket", "s3:ListBucketVersions"]);

/**
 * All rights of statements, one by one, whatever their grouping in the document. A listing that is limited to prefixes becomes
 * a listing of those paths.
 */
export function grantsOf(statements: readonly PolicyStatement[]): Grant[] {
  const grants = statements.flatMap(({ Effect: effect, Principal, Action, Resource, Condition }) => {
    const { prefixes, condition } = splitCondition(Condition);
    const resources = asList(Resource).length === 0 ? [""] : asList(Resource);
    return principals(Principal).flatMap((principal) =>
      asList(Action).flatMap((action) =>
        resources
          .flatMap((resource) =>
            LISTING.has(action) ? (prefixes ?? ["*"]).map((one) => `${resource}/${one}`) : [resource],
          )
          .map((resource): Grant => ({ effect, principal, action, resource, condition })),
      ),
    );
  });
  return [...new Map(grants.map((grant) => [canonical(grant), grant])).values()];
}

function splitCondition(condition: PolicyStatement["Condition"]): {
  prefixes: readonly string[] | undefined;
  condition: string;
} {
  const like = condition?.["StringLike"];
  if (condition === undefined || like?.[PREFIX] === undefined) {
    return { prefixes: undefined, condition: condition === undefined ? "" : canonical(sorted(condition)) };
  }
  const { [PREFIX]: prefixes, ...others } = like;
  const remaining = Object.fromEntries(
    Object.entries({ ...condition, StringLike: others }).filter(([, keys]) => Object.keys(keys).length > 0),
  );
  return {
    prefixes: asList(prefixes),
    condition: Object.keys(remaining).length === 0 ? "" : canonical(sorted(remaining)),
  };
}

function principals(principal: PolicyStatement["Principal"]): readonly (string | undefined)[] {
  if (principal === undefined || typeof principal === "string") {
    return [principal];
  }
  return Object.values(principal).flatMap((names) => asList(names));
}
