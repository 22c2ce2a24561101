import { type Json, type Registration, textOf } from "../offline/registration";
import { resourceType } from "../../platform/resource-types/resource-types";
import type { Priced } from "./prices";

/** The fixed cost of a resource. */
export interface FixedCost {
  readonly what: string;
  readonly price: Priced;
  /** Number of units. */
  readonly per: "hour" | "month";
  readonly quantity: number;
}

type Inputs = Registration["inputs"];

/** Types that cost money while they exist, with the price and quantity of each. */
export const FIXED_COSTS: Readonly<Record<string, (inputs: Inputs) => FixedCost>> = {
  "aws:ec2/natGateway:NatGateway": () => hourly("NAT gateways", "natGatewayHour"),
  "aws:ec2/eip:Eip": () => hourly("public IPv4 addresses", "publicIpv4Hour"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ vpcEndpointType, subnetIds }) =>
    // The endpoint for S3 is a gateway, which is free.
    hourly(
      "interface endpoints, one for each service and zone",
      "interfaceEndpointZoneHour",
      vpcEndpointType === "Interface" ? size(subnetIds) : 0,
    ),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": () =>
    hourly("Transit Gateway attachments", "transitGatewayAttachmentHour"),
  "eks:index:Cluster": () => hourly("EKS control planes", "eksClusterHour"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ metricQueries }) =>
    // An alarm on an expression pays for each metric, and one of the queries is the expression.
    monthly("alarms, by metric", "alarmMetricMonth", metricQueries === undefined ? 1 : size(metricQueries) - 1),
  "aws:kms/key:Key": () => monthly("KMS keys", "kmsKeyMonth"),
  "aws:kms/replicaKey:ReplicaKey": () => monthly("KMS keys", "kmsKeyMonth"),
  "aws:secretsmanager/secret:Secret": ({ replicas }) =>
    monthly("secrets, replicas too", "secretMonth", 1 + size(replicas)),
  "aws:mwaa/environment:Environment": ({ environmentClass }) =>
    hourly(`MWAA environment, ${textOf(environmentClass)}`, `${textOf(environmentClass)}Hour` as Priced),
};

/**
 * The fixed costs of a resource: none if it is free, paid by use, or not a resource of AWS.
 *
 * @throws Error if the table of resource types has no cost for its type.
 */
export function fixedCost({ type, inputs }: Pick<Registration, "type" | "inputs">): FixedCost | undefined {
  const cost = resourceType(type)?.cost;
  if (/^(aws|eks):/.test(type) && cost === undefined) {
    throw new Error(
      `The cost of ${type} is unknown. Add the type to platform/resource-types/data/resource-types.json with a cost of ` +
        "fixed (paid while it exists), use or free.",
    );
  }
  return cost === "fixed" ? fixedCostOf(type)(inputs) : undefined;
}

function fixedCostOf(type: string): (inputs: Inputs) => FixedCost {
  const fixed = FIXED_COSTS[type];
  if (fixed === undefined) {
    throw new Error(
      `${type} costs money while it exists. Add its price and quantity to FIXED_COSTS in preview/costs/fixed-costs.ts.`,
    );
  }
  return fixed;
}

function hourly(what: string, price: Priced, quantity = 1): FixedCost {
  return { what, price, per: "hour", quantity };
}

function monthly(what: string, price: Priced, quantity = 1): FixedCost {
  return { what, price, per: "month", quantity };
}

function size(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}
