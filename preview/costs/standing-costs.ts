import { type Json, type Registration, textOf } from "../offline/registration";
import { resourceType } from "../../platform/resource-types/resource-types";
import type { Priced } from "./prices";

/** What a resource costs by being there. */
export interface Standing {
  readonly what: string;
  readonly price: Priced;
  /** How often the price is paid. */
  readonly per: "hour" | "month";
  readonly quantity: number;
}

type Inputs = Registration["inputs"];

/** Types that cost money while they exist, with the price and quantity of each. */
export const STANDING: Readonly<Record<string, (inputs: Inputs) => Standing>> = {
  "aws:ec2/natGateway:NatGateway": () => hourly("NAT gateways", "natGatewayHour"),
  "aws:ec2/eip:Eip": () => hourly("public IPv4 addresses", "publicIpv4Hour"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ vpcEndpointType, subnetIds }) =>
    // That for S3 is a gateway, which is free.
    hourly(
      "interface endpoints, one for each service and zone",
      "interfaceEndpointZoneHour",
      vpcEndpointType === "Interface" ? size(subnetIds) : 0,
    ),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": () =>
    hourly("Transit Gateway attachments", "transitGatewayAttachmentHour"),
  "eks:index:Cluster": () => hourly("EKS control planes", "eksClusterHour"),
  "aws:kms/key:Key": () => monthly("KMS keys", "kmsKeyMonth"),
  "aws:kms/replicaKey:ReplicaKey": () => monthly("KMS keys", "kmsKeyMonth"),
  "aws:secretsmanager/secret:Secret": ({ replicas }) =>
    monthly("secrets, replicas too", "secretMonth", 1 + size(replicas)),
  "aws:mwaa/environment:Environment": ({ environmentClass }) =>
    hourly(`MWAA environment, ${textOf(environmentClass)}`, `${textOf(environmentClass)}Hour` as Priced),
};

/**
 * What a resource costs by being there; nothing where it is free, paid by use, or no resource of AWS.
 *
 * @throws Error where nobody has said yet what its type costs.
 */
export function standingCost({ type, inputs }: Pick<Registration, "type" | "inputs">): Standing | undefined {
  const cost = resourceType(type)?.cost;
  if (/^(aws|eks):/.test(type) && cost === undefined) {
    throw new Error(
      `The cost of ${type} is unknown. Add the type to platform/resource-types/data/resource-types.json with a cost of ` +
        "standing (paid while it exists), use or free.",
    );
  }
  return cost === "standing" ? standingOf(type)(inputs) : undefined;
}

function standingOf(type: string): (inputs: Inputs) => Standing {
  const standing = STANDING[type];
  if (standing === undefined) {
    throw new Error(
      `${type} costs money while it exists. Add its price and quantity to STANDING in preview/costs/standing-costs.ts.`,
    );
  }
  return standing;
}

function hourly(what: string, price: Priced, quantity = 1): Standing {
  return { what, price, per: "hour", quantity };
}

function monthly(what: string, price: Priced, quantity = 1): Standing {
  return { what, price, per: "month", quantity };
}

function size(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}
