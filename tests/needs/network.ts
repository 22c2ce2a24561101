import type { Dependency } from "./dependency";

const SUBNET = "aws:ec2/subnet:Subnet";
const ROUTE = "aws:ec2/route:Route";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";

/** Stacks that are attached to a Transit Gateway. */
const ATTACHED = ["test", "production"];

export const NETWORK: readonly Dependency[] = [
  {
    what: "aws:ec2/natGateway:NatGateway nat-*",
    needs: "aws:ec2/eip:Eip nat-$1",
    why: "it is created with the address that allow-lists elsewhere name",
  },
  {
    what: "aws:ec2/natGateway:NatGateway nat-*",
    needs: `${ROUTE} public-to-internet`,
    why: "AWS refuses a NAT gateway in a VPC whose subnet has no way to the internet",
  },
  {
    what: "aws:ec2/natGateway:NatGateway nat-*",
    needs: `${ASSOCIATION} public-$1`,
    why: "before that its subnet has the VPC's main route table, and what is behind the gateway has no way out",
  },
  {
    what: `${ROUTE} public-to-internet`,
    needs: "aws:ec2/internetGateway:InternetGateway internet",
    why: "a route needs its target",
  },
  {
    what: `${ROUTE} private-*-to-internet`,
    needs: "aws:ec2/natGateway:NatGateway nat-$1",
    why: "each zone goes out through its own gateway",
  },
  {
    what: `${ENDPOINT} s3`,
    needs: `${ROUTE_TABLE} private-*`,
    why: "the gateway endpoint is a route of each private table",
  },
  {
    what: "aws:ec2/flowLog:FlowLog vpc",
    needs: "aws:iam/rolePolicy:RolePolicy flow-logs",
    why: "AWS tries the role when the flow log is made, and gives up on one that may not write",
  },
  {
    what: "aws:ec2/flowLog:FlowLog vpc",
    needs: "aws:cloudwatch/logGroup:LogGroup flow-logs",
    why: "a group that AWS made itself would have neither retention nor key",
  },
  {
    what: "aws:cloudwatch/logGroup:LogGroup flow-logs",
    needs: "aws:kms/key:Key flow-logs",
    why: "CloudWatch Logs asks the key's policy when the group is made",
  },
  {
    what: `${ATTACHMENT} transit-gateway`,
    needs: `${SUBNET} intra-*`,
    why: "the attachment has a network interface in each zone",
    stacks: ATTACHED,
  },
  {
    what: `${ROUTE} private-*-to-*/*`,
    needs: `${ATTACHMENT} transit-gateway`,
    why: "AWS refuses a route to a Transit Gateway that the VPC is not attached to",
    stacks: ATTACHED,
  },
];
