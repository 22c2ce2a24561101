import { isBoundary } from "./role-boundary-policy";
import type { ResourceRule } from "./rule";
import { statementsOf } from "./policy-statements";

/** Wildcard actions that the rule allows, by type and `effect action`, each with the reason. */
export const WILDCARD_ACTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "aws:s3/bucketPolicy:BucketPolicy": {
    "Deny s3:*": "a denial of requests without TLS has to name every action; it permits nothing",
  },
};

/** The rule "no statement names actions by a wildcard": it would also permit actions that AWS adds later. */
export const noWildcardAction: ResourceRule = {
  name: "no-wildcard-action",
  description: "No policy except a permissions boundary names actions by a wildcard or by exclusion.",
  check: (resource) =>
    (isBoundary(resource) ? [] : statementsOf(resource)).flatMap(({ property, effect, actions, content }) => [
      ...actions
        .filter((action) => action.includes("*") || action.includes("?"))
        .filter((action) => WILDCARD_ACTIONS[resource.type]?.[`${String(effect)} ${action}`] === undefined)
        .map((action) => ({ property, message: `${action} is a wildcard action: name each action that is needed` })),
      ...("NotAction" in content
        ? [{ property, message: "NotAction names everything else: name each action that is needed" }]
        : []),
    ]),
};
