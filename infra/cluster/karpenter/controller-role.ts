import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../../platform/config/stack.generated";
import type { Statement } from "../../shared/policy";

export interface ControllerStatementsArgs {
  readonly clusterName: string;
  readonly account: Account;
  readonly nodeRoleArn: pulumi.Input<string>;
  readonly instanceProfileArn: pulumi.Input<string>;
  readonly queueArn: pulumi.Input<string>;
}

const NODE_POOL_TAG = "karpenter.sh/nodepool";

/**
 * Karpenter's documented permissions, without those for instance profiles, capacity reservations and placement groups: the program makes
 * the only profile, and no pool names the others
 * (https://karpenter.sh/docs/reference/cloudformation/; the calls are listed in
 * https://github.com/aws/karpenter-provider-aws/blob/v1.13.1/pkg/aws/sdk.go). It starts what carries this cluster's tags, and ends
 * nothing else.
 */
export function controllerStatements(args: ControllerStatementsArgs): Statement[] {
  const { clusterName, account } = args;
  const { id, region } = account;
  const clusterTag = `kubernetes.io/cluster/${clusterName}`;
  const ec2 = (...kinds: string[]): string[] => kinds.map((kind) => `arn:aws:ec2:${region}:${id}:${kind}/*`);
  const requested = {
    StringEquals: { [`aws:RequestTag/${clusterTag}`]: "owned", "aws:RequestTag/eks:eks-cluster-name": clusterName },
    StringLike: { [`aws:RequestTag/${NODE_POOL_TAG}`]: "*" },
  };
  const own = {
    StringEquals: { [`aws:ResourceTag/${clusterTag}`]: "owned" },
    StringLike: { [`aws:ResourceTag/${NODE_POOL_TAG}`]: "*" },
  };
  const created = ec2("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request");
  return [
    {
      Sid: "UseImagesAndNetwork",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [
        `arn:aws:ec2:${region}::image/*`,
        `arn:aws:ec2:${region}::snapshot/*`,
        ...ec2("security-group", "subnet"),
      ],
    },
    {
      Sid: "UseOwnLaunchTemplates",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: ec2("launch-template"),
      Condition: own,
    },
    {
      Sid: "StartNodesWithTags",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: created,
      Condition: requested,
    },
    {
      Sid: "TagAtCreation",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: created,
      Condition: {
        ...requested,
        StringEquals: {
          ...requested.StringEquals,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
      },
    },
    {
      Sid: "TagOwnNodes",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2("instance"),
      Condition: {
        ...own,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
      },
    },
    {
      Sid: "EndOwnNodes",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: ec2("instance", "launch-template"),
      Condition: own,
    },
    {
      Sid: "Describe",
      Effect: "Allow",
      Action: [
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      // These actions have no resource in AWS.
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
    // The list of prices is the same for everyone, and has no resource.
    { Sid: "ReadPrices", Effect: "Allow", Action: "pricing:GetProducts", Resource: "*" },
    {
      Sid: "FindImages",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: `arn:aws:ssm:${region}::parameter/aws/service/*`,
    },
    {
      Sid: "HearOfInterruptions",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: args.queueArn,
    },
    {
      Sid: "GiveNodesTheirRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: args.nodeRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "ReadInstanceProfile",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: args.instanceProfileArn,
    },
    {
      // It looks for profiles that it made itself, and finds none. The action has no resource in AWS.
      Sid: "ListInstanceProfiles",
      Effect: "Allow",
      Action: "iam:ListInstanceProfiles",
      Resource: "*",
    },
    {
      Sid: "FindCluster",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: `arn:aws:eks:${region}:${id}:cluster/${clusterName}`,
    },
  ];
}
