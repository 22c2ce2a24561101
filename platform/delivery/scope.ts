import type { StackConfig } from "../config/stack.generated";
import { bucketArn, CONNECTIONS_PREFIX, mwaaArn, VARIABLES_PREFIX } from "../names/airflow";
import { clusterName, karpenterQueueName } from "../names/cluster";
import type { AccountName } from "../names/delivery";
import { environmentSecretPath } from "../names/workflow";

/** The environment and account whose resources a role may act on. */
export interface Scope {
  readonly environment: string;
  readonly account: AccountName;
  readonly config: StackConfig;
}

/** ID of the account. */
export function accountId({ account, config }: Scope): string {
  return config.accounts[account].id;
}

/** Regions in which an environment has resources in the account. */
export function regionsOf({ account, config }: Scope): string[] {
  const { region } = config.accounts[account];
  return account === "compute" ? [region] : [...new Set([region, config.workflows.secrets.replicaRegion])];
}

/** Types of EC2 resources that the program makes, or EKS for it. */
const EC2_TYPES = [
  "elastic-ip",
  "instance",
  "internet-gateway",
  "launch-template",
  "natgateway",
  "network-interface",
  "route-table",
  "security-group",
  "security-group-rule",
  "subnet",
  "transit-gateway-attachment",
  "volume",
  "vpc",
  "vpc-endpoint",
  "vpc-flow-log",
];

/** ARNs of an environment's resources in the compute account, by service. IAM and KMS have their own rules. */
export function computeResources({ environment, config }: Scope): Readonly<Record<string, readonly string[]>> {
  const account = config.accounts.compute;
  const { id, region } = account;
  const name = clusterName(environment);
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${id}:${resource}`;
  return {
    airflow: [mwaaArn(environment, account)],
    chatbot: [`arn:aws:chatbot::${id}:chat-configuration/slack-channel/${name}-*`],
    cloudwatch: ["alarm", "alarm-mute-rule"].map((kind) => arn("cloudwatch", `${kind}:${name}-*`)),
    ec2: EC2_TYPES.map((type) => arn("ec2", `${type}/*`)),
    eks: [
      arn("eks", `cluster/${name}`),
      ...["access-entry", "addon", "nodegroup"].map((kind) => arn("eks", `${kind}/${name}/*`)),
    ],
    events: [arn("events", `rule/${name}-*`)],
    logs: [`/aws/eks/${name}/*`, `/aws/containerinsights/${name}/*`, `/aws/vpc/${name}/*`, `${name}-*`].map((group) =>
      arn("logs", `log-group:${group}`),
    ),
    s3: [bucketArn(environment, account), `${bucketArn(environment, account)}/*`],
    secretsmanager: [CONNECTIONS_PREFIX, VARIABLES_PREFIX].map((prefix) => arn("secretsmanager", `secret:${prefix}/*`)),
    sns: [arn("sns", `${name}-alarms-*`)],
    // Karpenter's, if the stack has it.
    sqs: [arn("sqs", karpenterQueueName(environment))],
    // AWS's own parameters, for the newest AMI release: an account cannot have one of that name.
    ssm: [`arn:aws:ssm:${region}:*:parameter/aws/service/*`],
    ses: [arn("ses", `identity/${config.airflow.emailFromAddress}`)],
  };
}

/** ARNs of an environment's resources in the data account, by service. */
export function dataResources(scope: Scope): Readonly<Record<string, readonly string[]>> {
  return {
    secretsmanager: regionsOf(scope).map(
      (region) =>
        `arn:aws:secretsmanager:${region}:${accountId(scope)}:secret:${environmentSecretPath(scope.environment)}*`,
    ),
  };
}
