import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { TransitGatewayConfig } from "../../platform/config/stack.generated";
import type { ZonalRouteTable } from "./routing";
import type { Subnets } from "./subnets";
import { transitGatewayRouteName } from "../../platform/network/transit-gateway-route";
import type { TransitGatewayStatus } from "./transit-gateway-status";
import { environmentName } from "../../platform/names/environment";

export interface TransitGatewayArgs {
  readonly environment: string;
  readonly config: TransitGatewayConfig;
  readonly status: Exclude<TransitGatewayStatus, "none">;
  readonly vpcId: pulumi.Input<string>;
  readonly subnets: Subnets;
  readonly privateRouteTables: readonly ZonalRouteTable[];
  readonly intraRouteTable: aws.ec2.RouteTable;
  /** Blocks behind the Transit Gateway that call the control plane, which is in the intra subnets. */
  readonly apiClientCidrBlocks: readonly string[];
}

/** The attachment, and the routes from the control plane back to its callers. */
export interface TransitGatewayAttachment {
  readonly attachment: aws.ec2transitgateway.VpcAttachment;
  /** Empty until the attachment is accepted. */
  readonly apiClientRoutes: readonly aws.ec2.Route[];
}

/**
 * Creates the attachment and, if its state allows them, the routes to it: from every private route table, and from the
 * intra subnets back to the callers of the control plane. The Transit Gateway belongs to another account. AWS refuses
 * routes until its owner accepts the attachment, so the program leaves them out with a warning, and the next update
 * adds them.
 */
export function attachTransitGateway(
  args: TransitGatewayArgs,
  opts: pulumi.CustomResourceOptions,
): TransitGatewayAttachment {
  const attachment = new aws.ec2transitgateway.VpcAttachment(
    "transit-gateway",
    {
      transitGatewayId: args.config.id,
      vpcId: args.vpcId,
      subnetIds: args.subnets.intra.map(({ subnet }) => subnet.id),
      dnsSupport: "enable",
      tags: { Name: environmentName(args.environment) },
    },
    // The other account would have to accept a new attachment again.
    { ...opts, protect: true },
  );
  switch (args.status) {
    case "available":
      return { attachment, apiClientRoutes: createRoutes(attachment, args, opts) };
    case "no-attachment-yet":
    case "pendingAcceptance":
      void pulumi.log.warn(
        `The attachment to Transit Gateway ${args.config.id} is ${STATE_IN_WORDS[args.status]}: its routes are left ` +
          "out. Ask the gateway's owner to accept the attachment, then run pulumi up again; nothing else has to change.",
        attachment,
      );
      return { attachment, apiClientRoutes: [] };
    default:
      return args.status satisfies never;
  }
}

const STATE_IN_WORDS = {
  "no-attachment-yet": "only created by this update",
  pendingAcceptance: "not accepted yet",
} as const;

function createRoutes(
  attachment: aws.ec2transitgateway.VpcAttachment,
  args: TransitGatewayArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.Route[] {
  const route = (name: string, { id }: aws.ec2.RouteTable, destination: string): aws.ec2.Route =>
    new aws.ec2.Route(
      transitGatewayRouteName(name, destination),
      { routeTableId: id, destinationCidrBlock: destination, transitGatewayId: args.config.id },
      // The gateway's ID is a plain value, so the route states its dependency: AWS refuses it without the attachment.
      { ...opts, dependsOn: [attachment] },
    );
  for (const { zone, routeTable } of args.privateRouteTables) {
    for (const destination of args.config.destinationCidrBlocks) {
      route(`private-${zone}`, routeTable, destination);
    }
  }
  return args.apiClientCidrBlocks.map((block) => route("intra", args.intraRouteTable, block));
}
