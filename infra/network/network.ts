import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Account, NetworkConfig } from "../../platform/config/stack.generated";
import type { Providers } from "../shared/providers";
import { named, type TagMap } from "../../platform/tags";
import { contains, parseBlock } from "../../platform/network/cidr";
import { createEndpoints } from "./endpoints";
import { createFlowLogs } from "./flow-logs";
import { vpcName } from "../../platform/names/network";
import { createRouting } from "./routing";
import { createSubnets, type Subnets } from "./subnets";
import { planSubnets } from "../../platform/network/subnets-plan";
import { attachTransitGateway } from "./transit-gateway";
import type { TransitGatewayStatus } from "./transit-gateway-status";
import { environmentName } from "../../platform/names/environment";

export interface NetworkArgs {
  readonly environment: string;
  readonly config: NetworkConfig;
  /** Account of the VPC, with the region that its zones lie in. */
  readonly account: Account;
  /** State of the Transit Gateway attachment, from `lookUpTransitGatewayStatus`. */
  readonly transitGatewayStatus: TransitGatewayStatus;
  /** Blocks that call the cluster's private API endpoint: of the VPC, or behind the Transit Gateway. Default: none. */
  readonly apiClientCidrBlocks?: readonly string[];
  readonly providers: Providers;
  readonly tags: TagMap;
}

/** What later layers need of the network. */
export interface NetworkOutputs {
  readonly vpcId: pulumi.Output<string>;
  /** The VPC's block. */
  readonly cidrBlock: string;
  /** Blocks behind the Transit Gateway, also while its attachment waits; empty without one. */
  readonly transitGatewayCidrBlocks: readonly string[];
  readonly subnets: Subnets;
  /** What must exist before something in the private subnets reaches the internet. */
  readonly internetAccess: readonly pulumi.Resource[];
  /** Ways from the control plane back to who calls it through the Transit Gateway; none while the attachment waits. */
  readonly apiClientRoutes: readonly pulumi.Resource[];
  /** Private ways to AWS services, S3 first. */
  readonly endpoints: readonly aws.ec2.VpcEndpoint[];
  /** Addresses that the environment's traffic to the internet comes from, in the order of the zones. */
  readonly natPublicIps: readonly pulumi.Output<string>[];
  readonly transitGatewayStatus: TransitGatewayStatus;
}

/** The VPC of an environment: subnets, ways out, private ways to AWS, the Transit Gateway, and a record of all traffic. */
export class Network extends pulumi.ComponentResource implements NetworkOutputs {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: string;
  readonly transitGatewayCidrBlocks: readonly string[];
  readonly subnets: Subnets;
  readonly internetAccess: readonly pulumi.Resource[];
  readonly apiClientRoutes: readonly pulumi.Resource[];
  readonly endpoints: readonly aws.ec2.VpcEndpoint[];
  readonly natPublicIps: readonly pulumi.Output<string>[];
  readonly transitGatewayStatus: TransitGatewayStatus;

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:network:Network", name, {}, { ...opts, providers: [args.providers.compute] });
    const { environment, config, account, tags } = args;
    const child = { parent: this };

    const vpcId = createVpc(args, child).id;
    const subnets = createSubnets({ environment, vpcId, plan: planSubnets(config), tags }, child);
    const routing = createRouting({ environment, vpcId, subnets, tags }, child);
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
        tags,
      },
      child,
    );
    createFlowLogs({ environment, account, config: config.flowLogs, vpcId, tags }, child);
    const apiClientRoutes =
      config.transitGateway === undefined || args.transitGatewayStatus === "none"
        ? []
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
              tags,
            },
            child,
          );

    this.vpcId = vpcId;
    this.cidrBlock = config.cidrBlock;
    this.transitGatewayCidrBlocks = config.transitGateway?.destinationCidrBlocks ?? [];
    this.subnets = subnets;
    this.internetAccess = [...routing.internetRoutes, ...routing.privateAssociations];
    this.apiClientRoutes = apiClientRoutes;
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

function createVpc({ environment, config, tags }: NetworkArgs, opts: pulumi.CustomResourceOptions): aws.ec2.Vpc {
  const vpc = new aws.ec2.Vpc(
    "vpc",
    {
      cidrBlock: config.cidrBlock,
      // Private DNS of the endpoints, and of the cluster's private endpoint, needs both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: named(tags, vpcName(environment)),
    },
    // Everything else lives in it: an update that would replace it must fail instead.
    { ...opts, protect: true },
  );
  // AWS makes this group with rules that admit everything within it; without rules nothing can use it by mistake.
  new aws.ec2.DefaultSecurityGroup(
    "default",
    { vpcId: vpc.id, ingress: [], egress: [], tags: named(tags, environmentName(environment, "default-unused")) },
    opts,
  );
  return vpc;
}
