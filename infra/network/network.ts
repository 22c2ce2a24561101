import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Account, NetworkConfig } from "../../platform/config/stack.generated";
import type { Providers } from "../shared/providers";
import { contains, parseBlock } from "../../platform/network/cidr";
import { createEndpoints } from "./endpoints";
import { createFlowLogs } from "./flow-logs";
import { vpcName } from "../../platform/names/network";
import { createRouting, type ZonalNatGateway } from "./routing";
import { createSubnets, type Subnets } from "./subnets";
import { planSubnets } from "../../platform/network/subnets-plan";
import { attachTransitGateway } from "./transit-gateway";
import type { TransitGatewayStatus } from "./transit-gateway-status";
import { environmentName } from "../../platform/names/environment";

export interface NetworkArgs {
  readonly environment: string;
  readonly config: NetworkConfig;
  /** Account of the VPC, with the region of its zones. */
  readonly account: Account;
  /** State of the Transit Gateway attachment, from `lookUpTransitGatewayStatus`. */
  readonly transitGatewayStatus: TransitGatewayStatus;
  /** Blocks in the VPC or behind the Transit Gateway that call the cluster's private API endpoint. Default: none. */
  readonly apiClientCidrBlocks?: readonly string[];
  readonly providers: Providers;
}

/** Outputs of the network layer, for the layers above it. */
export interface NetworkOutputs {
  readonly vpcId: pulumi.Output<string>;
  /** The VPC's block. */
  readonly cidrBlock: string;
  /** Blocks behind the Transit Gateway, even before its attachment is accepted; empty without a Transit Gateway. */
  readonly transitGatewayCidrBlocks: readonly string[];
  readonly subnets: Subnets;
  /** Resources that must exist before the private subnets reach the internet. */
  readonly internetAccess: readonly pulumi.Resource[];
  /**
   * Routes from the control plane back to its callers behind the Transit Gateway. Empty until AWS accepts the
   * attachment.
   */
  readonly apiClientRoutes: readonly pulumi.Resource[];
  /** Endpoints of AWS services, S3 first. */
  readonly endpoints: readonly aws.ec2.VpcEndpoint[];
  /** Source addresses of the environment's traffic to the internet, in the order of the zones. */
  readonly natPublicIps: readonly pulumi.Output<string>[];
  /** NAT gateways by zone. */
  readonly natGateways: readonly ZonalNatGateway[];
  /** The attachment to the Transit Gateway, if the environment has one. */
  readonly transitGatewayAttachments: readonly aws.ec2transitgateway.VpcAttachment[];
  readonly transitGatewayStatus: TransitGatewayStatus;
}

/**
 * The VPC of an environment: subnets, routes to the internet, endpoints of AWS services, the Transit Gateway, and flow
 * logs.
 */
export class Network extends pulumi.ComponentResource implements NetworkOutputs {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: string;
  readonly transitGatewayCidrBlocks: readonly string[];
  readonly subnets: Subnets;
  readonly internetAccess: readonly pulumi.Resource[];
  readonly apiClientRoutes: readonly pulumi.Resource[];
  readonly endpoints: readonly aws.ec2.VpcEndpoint[];
  readonly natPublicIps: readonly pulumi.Output<string>[];
  readonly natGateways: readonly ZonalNatGateway[];
  readonly transitGatewayAttachments: readonly aws.ec2transitgateway.VpcAttachment[];
  readonly transitGatewayStatus: TransitGatewayStatus;

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:network:Network", name, {}, { ...opts, providers: [args.providers.compute] });
    const { environment, config, account } = args;
    const child = { parent: this };

    const vpcId = createVpc(args, child).id;
    const subnets = createSubnets({ environment, vpcId, plan: planSubnets(config) }, child);
    const routing = createRouting({ environment, vpcId, subnets }, child);
    const { privateRouteTables } = routing;
    const endpoints = createEndpoints(
      {
        environment,
        region: account.region,
        vpcId,
        cidrBlock: config.cidrBlock,
        services: config.interfaceEndpoints,
        subnets,
        privateRouteTables,
      },
      child,
    );
    createFlowLogs({ environment, account, config: config.flowLogs, vpcId }, child);
    const transitGateway =
      config.transitGateway === undefined || args.transitGatewayStatus === "none"
        ? undefined
        : attachTransitGateway(
            {
              environment,
              config: config.transitGateway,
              status: args.transitGatewayStatus,
              vpcId,
              subnets,
              privateRouteTables,
              intraRouteTable: routing.intraRouteTable,
              apiClientCidrBlocks: (args.apiClientCidrBlocks ?? []).filter(
                (block) => !contains(parseBlock(config.cidrBlock), parseBlock(block)),
              ),
            },
            child,
          );

    this.vpcId = vpcId;
    this.cidrBlock = config.cidrBlock;
    this.transitGatewayCidrBlocks = config.transitGateway?.destinationCidrBlocks ?? [];
    this.subnets = subnets;
    this.internetAccess = [...routing.internetRoutes, ...routing.privateAssociations];
    this.apiClientRoutes = transitGateway?.apiClientRoutes ?? [];
    this.natGateways = routing.natGateways;
    this.transitGatewayAttachments = transitGateway === undefined ? [] : [transitGateway.attachment];
    this.endpoints = endpoints;
    this.natPublicIps = routing.natPublicIps;
    this.transitGatewayStatus = args.transitGatewayStatus;
    this.registerOutputs({
      vpcId,
      natPublicIps: this.natPublicIps,
      transitGatewayStatus: this.transitGatewayStatus,
    });
  }
}

function createVpc({ environment, config }: NetworkArgs, opts: pulumi.CustomResourceOptions): aws.ec2.Vpc {
  const vpc = new aws.ec2.Vpc(
    "vpc",
    {
      cidrBlock: config.cidrBlock,
      // The private DNS names of the endpoints and of the cluster's private endpoint need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: vpcName(environment) },
    },
    // Everything else is inside the VPC, so an update that would replace it has to fail.
    { ...opts, protect: true },
  );
  // AWS creates this group with rules that admit all traffic within it. Without rules, nothing can use it by mistake.
  new aws.ec2.DefaultSecurityGroup(
    "default",
    { vpcId: vpc.id, ingress: [], egress: [], tags: { Name: environmentName(environment, "default-unused") } },
    opts,
  );
  return vpc;
}
