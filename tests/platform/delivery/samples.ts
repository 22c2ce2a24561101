import { type Recorded, text } from "../../support/mocks";
import type { AccountName } from "../../../platform/names/delivery";
import type { StackConfig } from "../../../platform/config/stack.generated";

/** ARNs of an environment's resources in one account, by the type of resource that AWS's service reference knows. */
export type Samples = Readonly<Record<string, readonly string[]>>;

/** What is known by an ID of AWS's, which no program can choose. */
const EC2_IDS: Readonly<Record<string, string>> = {
  "elastic-ip": "eipalloc-1",
  "internet-gateway": "igw-1",
  "launch-template": "lt-1",
  natgateway: "nat-1",
  "network-interface": "eni-1",
  "route-table": "rtb-1",
  "security-group": "sg-1",
  "security-group-rule": "sgr-1",
  subnet: "subnet-1",
  "transit-gateway-attachment": "tgw-attach-1",
  vpc: "vpc-1",
  "vpc-endpoint": "vpce-1",
  "vpc-flow-log": "fl-1",
};

/** The ARNs that a preview's resources will have: names are the program's own. */
export function samples(
  registrations: readonly Recorded[],
  environment: string,
  account: AccountName,
  config: StackConfig,
): Samples {
  const { id, region } = config.accounts[account];
  const regions = account === "data" ? [region, config.workflows.secrets.replicaRegion] : [region];
  const named = (type: string, input: string): string[] =>
    registrations
      .filter((resource) => resource.type === type && resource.provider?.endsWith(`::${account}`) === true)
      .map((resource) => text(resource, input));
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${id}:${resource}`;
  const iam = (kind: string, type: string): string[] =>
    named(type, "name").map((name) => `arn:aws:iam::${id}:${kind}/${name}`);
  const secrets = named("aws:secretsmanager/secret:Secret", "name");
  const shared = {
    "iam:role": iam("role", "aws:iam/role:Role"),
    // Made by AWS, at the program's request.
    "iam:service-linked-role": [
      `arn:aws:iam::${id}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS`,
    ],
    // A workflow's, where its permissions do not fit into its role.
    "iam:policy": [
      ...iam("policy", "aws:iam/policy:Policy"),
      `arn:aws:iam::${id}:policy/airflow-${environment}-large-1`,
    ],
    "iam:oidc-provider": [
      `arn:aws:iam::${id}:oidc-provider/oidc.eks.${config.accounts.compute.region}.amazonaws.com/id/EXAMPLE`,
    ],
    "kms:key": regions.map((each) => `arn:aws:kms:${each}:${id}:key/11111111-2222-3333-4444-555555555555`),
    "kms:alias": named("aws:kms/alias:Alias", "name").map((name) => arn("kms", name)),
    "secretsmanager:Secret": secrets.flatMap((name) =>
      regions.map((each) => `arn:aws:secretsmanager:${each}:${id}:secret:${name}-AbCdEf`),
    ),
  };
  if (account === "data") {
    return shared;
  }
  const cluster = `airflow-${environment}`;
  const buckets = named("aws:s3/bucket:Bucket", "bucket");
  return {
    ...shared,
    ...Object.fromEntries(
      Object.entries(EC2_IDS).map(([type, name]) => [`ec2:${type}`, [arn("ec2", `${type}/${name}`)]]),
    ),
    "airflow:environment": named("aws:mwaa/environment:Environment", "name").map((name) =>
      arn("airflow", `environment/${name}`),
    ),
    "autoscaling:autoScalingGroup": [arn("autoscaling", "autoScalingGroup:1234:autoScalingGroupName/eks-group")],
    "eks:cluster": [arn("eks", `cluster/${cluster}`)],
    "eks:access-entry": [arn("eks", `access-entry/${cluster}/role/${id}/administrator/1234`)],
    "eks:addon": [arn("eks", `addon/${cluster}/coredns/1234`)],
    "eks:nodegroup": [arn("eks", `nodegroup/${cluster}/standard-20261125/1234`)],
    "iam:user": iam("user", "aws:iam/user:User"),
    "logs:log-group": named("aws:cloudwatch/logGroup:LogGroup", "name").map((name) => arn("logs", `log-group:${name}`)),
    "s3:bucket": buckets.map((name) => `arn:aws:s3:::${name}`),
    "s3:object": buckets.map((name) => `arn:aws:s3:::${name}/dags/hello.py`),
    "ses:identity": named("aws:sesv2/emailIdentity:EmailIdentity", "emailIdentity").map((name) =>
      arn("ses", `identity/${name}`),
    ),
  };
}
