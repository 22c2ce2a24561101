import type { Conditions } from "../iam/statement";

const TAG = "aws:ResourceTag/environment-name";

/**
 * Only what carries the environment's tag; `"if tagged"`: also what carries no such tag, because it is being made, cannot
 * have one or was made by AWS. What is another environment's is neither.
 */
export function ofEnvironment(environment: string, untagged?: "if tagged"): Conditions {
  return { [untagged === undefined ? "StringEquals" : "StringEqualsIfExists"]: { [TAG]: [environment] } };
}
