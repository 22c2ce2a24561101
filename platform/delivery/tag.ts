import type { Conditions } from "../iam/statement";
import { TAG_KEYS } from "../tags";

const TAG = "environment-name";

/**
 * Condition that a resource has the environment's tag. With `"if tagged"`, resources without that tag pass too: they are being
 * made, cannot have tags, or AWS made them. Resources of another environment never pass.
 */
export function ofEnvironment(environment: string, untagged?: "if tagged"): Conditions {
  return {
    [untagged === undefined ? "StringEquals" : "StringEqualsIfExists"]: { [`aws:ResourceTag/${TAG}`]: [environment] },
  };
}

/**
 * Condition that a request sets the environment's tag. With `"if named"`, requests that leave that tag alone pass too. Requests
 * that set it to another environment never pass.
 */
export function requestedFor(environment: string, unnamed?: "if named"): Conditions {
  return {
    [unnamed === undefined ? "StringEquals" : "StringEqualsIfExists"]: { [`aws:RequestTag/${TAG}`]: [environment] },
  };
}

/**
 * Condition that a request sets no tags but the platform's. IAM ignores the case of tag keys; this list does not, so no spelling
 * of another key passes (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules).
 */
export const TAG_KEYS_ONLY: Conditions = { "ForAllValues:StringEquals": { "aws:TagKeys": TAG_KEYS } };
