import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy, type Statement } from "../shared/policy";
import { CLUSTER_AUTOSCALER_ACCOUNT, SYSTEM_NAMESPACE } from "../../platform/names/kubernetes";
import { type OidcProvider, serviceAccountTrust } from "./oidc";

/** Arguments of a role for the pods of one service account. */
export interface ServiceAccountRoleArgs {
  /** Name of the role. */
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly oidc: OidcProvider;
  /** Statements of the role's inline policy. */
  readonly statements?: readonly Statement[];
  /** Managed policies of AWS, by ARN. */
  readonly managedPolicyArns?: readonly string[];
}

/** A role that one service account's pods assume, with the permissions that must exist before they use it. */
export interface ServiceAccountRole {
  readonly arn: pulumi.Output<string>;
  readonly permissions: readonly pulumi.Resource[];
}

export function createServiceAccountRole(
  name: string,
  args: ServiceAccountRoleArgs,
  opts: pulumi.CustomResourceOptions,
): ServiceAccountRole {
  const role = new aws.iam.Role(
    name,
    {
      name: args.name,
      description: args.description,
      assumeRolePolicy: serviceAccountTrust(args.oidc, args.namespace, args.serviceAccount),
      tags: { Name: args.name },
    },
    opts,
  );
  const attachments = (args.managedPolicyArns ?? []).map(
    (policyArn) => new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn }, opts),
  );
  const inline =
    args.statements === undefined
      ? []
      : [new aws.iam.RolePolicy(name, { role: role.name, policy: policy(...args.statements) }, opts)];
  return { arn: role.arn, permissions: [...attachments, ...inline] };
}

export interface SystemRolesArgs {
  readonly clusterName: string;
  readonly account: Account;
  readonly oidc: OidcProvider;
  /** Whether the Cluster Autoscaler is installed. */
  readonly autoscaled: boolean;
}

/** Roles of the cluster's own components. */
export interface SystemRoles {
  readonly vpcCni: ServiceAccountRole;
  readonly ebsCsi: ServiceAccountRole;
  /** `undefined` without the Cluster Autoscaler. */
  readonly clusterAutoscaler: ServiceAccountRole | undefined;
}

export function createSystemRoles(args: SystemRolesArgs, opts: pulumi.CustomResourceOptions): SystemRoles {
  const { clusterName, oidc } = args;
  const role = (
    component: string,
    serviceAccount: string,
    description: string,
    permissions: Pick<ServiceAccountRoleArgs, "statements" | "managedPolicyArns">,
  ): ServiceAccountRole =>
    createServiceAccountRole(
      component,
      {
        name: `${clusterName}-${component}`,
        description: `${description} of ${clusterName}`,
        namespace: SYSTEM_NAMESPACE,
        serviceAccount,
        oidc,
        ...permissions,
      },
      opts,
    );
  return {
    vpcCni: role("vpc-cni", "aws-node", "Pod networking", {
      managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"],
    }),
    ebsCsi: role("ebs-csi", "ebs-csi-controller-sa", "Persistent volumes", {
      managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"],
    }),
    clusterAutoscaler: args.autoscaled
      ? role("cluster-autoscaler", CLUSTER_AUTOSCALER_ACCOUNT, "Cluster Autoscaler", {
          statements: clusterAutoscalerStatements(clusterName, args.account),
        })
      : undefined,
  };
}

/** The autoscaler's documented permissions, narrowed to this cluster's groups. */
function clusterAutoscalerStatements(clusterName: string, { id, region }: Account): Statement[] {
  return [
    {
      Sid: "Describe",
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      // These actions have no resource in AWS.
      Resource: "*",
    },
    {
      Sid: "DescribeNodeGroups",
      Effect: "Allow",
      Action: "eks:DescribeNodegroup",
      Resource: `arn:aws:eks:${region}:${id}:nodegroup/${clusterName}/*`,
    },
    {
      Sid: "ScaleOwnGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: `arn:aws:autoscaling:${region}:${id}:autoScalingGroup:*:autoScalingGroupName/*`,
      Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" } },
    },
  ];
}
