import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { workflowLogGroupName } from "../../../platform/names/log-groups";
import type { Account } from "../../../platform/config/stack.generated";
import { createKmsKey, logGroupsStatement } from "../../shared/kms-key";
import type { Statement } from "../../shared/policy";
import { clusterName } from "../../../platform/names/cluster";
import { metricsLogGroupName, systemLogGroupName } from "../../../platform/names/log-groups";

export interface LogGroupsArgs {
  readonly environment: string;
  readonly account: Account;
  readonly retentionDays: number;
}

/** Log groups of the cluster's pods and nodes, by their readers. */
export interface LogGroups {
  readonly workflows: aws.cloudwatch.LogGroup;
  readonly system: aws.cloudwatch.LogGroup;
  readonly metrics: aws.cloudwatch.LogGroup;
}

/** Creates the log groups of pods and metrics before the agents, which may write to log groups but not create them. */
export function createLogGroups(args: LogGroupsArgs, opts: pulumi.CustomResourceOptions): LogGroups {
  const { environment, account } = args;
  const names = {
    workflows: workflowLogGroupName(environment),
    system: systemLogGroupName(environment),
    metrics: metricsLogGroupName(environment),
  };
  const cluster = clusterName(environment);
  const key = createKmsKey(
    "pod-logs",
    {
      description: `Logs and metrics of the pods of ${cluster}`,
      alias: `${cluster}-pod-logs`,
      environment,
      accountId: account.id,
      statements: [logGroupsStatement(account.region, account.id, names.workflows, names.system, names.metrics)],
    },
    opts,
  );
  const create = (kind: keyof LogGroups): aws.cloudwatch.LogGroup =>
    new aws.cloudwatch.LogGroup(
      `pods-${kind}`,
      {
        name: names[kind],
        retentionInDays: args.retentionDays,
        kmsKeyId: key.arn,
        tags: { Name: names[kind] },
      },
      // Logs outlive the cluster.
      { ...opts, retainOnDelete: true },
    );
  return { workflows: create("workflows"), system: create("system"), metrics: create("metrics") };
}

/** Permissions of an agent to write to these log groups, and to no others. It may not create log groups. */
export function writeLogs({ region, id }: Account, ...logGroupNames: readonly string[]): Statement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: logGroupNames.map((name) => `arn:aws:logs:${region}:${id}:log-group:${name}:*`),
  };
}
