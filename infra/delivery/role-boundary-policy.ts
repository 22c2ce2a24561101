import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { OtherEnvironment } from "../../platform/delivery/other-environments";
import type { Scope } from "../../platform/delivery/scope";
import { MANAGED_LIMIT, policyText } from "../../platform/iam/split";
import { boundaryName } from "../../platform/names/delivery";
import { named, type TagMap } from "../../platform/tags";
import { boundaryDocument } from "./role-boundary";

/**
 * Makes the policy that is the boundary of an account's roles.
 *
 * @throws pulumi.RunError where the policy is longer than IAM takes
 */
export function createRoleBoundary(
  scope: Scope,
  others: readonly OtherEnvironment[],
  tags: TagMap,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Policy {
  const name = boundaryName(scope.environment, scope.account);
  const policy = policyText(boundaryDocument(scope, others));
  if (policy.length > MANAGED_LIMIT) {
    throw new pulumi.RunError(
      `The boundary ${name} has ${policy.length} characters, and IAM takes ${MANAGED_LIMIT}: write fewer or shorter names in ` +
        "workflows.ownData of the other environments' stack files, with * for names that start alike",
    );
  }
  return new aws.iam.Policy(
    `${scope.account}-boundary`,
    { name, description: `The most that roles of ${scope.environment} may do`, policy, tags: named(tags, name) },
    // Roles keep this boundary until the environment is deployed with another one that the configuration names.
    { ...opts, retainOnDelete: true },
  );
}
