import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy, serviceTrust, type Statement } from "../shared/policy";
import {
  bucketArn,
  CONNECTIONS_PREFIX,
  executionRoleName,
  mwaaArn,
  mwaaLogGroupName,
  mwaaName,
  VARIABLES_PREFIX,
} from "../../platform/names/airflow";

export interface ExecutionRoleArgs {
  readonly environment: string;
  readonly account: Account;
  readonly clusterName: string;
  readonly key: aws.kms.Key;
}

/** The role that Airflow's own processes run as, with the permissions that must exist before they start. */
export interface ExecutionRole {
  readonly role: aws.iam.Role;
  readonly permissions: aws.iam.RolePolicy;
}

export function createExecutionRole(args: ExecutionRoleArgs, opts: pulumi.CustomResourceOptions): ExecutionRole {
  const { environment, account } = args;
  const name = executionRoleName(environment);
  const role = new aws.iam.Role(
    "execution",
    {
      name,
      description: `Airflow environment ${mwaaName(environment)}`,
      // Admits requests for this environment only. Without the condition, any AWS customer's environment could make
      // them.
      assumeRolePolicy: serviceTrust(["airflow.amazonaws.com", "airflow-env.amazonaws.com"], {
        StringEquals: { "aws:SourceAccount": account.id },
        ArnLike: { "aws:SourceArn": mwaaArn(environment, account) },
      }),
      tags: { Name: name },
    },
    opts,
  );
  const permissions = new aws.iam.RolePolicy(
    "execution",
    { role: role.name, policy: policy(...executionStatements(environment, account, args.clusterName, args.key.arn)) },
    opts,
  );
  return { role, permissions };
}

/** Permissions of Airflow itself in AWS. Workflows have their own roles. */
export function executionStatements(
  environment: string,
  account: Account,
  clusterName: string,
  keyArn: pulumi.Input<string>,
): Statement[] {
  const { id, region } = account;
  const bucket = bucketArn(environment, account);
  const secret = (prefix: string): string => `arn:aws:secretsmanager:${region}:${id}:secret:${prefix}/*`;
  return [
    {
      Sid: "PublishMetrics",
      Effect: "Allow",
      Action: "airflow:PublishMetrics",
      Resource: mwaaArn(environment, account),
    },
    {
      Sid: "ReadBucket",
      Effect: "Allow",
      Action: [
        "s3:GetBucketLocation",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketVersioning",
        "s3:GetEncryptionConfiguration",
        "s3:ListBucket",
        "s3:ListBucketVersions",
      ],
      Resource: bucket,
    },
    { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${bucket}/*` },
    {
      Sid: "CheckPublicAccessBlock",
      Effect: "Allow",
      Action: "s3:GetAccountPublicAccessBlock",
      // This is a setting of the account, without a resource in AWS.
      Resource: "*",
    },
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:GetLogEvents",
        "logs:GetLogGroupFields",
        "logs:GetLogRecord",
        "logs:GetQueryResults",
        "logs:PutLogEvents",
      ],
      Resource: `arn:aws:logs:${region}:${id}:log-group:${mwaaLogGroupName(environment, "*")}`,
    },
    {
      Sid: "FindLogGroups",
      Effect: "Allow",
      Action: "logs:DescribeLogGroups",
      // AWS evaluates this action on all log groups of the region.
      Resource: `arn:aws:logs:${region}:${id}:log-group:*`,
    },
    {
      Sid: "PutMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      // This action has no resource in AWS, so a condition narrows it.
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": "AmazonMWAA" } },
    },
    {
      Sid: "UseTaskQueues",
      Effect: "Allow",
      Action: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
      ],
      // MWAA's queues are in an account that AWS owns.
      Resource: `arn:aws:sqs:${region}:*:airflow-celery-*`,
    },
    {
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: keyArn,
      Condition: {
        // Services that store its bucket, its connections' secrets and its queues.
        StringEquals: {
          "kms:ViaService": ["s3", "secretsmanager", "sqs"].map((service) => `${service}.${region}.amazonaws.com`),
        },
      },
    },
    {
      Sid: "FindCluster",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: `arn:aws:eks:${region}:${id}:cluster/${clusterName}`,
    },
    {
      Sid: "ReadConnectionsAndVariables",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: [secret(CONNECTIONS_PREFIX), secret(VARIABLES_PREFIX)],
    },
  ];
}
