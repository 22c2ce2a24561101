import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { environmentName } from "../../platform/names/environment";

export interface SecurityGroupArgs {
  readonly environment: string;
  readonly vpcId: pulumi.Input<string>;
  /** Security group of the cluster's API. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
}

export interface AirflowSecurityGroup {
  readonly group: aws.ec2.SecurityGroup;
  /** Rules that the environment depends on: without them its parts cannot reach each other. */
  readonly rules: readonly pulumi.Resource[];
}

/**
 * MWAA's security group: it admits only itself and may reach everything. A rule of the cluster's group admits it to the
 * API.
 */
export function createSecurityGroup(args: SecurityGroupArgs, opts: pulumi.CustomResourceOptions): AirflowSecurityGroup {
  const name = environmentName(args.environment, "mwaa");
  const group = new aws.ec2.SecurityGroup(
    "mwaa",
    { name, description: "MWAA: itself inwards, everything outwards", vpcId: args.vpcId, tags: { Name: name } },
    opts,
  );
  const self = new aws.vpc.SecurityGroupIngressRule(
    "mwaa-self",
    {
      securityGroupId: group.id,
      description: "Within the environment",
      ipProtocol: "-1",
      referencedSecurityGroupId: group.id,
      tags: { Name: `${name}-self` },
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
      tags: { Name: `${name}-out` },
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
      tags: { Name: `${name}-to-cluster` },
    },
    opts,
  );
  return { group, rules: [self, out, api] };
}
