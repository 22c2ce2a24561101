import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account, FlowLogs } from "../../platform/config/stack.generated";
import { createKmsKey, logGroupsStatement } from "../shared/kms-key";
import { policy, serviceTrust } from "../shared/policy";
import { environmentName } from "../../platform/names/environment";
import { flowLogGroupName } from "../../platform/names/log-groups";
import { vpcName } from "../../platform/names/network";

export interface FlowLogsArgs {
  readonly environment: string;
  readonly account: Account;
  readonly config: FlowLogs;
  readonly vpcId: pulumi.Input<string>;
}

/** Records all traffic of the VPC in CloudWatch Logs, encrypted with its own key. */
export function createFlowLogs(args: FlowLogsArgs, opts: pulumi.CustomResourceOptions): void {
  const { id: accountId, region } = args.account;
  const name = environmentName(args.environment, "flow-logs");
  const logGroupName = flowLogGroupName(args.environment);
  const key = createKmsKey(
    "flow-logs",
    {
      description: `Flow logs of the VPC ${vpcName(args.environment)}`,
      alias: name,
      environment: args.environment,
      accountId,
      statements: [logGroupsStatement(region, accountId, logGroupName)],
    },
    opts,
  );
  const logGroup = new aws.cloudwatch.LogGroup(
    "flow-logs",
    {
      name: logGroupName,
      retentionInDays: args.config.retentionDays,
      kmsKeyId: key.arn,
      tags: { Name: logGroupName },
    },
    // Flow logs outlive the configuration that created them.
    { ...opts, retainOnDelete: true },
  );
  const role = new aws.iam.Role(
    "flow-logs",
    {
      name,
      description: "Lets VPC flow logs write to their log group",
      assumeRolePolicy: serviceTrust(["vpc-flow-logs.amazonaws.com"], {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${accountId}:vpc-flow-log/*` },
      }),
      tags: { Name: name },
    },
    opts,
  );
  const rolePolicy = new aws.iam.RolePolicy(
    "flow-logs",
    {
      role: role.name,
      policy: policy(
        {
          Sid: "Write",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
        },
        {
          // AWS lists this action among those that flow logs need, and it names no single group.
          Sid: "FindGroup",
          Effect: "Allow",
          Action: "logs:DescribeLogGroups",
          Resource: `arn:aws:logs:${region}:${accountId}:log-group:*`,
        },
      ),
    },
    opts,
  );
  new aws.ec2.FlowLog(
    "vpc",
    {
      vpcId: args.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: args.config.maxAggregationIntervalSeconds,
      tags: { Name: name },
    },
    { ...opts, dependsOn: [rolePolicy] },
  );
}
