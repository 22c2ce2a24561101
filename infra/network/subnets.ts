import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { TagMap } from "../../platform/tags";
import type { AllocatedSubnet } from "../../platform/network/subnet-allocator";
import type { SubnetKindName } from "../../platform/network/subnets-plan";
import { environmentName } from "../../platform/names/environment";

/** A subnet, with the properties that are known before it exists. */
export interface ZonalSubnet {
  readonly zone: string;
  readonly cidrBlock: string;
  readonly subnet: aws.ec2.Subnet;
}

/** The subnets of a VPC by kind, one per zone and in the order of the zones. */
export type Subnets = Readonly<Record<SubnetKindName, readonly ZonalSubnet[]>>;

export interface SubnetsArgs {
  readonly environment: string;
  readonly vpcId: pulumi.Input<string>;
  readonly plan: readonly AllocatedSubnet<SubnetKindName>[];
}

/** Kubernetes finds subnets for load balancers by these tags. */
const LOAD_BALANCER_TAGS: Readonly<Record<SubnetKindName, TagMap>> = {
  private: { "kubernetes.io/role/internal-elb": "1" },
  public: {},
  intra: {},
};

/** One subnet of each kind per zone; a subnet's name is its kind and zone. */
export function createSubnets(args: SubnetsArgs, opts: pulumi.CustomResourceOptions): Subnets {
  const ofKind = (kind: SubnetKindName): ZonalSubnet[] =>
    args.plan
      .filter((planned) => planned.kind === kind)
      .map(({ zone, cidrBlock }) => ({
        zone,
        cidrBlock,
        subnet: new aws.ec2.Subnet(
          `${kind}-${zone}`,
          {
            vpcId: args.vpcId,
            availabilityZone: zone,
            cidrBlock,
            // NAT gateways have their own Elastic IPs, and nothing else is in the public subnets.
            mapPublicIpOnLaunch: false,
            tags: { Name: environmentName(args.environment, kind, zone), ...LOAD_BALANCER_TAGS[kind] },
          },
          opts,
        ),
      }));
  return { private: ofKind("private"), public: ofKind("public"), intra: ofKind("intra") };
}
