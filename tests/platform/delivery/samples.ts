import { type Recorded, text } from "../../support/mocks";
import type { AccountName } from "../../../platform/names/delivery";
import type { StackConfig } from "../../../platform/config/stack.generated";

/** ARNs of an environment's resources in one account, by the type of resource that AWS's service reference knows. */
export type Samples = Readonly<Record<string, readonly string[]>>;

const KEYS = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"];

/** Resources with an ID that AWS chooses, by type. */
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

/** The policies of an environment's keys in one account, by a made-up ARN of each key. */
export function keyPolicies(
  registrations: readonly Recorded[],
  account: AccountName,
  config: StackConfig,
): ReadonlyMap<string, object> {
  const { id, region } = config.accounts[account];
  return new Map(
    registrations
      .filter(({ type, provider }) => KEYS.includes(type) && provider?.endsWith(`::${account}`) === true)
      .map((key) => {
        const where = typeof key.inputs["region"] === "string" ? key.inputs["region"] : region;
        // The account may be another one than the preview's.
        const policy = JSON.parse(text(key, "policy").replaceAll(/\b[0-9]{12}\b/g, id)) as object;
        return [`arn:aws:kms:${where}:${id}:key/${key.name}`, policy];
      }),
  );
}

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
    "kms:key": [...keyPolicies(registrations, account, config).keys()],
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
    "chatbot:ChatbotConfiguration": [
      `arn:aws:chatbot::${id}:chat-configuration/slack-channel/${cluster}-alarms-critical`,
    ],
    "cloudwatch:alarm": named("aws:cloudwatch/metricAlarm:MetricAlarm", "name").map((name) =>
      arn("cloudwatch", `alarm:${name}`),
    ),
    "cloudwatch:alarm-mute-rule": named("aws:cloudwatch/alarmMuteRule:AlarmMuteRule", "name").map((name) =>
      arn("cloudwatch", `alarm-mute-rule:${name}`),
    ),
    "eks:cluster": [arn("eks", `cluster/${cluster}`)],
    "eks:access-entry": [arn("eks", `access-entry/${cluster}/role/${id}/administrator/1234`)],
    "eks:addon": [arn("eks", `addon/${cluster}/coredns/1234`)],
    "eks:nodegroup": [arn("eks", `nodegroup/${cluster}/standard-20261125/1234`)],
    "events:rule-on-default-event-bus": named("aws:cloudwatch/eventRule:EventRule", "name").map((name) =>
      arn("events", `rule/${name}`),
    ),
    "iam:instance-profile": [`arn:aws:iam::${id}:instance-profile/${cluster}-karpenter-node`],
    "iam:user": iam("user", "aws:iam/user:User"),
    "logs:log-group": named("aws:cloudwatch/logGroup:LogGroup", "name").map((name) => arn("logs", `log-group:${name}`)),
    "s3:bucket": buckets.map((name) => `arn:aws:s3:::${name}`),
    "s3:object": buckets.map((name) => `arn:aws:s3:::${name}/dags/hello.py`),
    "sns:topic": named("aws:sns/topic:Topic", "name").map((name) => arn("sns", name)),
    "sqs:queue": [arn("sqs", `${cluster}-karpenter`)],
    "ses:identity": named("aws:sesv2/emailIdentity:EmailIdentity", "emailIdentity").map((name) =>
      arn("ses", `identity/${name}`),
    ),
    // The real ARN has no account; the simulation wants one.
    "ssm:parameter": [arn("ssm", "parameter/aws/service/bottlerocket/aws-k8s-1.36/x86_64/latest/image_version")],
  };
}
