import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { named, type TagMap } from "../../platform/tags";
import { environmentName } from "../../platform/names/environment";

export interface SecurityGroupArgs {
  readonly environment: string;
  readonly vpcId: pulumi.Input<string>;
  /** Security group of the cluster's API. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  readonly tags: TagMap;
}

export interface AirflowSecurityGroup {
  readonly group: aws.ec2.SecurityGroup;
  /** The environment depends on them: without them its parts do not reach each other. */
  readonly rules: readonly pulumi.Resource[];
}

/** MWAA's group: inwards only itself, outwards everything; and the way from it to the cluster's API. */
export function createSecurityGroup(args: SecurityGroupArgs, opts: pulumi.CustomResourceOptions): AirflowSecurityGroup {
  const name = environmentName(args.environment, "mwaa");
  const group = new aws.ec2.SecurityGroup(
    "mwaa",
    { name, description: "MWAA: itself inwards, everything outwards", vpcId: args.vpcId, tags: named(args.tags, name) },
    opts,
  );
  const self = new aws.vpc.SecurityGroupIngressRule(
    "mwaa-self",
    {
      securityGroupId: group.id,
      description: "Within the environment",
      ipProtocol: "-1",
      referencedSecurityGroupId: group.id,
      tags: named(args.tags, `${name}-self`),
    },
    opts,
  );
  const out = new aws.vpc.SecurityGroupEgressRule(
    "mwaa-out",
    {
      securityGroupId: group.id,
      description: "Package indexes, e-mail, Slack and AWS",
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      tags: named(args.tags, `${name}-out`),
    },
    opts,
  );
  const api = new aws.vpc.SecurityGroupIngressRule(
    "mwaa-to-cluster",
    {
      securityGroupId: args.clusterSecurityGroupId,
      description: "Kubernetes API from MWAA",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      referencedSecurityGroupId: group.id,
      tags: named(args.tags, `${name}-to-cluster`),
    },
    opts,
  );
  return { group, rules: [self, out, api] };
}
