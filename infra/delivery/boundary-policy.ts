import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { policyText } from "../../platform/iam/split";
import { named, type TagMap } from "../../platform/tags";
import { boundaryDocument } from "./boundary";
import { boundaryName } from "../../platform/names/delivery";
import type { Scope } from "../../platform/delivery/scope";

/** Makes the policy that is the boundary of an account's roles. */
export function createBoundary(scope: Scope, tags: TagMap, opts: pulumi.CustomResourceOptions): aws.iam.Policy {
  const name = boundaryName(scope.environment, scope.account);
  return new aws.iam.Policy(
    `${scope.account}-boundary`,
    {
      name,
      description: `The most that roles of ${scope.environment} may do`,
      policy: policyText(boundaryDocument(scope)),
      tags: named(tags, name),
    },
    // Where the configuration comes to name another, roles have this one until the environment is deployed the next time.
    { ...opts, retainOnDelete: true },
  );
}
