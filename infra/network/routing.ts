import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Subnets, ZonalSubnet } from "./subnets";
import { environmentName } from "../../platform/names/environment";

/** A zone's route table for its private subnet. */
export interface ZonalRouteTable {
  readonly zone: string;
  readonly routeTable: aws.ec2.RouteTable;
}

/** A zone's NAT gateway. */
export interface ZonalNatGateway {
  readonly zone: string;
  readonly id: pulumi.Output<string>;
}

export interface Routing {
  readonly privateRouteTables: readonly ZonalRouteTable[];
  /** Route table of all intra subnets, with the network interfaces of the control plane and the Transit Gateway. */
  readonly intraRouteTable: aws.ec2.RouteTable;
  /** Routes from the private subnets to the internet. Resources that need it at their creation depend on them. */
  readonly internetRoutes: readonly aws.ec2.Route[];
  /** Associations of the private subnets with their route tables. Until then, a subnet uses the VPC's main table. */
  readonly privateAssociations: readonly aws.ec2.RouteTableAssociation[];
  /** Source addresses of the environment's traffic to the internet, in the order of the zones. */
  readonly natPublicIps: readonly pulumi.Output<string>[];
  readonly natGateways: readonly ZonalNatGateway[];
}

export interface RoutingArgs {
  readonly environment: string;
  readonly vpcId: pulumi.Input<string>;
  readonly subnets: Subnets;
}

/**
 * Creates an internet gateway for the public subnets, and one route table without a route to the internet for the intra
 * subnets. Every zone gets a NAT gateway and a route table for its private subnet, so that the failure of a zone does
 * not affect the others.
 */
export function createRouting(args: RoutingArgs, opts: pulumi.CustomResourceOptions): Routing {
  const gateway = new aws.ec2.InternetGateway("internet", { vpcId: args.vpcId, tags: tag(args, "internet") }, opts);
  const publicTable = createRouteTable("public", args, opts);
  const publicRoute = new aws.ec2.Route(
    "public-to-internet",
    { routeTableId: publicTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
    opts,
  );
  const publicAssociations = associate("public", publicTable, args.subnets.public, opts);
  const intraRouteTable = createRouteTable("intra", args, opts);
  associate("intra", intraRouteTable, args.subnets.intra, opts);
  const internet = [publicRoute, ...publicAssociations];
  const zones = args.subnets.private.map((privateSubnet) => {
    const zone = privateSubnet.zone;
    const nat = createNatGateway(zone, args, internet, opts);
    const routeTable = createRouteTable(`private-${zone}`, args, opts);
    return {
      zone,
      routeTable,
      nat,
      internetRoute: new aws.ec2.Route(
        `private-${zone}-to-internet`,
        { routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
        opts,
      ),
      associations: associate("private", routeTable, [privateSubnet], opts),
    };
  });
  return {
    privateRouteTables: zones.map(({ zone, routeTable }) => ({ zone, routeTable })),
    intraRouteTable,
    internetRoutes: zones.map(({ internetRoute }) => internetRoute),
    privateAssociations: zones.flatMap(({ associations }) => associations),
    natPublicIps: zones.map(({ nat }) => nat.publicIp),
    natGateways: zones.map(({ zone, nat }) => ({ zone, id: nat.id })),
  };
}

function createNatGateway(
  zone: string,
  args: RoutingArgs,
  internet: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): aws.ec2.NatGateway {
  const publicSubnet = args.subnets.public.find((candidate) => candidate.zone === zone);
  if (publicSubnet === undefined) {
    throw new Error(`zone ${zone} has no public subnet for its NAT gateway`);
  }
  // Allow-lists elsewhere name these addresses. An update that would replace one has to fail, and an address that
  // leaves the program stays allocated.
  const address = new aws.ec2.Eip(
    `nat-${zone}`,
    { domain: "vpc", tags: tag(args, `nat-${zone}`) },
    { ...opts, protect: true, retainOnDelete: true },
  );
  return new aws.ec2.NatGateway(
    `nat-${zone}`,
    { allocationId: address.id, subnetId: publicSubnet.subnet.id, tags: tag(args, `nat-${zone}`) },
    // The gateway holds the address, and works only if its subnet reaches the internet.
    { ...opts, protect: true, dependsOn: [...internet] },
  );
}

function createRouteTable(name: string, args: RoutingArgs, opts: pulumi.CustomResourceOptions): aws.ec2.RouteTable {
  return new aws.ec2.RouteTable(name, { vpcId: args.vpcId, tags: tag(args, name) }, opts);
}

function associate(
  kind: string,
  routeTable: aws.ec2.RouteTable,
  subnets: readonly ZonalSubnet[],
  opts: pulumi.CustomResourceOptions,
): aws.ec2.RouteTableAssociation[] {
  return subnets.map(
    ({ zone, subnet }) =>
      new aws.ec2.RouteTableAssociation(`${kind}-${zone}`, { subnetId: subnet.id, routeTableId: routeTable.id }, opts),
  );
}

function tag(args: RoutingArgs, name: string): { Name: string } {
  return { Name: environmentName(args.environment, name) };
}
