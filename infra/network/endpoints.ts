import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { ZonalRouteTable } from "./routing";
import type { Subnets } from "./subnets";
import { environmentName } from "../../platform/names/environment";

export interface EndpointsArgs {
  readonly environment: string;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  /** The VPC's block, which alone may reach the endpoints. */
  readonly cidrBlock: string;
  /** Services by their short name, such as `ecr.api`. */
  readonly services: readonly string[];
  readonly subnets: Subnets;
  readonly privateRouteTables: readonly ZonalRouteTable[];
}

/** Creates endpoints of AWS services, so that traffic to them needs neither NAT nor internet. */
export function createEndpoints(args: EndpointsArgs, opts: pulumi.CustomResourceOptions): aws.ec2.VpcEndpoint[] {
  const gateway = new aws.ec2.VpcEndpoint(
    "s3",
    {
      vpcId: args.vpcId,
      serviceName: `com.amazonaws.${args.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: args.privateRouteTables.map(({ routeTable }) => routeTable.id),
      tags: { Name: environmentName(args.environment, "s3") },
    },
    opts,
  );
  const securityGroup = createSecurityGroup(args, opts);
  const interfaces = args.services.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        service,
        {
          vpcId: args.vpcId,
          serviceName: `com.amazonaws.${args.region}.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: args.subnets.private.map(({ subnet }) => subnet.id),
          securityGroupIds: [securityGroup.id],
          tags: { Name: environmentName(args.environment, service) },
        },
        opts,
      ),
  );
  return [gateway, ...interfaces];
}

/** Creates a group that admits HTTPS from the VPC. Endpoints never call, so it has no rule for outgoing traffic. */
function createSecurityGroup(args: EndpointsArgs, opts: pulumi.CustomResourceOptions): aws.ec2.SecurityGroup {
  const name = environmentName(args.environment, "endpoints");
  const group = new aws.ec2.SecurityGroup(
    "endpoints",
    { name, description: "Interface endpoints: HTTPS from the VPC", vpcId: args.vpcId, tags: { Name: name } },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    "endpoints-https",
    {
      securityGroupId: group.id,
      description: "HTTPS from the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: args.cidrBlock,
      tags: { Name: `${name}-https` },
    },
    opts,
  );
  return group;
}
