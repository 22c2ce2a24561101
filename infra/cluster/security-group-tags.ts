import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { TagMap } from "../../platform/tags";

/** Tags the security group that EKS creates for control plane and nodes, which the cluster's own tags do not reach. */
export function tagSecurityGroup(
  tags: TagMap,
  securityGroupId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [key, value] of Object.entries(tags)) {
    new aws.ec2.Tag(`cluster-security-group/${key}`, { resourceId: securityGroupId, key, value }, opts);
  }
}
