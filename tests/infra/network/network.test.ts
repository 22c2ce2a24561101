import * as pulumi from "@pulumi/pulumi";

import { Network } from "../../../infra/network/network";
import { createProviders } from "../../../infra/shared/providers";
import { withTags } from "../../../infra/shared/tags";
import { stackTags } from "../../../platform/tags";
import type { TransitGatewayStatus } from "../../../infra/network/transit-gateway-status";
import { type Recording, runOnMocks, stackConfig, STACKS, statements, warningsOf } from "../../support/mocks";

// The first run loads the providers' packages.
jest.setTimeout(60_000);

const ZONES = ["eu-west-2a", "eu-west-2b", "eu-west-2c"];
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
const ROUTE = "aws:ec2/route:Route";

function build(
  stack: (typeof STACKS)[number],
  transitGatewayStatus: TransitGatewayStatus,
  apiClientCidrBlocks: readonly string[] = [],
): Promise<Recording> {
  const config = stackConfig(stack);
  return runOnMocks(() => {
    const tags = stackTags(stack, config.tags);
    pulumi.runtime.registerStackTransformation(withTags(tags));
    return new Network("network", {
      environment: stack,
      providers: createProviders(config.accounts, tags),
      config: config.network,
      account: config.accounts.compute,
      transitGatewayStatus,
      apiClientCidrBlocks,
    });
  });
}

function routesOfIntraSubnets(run: Recording): Recording["all"] {
  const table = run.one("aws:ec2/routeTable:RouteTable", "intra");
  return run.ofType(ROUTE).filter((route) => route.dependsOn.includes(table.urn));
}

describe("the network of production", () => {
  let run: Recording;

  beforeAll(async () => {
    run = await build("production", "available");
  });

  test("every zone has a subnet of each kind, in its own block", () => {
    const subnets = run.ofType("aws:ec2/subnet:Subnet");
    expect(subnets.map(({ name }) => name).sort()).toEqual(
      ["intra", "private", "public"].flatMap((kind) => ZONES.map((zone) => `${kind}-${zone}`)),
    );
    expect(new Set(subnets.map(({ inputs }) => inputs["cidrBlock"])).size).toBe(9);
    for (const { inputs } of subnets) {
      expect(inputs["mapPublicIpOnLaunch"]).toBe(false);
    }
  });

  test("addresses and NAT gateways that allow-lists name cannot be deleted by an update", () => {
    for (const zone of ZONES) {
      expect(run.one("aws:ec2/eip:Eip", `nat-${zone}`)).toMatchObject({ protect: true, retainOnDelete: true });
      expect(run.one("aws:ec2/natGateway:NatGateway", `nat-${zone}`)).toMatchObject({ protect: true });
    }
  });

  test("a zone's private subnet leaves through the zone's own NAT gateway", () => {
    for (const zone of ZONES) {
      const route = run.one(ROUTE, `private-${zone}-to-internet`);
      expect(run.dependencies(route, "aws:ec2/natGateway:NatGateway")).toEqual([`nat-${zone}`]);
      expect(run.dependencies(route, "aws:ec2/routeTable:RouteTable")).toEqual([`private-${zone}`]);
      const association = run.one("aws:ec2/routeTableAssociation:RouteTableAssociation", `private-${zone}`);
      expect(run.dependencies(association, "aws:ec2/routeTable:RouteTable")).toEqual([`private-${zone}`]);
      expect(run.dependencies(association, "aws:ec2/subnet:Subnet")).toEqual([`private-${zone}`]);
    }
  });

  test("a NAT gateway is made once its subnet reaches the internet", () => {
    const internet = run.one(ROUTE, "public-to-internet");
    for (const nat of run.ofType("aws:ec2/natGateway:NatGateway")) {
      expect(nat.dependsOn).toContain(internet.urn);
    }
  });

  test("intra subnets have no way to the internet", () => {
    expect(routesOfIntraSubnets(run)).toEqual([]);
  });

  test("the control plane can answer who calls it through the Transit Gateway: routes are not remembered by connection", async () => {
    const answering = await build("production", "available", ["10.26.0.0/16", "10.201.32.0/20"]);
    // The VPC's own route reaches addresses in the VPC.
    expect(routesOfIntraSubnets(answering).map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({ destinationCidrBlock: "10.26.0.0/16", transitGatewayId: "tgw-0aaaaaaaaaaaaaaa1" }),
    ]);
    const [route] = routesOfIntraSubnets(answering);
    expect(route?.dependsOn).toContain(answering.one(ATTACHMENT, "transit-gateway").urn);
  });

  test("the VPC's default security group admits nothing", () => {
    expect(run.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default").inputs).toMatchObject({
      ingress: [],
      egress: [],
    });
  });

  test("names of AWS services and of the cluster's private endpoint resolve inside the VPC", () => {
    expect(run.one("aws:ec2/vpc:Vpc", "vpc")).toMatchObject({
      protect: true,
      inputs: { enableDnsSupport: true, enableDnsHostnames: true },
    });
  });

  test("endpoints answer and never call: their security group has no rule outwards", () => {
    expect(run.one("aws:ec2/securityGroup:SecurityGroup", "endpoints").inputs).not.toHaveProperty("egress");
    expect(run.ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).toEqual([]);
  });

  test("endpoints have private DNS, lie in the private subnets and admit HTTPS from the VPC only", () => {
    const services = stackConfig("production").network.interfaceEndpoints;
    for (const service of services) {
      const endpoint = run.one("aws:ec2/vpcEndpoint:VpcEndpoint", service);
      expect(endpoint.inputs).toMatchObject({
        serviceName: `com.amazonaws.eu-west-2.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
      });
      expect(run.dependencies(endpoint, "aws:ec2/subnet:Subnet").sort()).toEqual(
        ZONES.map((zone) => `private-${zone}`),
      );
    }
    const rules = run.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.map(({ inputs }) => [inputs["cidrIpv4"], inputs["fromPort"], inputs["toPort"]])).toEqual([
      ["10.201.0.0/16", 443, 443],
    ]);
  });

  test("S3 is reached through a gateway endpoint from every private route table", () => {
    const endpoint = run.one("aws:ec2/vpcEndpoint:VpcEndpoint", "s3");
    expect(endpoint.inputs["vpcEndpointType"]).toBe("Gateway");
    expect(run.dependencies(endpoint, "aws:ec2/routeTable:RouteTable").sort()).toEqual(
      ZONES.map((zone) => `private-${zone}`),
    );
  });

  test("flow logs record all traffic, every minute, for 400 days, under their own key", () => {
    expect(run.one("aws:ec2/flowLog:FlowLog", "vpc").inputs).toMatchObject({
      trafficType: "ALL",
      maxAggregationInterval: 60,
    });
    const logGroup = run.one("aws:cloudwatch/logGroup:LogGroup", "flow-logs");
    expect(logGroup.inputs["retentionInDays"]).toBe(400);
    expect(run.dependencies(logGroup, "aws:kms/key:Key")).toEqual(["flow-logs"]);
    expect(run.one("aws:kms/key:Key", "flow-logs")).toMatchObject({ protect: true, retainOnDelete: true });
  });

  test("only flow logs of this account assume their role, and it writes to its own log group only", () => {
    const [trust] = statements(run.one("aws:iam/role:Role", "flow-logs"), "assumeRolePolicy");
    expect(trust?.Principal).toEqual({ Service: "vpc-flow-logs.amazonaws.com" });
    expect(trust?.Condition?.["StringEquals"]).toEqual({ "aws:SourceAccount": "333333333333" });
    const [write, find, ...others] = statements(run.one("aws:iam/rolePolicy:RolePolicy", "flow-logs"));
    expect([find?.Action, ...others]).toEqual(["logs:DescribeLogGroups"]);
    expect(write?.Resource).toBe(
      "arn:aws:logs:eu-west-2:333333333333:log-group:/aws/vpc/airflow-production/flow-logs:*",
    );
  });

  test("the attachment lies in the intra subnets, and losing it takes a decision", () => {
    const attachment = run.one(ATTACHMENT, "transit-gateway");
    expect(attachment.protect).toBe(true);
    expect(run.dependencies(attachment, "aws:ec2/subnet:Subnet").sort()).toEqual(ZONES.map((zone) => `intra-${zone}`));
  });

  test("every private route table has every route to the Transit Gateway, after the attachment", () => {
    const attachment = run.one(ATTACHMENT, "transit-gateway");
    for (const zone of ZONES) {
      for (const destination of ["10.0.0.0/8", "172.20.0.0/16", "194.33.254.0/24", "194.33.255.0/24"]) {
        const route = run.one(ROUTE, `private-${zone}-to-${destination}`);
        expect(route.inputs).toMatchObject({
          destinationCidrBlock: destination,
          transitGatewayId: "tgw-0aaaaaaaaaaaaaaa1",
        });
        expect(route.dependsOn).toContain(attachment.urn);
        expect(run.dependencies(route, "aws:ec2/routeTable:RouteTable")).toEqual([`private-${zone}`]);
      }
    }
  });
});

test.each(STACKS)("%s has an endpoint for each service that it uses", (stack) => {
  const { network, airflow } = stackConfig(stack);
  const ofPrivateAirflow = airflow.webserverAccess === "private" ? ["airflow.api", "airflow.env"] : [];
  expect(network.interfaceEndpoints).toEqual([
    ...["sts", "ecr.api", "ecr.dkr", "logs", "monitoring", "kms", "secretsmanager", "sqs", "eks", "eks-auth", "ec2"],
    ...["autoscaling", ...ofPrivateAirflow],
  ]);
});

describe("the Transit Gateway", () => {
  const transitGatewayRoutes = (run: Recording): number =>
    run.ofType(ROUTE).filter(({ inputs }) => "transitGatewayId" in inputs).length;

  test("development has no resource of it at all", async () => {
    const run = await build("development", "none");
    expect(run.ofType(ATTACHMENT)).toEqual([]);
    expect(transitGatewayRoutes(run)).toBe(0);
  });

  test.each(["no-attachment-yet", "pendingAcceptance"] as const)(
    "while it is %s, the attachment is there, its routes are not, and one warning says what to do",
    async (status) => {
      const runs: Recording[] = [];
      const warnings = await warningsOf(async () => runs.push(await build("test", status)));
      expect(runs.map((run) => [run.ofType(ATTACHMENT).length, transitGatewayRoutes(run)])).toEqual([[1, 0]]);
      expect(warnings).toEqual([expect.stringMatching(/accept the attachment, then run pulumi up again/)]);
    },
  );

  test("once it is available, nothing warns", async () => {
    const runs: Recording[] = [];
    const warnings = await warningsOf(async () => runs.push(await build("test", "available")));
    expect(runs.map((run) => [run.ofType(ATTACHMENT).length, transitGatewayRoutes(run)])).toEqual([[1, 12]]);
    expect(warnings).toEqual([]);
  });

  test("acceptance adds the routes and changes nothing else", async () => {
    const runs: Recording[] = [];
    await warningsOf(async () => runs.push(await build("test", "pendingAcceptance"), await build("test", "available")));
    const [pending, available] = runs.map((run) => run.all);
    const before = new Map(pending?.map((resource) => [resource.urn, resource]));
    const changed = (available ?? []).filter((resource) => {
      const earlier = before.get(resource.urn);
      return JSON.stringify(earlier) !== JSON.stringify(resource);
    });
    // The component's own registration carries no inputs; only routes may differ.
    expect(new Set(changed.map(({ type }) => type))).toEqual(new Set([ROUTE]));
    expect(changed).toHaveLength(12);
  });
});
