import { type Json, type Registration, textOf } from "../offline/registration";
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

/** Types that cost money by being there, and what of them is counted. */
const STANDING: Readonly<Record<string, (inputs: Inputs) => Standing>> = {
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

/** Types whose cost comes with use: data, requests, mails. Nodes are counted from the configuration (`idle.ts`). */
const BY_USE = [
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:ec2/flowLog:FlowLog",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:sesv2/emailIdentity:EmailIdentity",
] as const;

/** Types that AWS does not charge for. */
const FREE = [
  "aws:autoscaling/tag:Tag",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/route:Route",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/tag:Tag",
  "aws:ec2/vpc:Vpc",
  "aws:eks/accessEntry:AccessEntry",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:eks/addon:Addon",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/user:User",
  "aws:iam/userPolicy:UserPolicy",
  "aws:kms/alias:Alias",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
] as const;

const WITHOUT_STANDING: ReadonlySet<string> = new Set([...BY_USE, ...FREE]);

/**
 * What a resource costs by being there; nothing where it is free, paid by use, or no resource of AWS.
 *
 * @throws Error where nobody has said yet what its type costs.
 */
export function standingCost({ type, inputs }: Pick<Registration, "type" | "inputs">): Standing | undefined {
  const standing = STANDING[type];
  if (standing !== undefined) {
    return standing(inputs);
  }
  if (/^(aws|eks):/.test(type) && !WITHOUT_STANDING.has(type)) {
    throw new Error(
      `what does ${type} cost? Say so in preview/costs/resource-types.ts: by being there (STANDING), by use (BY_USE), or nothing (FREE)`,
    );
  }
  return undefined;
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
