import { globMatches } from "../../platform/iam/glob";
import type { PolicyDocument } from "../../platform/iam/policy-document";
import type { Call } from "./calls";

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

type Operator = (pattern: string, value: string) => boolean;
const equal: Operator = (pattern, value) => pattern === value;

/** The operators that policies of workflows use; another one is an error, as the answer would mean nothing. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: equal,
  "ForAnyValue:StringEquals": equal,
  StringLike: globMatches,
};

/**
 * IAM's evaluation of a role's own policies, in few words: fast enough for every call of every manifest. A test compares its answers
 * with those of `@cloud-copilot/iam-simulate`.
 */
export function allows(documents: readonly PolicyDocument[], call: Call): boolean {
  const context: Call["context"] = { "aws:userid": "AROAEXAMPLEEXAMPLE1:session", ...call.context };
  const fill = (text: string): string => text.replaceAll("${aws:userid}", String(context["aws:userid"]));
  const matching = documents
    .flatMap(({ Statement }) => Statement)
    .filter(
      ({ Action, Resource, Condition = {} }) =>
        listOf(Action).includes(call.action) &&
        listOf(Resource).some((pattern) => globMatches(fill(pattern), call.resource)) &&
        Object.entries(Condition).every(([operator, keys]) => {
          const matches = OPERATORS[operator];
          if (matches === undefined) {
            throw new Error(`no operator ${operator}`);
          }
          return Object.entries(keys as Record<string, string | readonly string[]>).every(([key, patterns]) =>
            listOf(context[key]).some((value) => listOf(patterns).some((pattern) => matches(fill(pattern), value))),
          );
        }),
    );
  return matching.length > 0 && matching.every(({ Effect }) => Effect === "Allow");
}
