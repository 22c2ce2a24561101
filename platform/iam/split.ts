import type { PolicyDocument } from "./policy-document";
import type { Finding } from "../../diagnostics/problem";
import type { IdentityStatement } from "./statement";

/*
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, in characters. AWS does not count white
 * space. Documents are written without it. White space inside paths counts here, which is on the safe side.
 */
/** Most characters in all inline policies of a role together. */
export const INLINE_LIMIT = 10_240;
/** Most characters in a managed policy. */
export const MANAGED_LIMIT = 6_144;
/** Most managed policies attached to a role. */
export const ATTACHED_LIMIT = 10;

/** A role's statements as the documents that hold them. */
export interface SplitPolicies {
  readonly inline: PolicyDocument;
  /** Empty for nearly all roles. */
  readonly managed: readonly PolicyDocument[];
}

/** A document without white space, as AWS stores and counts it. */
export function policyText(document: PolicyDocument): string {
  return JSON.stringify(document);
}

function documentOf(statements: readonly IdentityStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

const EMPTY_LENGTH = policyText(documentOf([])).length;

/** Characters that one statement adds to a document, with the comma before it. */
function lengthOf(statement: IdentityStatement): number {
  return JSON.stringify(statement).length + 1;
}

/**
 * Puts statements, in their order, into the inline policy and then into as many managed policies as may still be attached,
 * each filled before the next. A statement that does not fit is cut into several with the same meaning.
 */
export function splitPolicies(statements: readonly IdentityStatement[], attachable: number): SplitPolicies | Finding {
  const limits = [INLINE_LIMIT, ...Array.from({ length: Math.max(attachable, 0) }, () => MANAGED_LIMIT)];
  const documents: IdentityStatement[][] = limits.map(() => []);
  let current = 0;
  let free = INLINE_LIMIT - EMPTY_LENGTH;
  for (const statement of statements) {
    let rest: IdentityStatement | undefined = statement;
    while (rest !== undefined) {
      // The first statement of a document has no comma before it.
      const room: number = free + (documents[current]?.length === 0 ? 1 : 0);
      const [head, tail]: Cut = lengthOf(rest) <= room ? [rest, undefined] : cut(rest, room);
      if (head !== undefined) {
        documents[current]?.push(head);
        free = room - lengthOf(head);
      }
      rest = tail;
      if (rest !== undefined) {
        current += 1;
        const limit = limits[current];
        if (limit === undefined) {
          return tooLarge(statements, limits);
        }
        free = limit - EMPTY_LENGTH;
      }
    }
  }
  const [inline = [], ...managed] = documents;
  return { inline: documentOf(inline), managed: managed.filter((list) => list.length > 0).map(documentOf) };
}

type Cut = [head: IdentityStatement | undefined, tail: IdentityStatement | undefined];

/** Cuts off as much of a statement as fits: some of its resources, or if one alone is too long, some of its prefixes. */
function cut(statement: IdentityStatement, room: number): Cut {
  const { Resource, Condition } = statement;
  const prefixes = Condition?.StringLike?.["s3:prefix"] ?? [];
  const alone = lengthOf({ ...statement, Resource: Resource.slice(0, 1) });
  if (Resource.length > 1 && (prefixes.length < 2 || alone <= MANAGED_LIMIT - EMPTY_LENGTH)) {
    return cutList(Resource, room, (list) => ({ ...statement, Resource: list }));
  }
  return prefixes.length < 2
    ? [undefined, statement]
    : cutList(prefixes, room, (list) => ({
        ...statement,
        Condition: { ...Condition, StringLike: { ...Condition?.StringLike, "s3:prefix": list } },
      }));
}

/** The longest start of a list that makes a statement of at most this length, and the remainder of the list. */
function cutList(list: readonly string[], room: number, make: (part: readonly string[]) => IdentityStatement): Cut {
  let left = room - lengthOf(make([]));
  // Every entry is quoted, and every entry except the first has a comma before it.
  let count = list.findIndex((entry, index) => {
    left -= JSON.stringify(entry).length + (index === 0 ? 0 : 1);
    return left < 0;
  });
  count = count === -1 ? list.length - 1 : count;
  return count <= 0 ? [undefined, make(list)] : [make(list.slice(0, count)), make(list.slice(count))];
}

function tooLarge(statements: readonly IdentityStatement[], limits: readonly number[]): Finding {
  const needed = policyText(documentOf(statements)).length;
  const available = limits.reduce((sum, limit) => sum + limit, 0);
  return {
    severity: "error",
    code: "policy-too-large",
    path: ["iam"],
    atKey: true,
    message:
      `the role's policies would need at least ${needed} characters, and AWS allows ${available} (one inline policy of ${INLINE_LIMIT} ` +
      `and ${limits.length - 1} managed ones of ${MANAGED_LIMIT}); name common prefixes (bucket/folder/*) instead of their parts`,
  };
}
