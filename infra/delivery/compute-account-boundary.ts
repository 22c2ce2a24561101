import { allow, type IdentityStatement } from "../../platform/iam/statement";
import { computeResources, type Scope } from "../../platform/delivery/scope";
import { ofEnvironment } from "../../platform/delivery/tag";
import { hasKarpenter } from "../../platform/cluster/node-pools";
import { mwaaArn } from "../../platform/names/airflow";
import { karpenterNodeName, karpenterQueueName } from "../../platform/names/cluster";

/**
 * Services of AWS's own policies for control planes, nodes and their add-ons (`AWS_POLICIES` in platform/delivery/iam.ts). Whole
 * services: AWS adds actions to those policies as EKS grows, and a boundary without one of them would break nodes.
 */
const TAGGED_SERVICES = ["autoscaling", "ec2", "elasticloadbalancing", "logs"];
const OTHER_SERVICES = ["cloudwatch", "ec2messages", "eks-auth", "ssmmessages"];

/** Actions of AmazonEC2ContainerRegistryPullOnly. The whole service could delete images. */
const PULL = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
];

/**
 * Actions of AmazonSSMManagedInstanceCore. The whole service could send commands to other machines. Leaves out GetParameter and
 * GetParameters, which read every parameter of the account: AWS's newer AmazonSSMManagedEC2InstanceDefaultPolicy has neither.
 */
const SESSION_MANAGER = [
  "ssm:DescribeAssociation",
  "ssm:DescribeDocument",
  "ssm:GetDeployablePatchSnapshotForInstance",
  "ssm:GetDocument",
  "ssm:GetManifest",
  "ssm:ListAssociations",
  "ssm:ListInstanceAssociations",
  "ssm:PutComplianceItems",
  "ssm:PutConfigurePackageResult",
  "ssm:PutInventory",
  "ssm:UpdateAssociationStatus",
  "ssm:UpdateInstanceAssociationStatus",
  "ssm:UpdateInstanceInformation",
];

/** Uses of a key. No role changes a key or its policy. */
const KEY_USES = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ListGrants",
  "kms:ReEncrypt*",
];

/**
 * The most that roles and users of an environment may do in the compute account. Nothing of IAM is in it but what load balancers
 * and Karpenter need, so no role can make or change another.
 */
export function computeAccountAllowances(scope: Scope): IdentityStatement[] {
  const { environment, config } = scope;
  const { compute } = config.accounts;
  const { eks = [], s3 = [], secretsmanager = [], ses = [] } = computeResources(scope);
  const whole = (services: readonly string[]): string[] => services.map((service) => `${service}:*`);
  return [
    allow(whole(TAGGED_SERVICES), ["*"], ofEnvironment(environment, "if tagged")),
    allow([...whole(OTHER_SERVICES), ...PULL, ...SESSION_MANAGER, "s3:GetAccountPublicAccessBlock"], ["*"]),
    allow(["eks:Describe*"], eks),
    allow(["airflow:PublishMetrics"], [mwaaArn(environment, compute)]),
    allow(["s3:Get*", "s3:List*"], s3),
    allow(["ses:SendRawEmail"], ses),
    allow(["sqs:*"], [`arn:aws:sqs:${compute.region}:*:airflow-celery-*`]),
    allow(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], secretsmanager),
    allow(KEY_USES, [`arn:aws:kms:${compute.region}:${compute.id}:key/*`], ofEnvironment(environment, "if tagged")),
    // AmazonEKSClusterPolicy: load balancers of the cluster.
    allow(["iam:CreateServiceLinkedRole"], [`arn:aws:iam::${compute.id}:role/aws-service-role/*`], {
      StringEquals: { "iam:AWSServiceName": ["elasticloadbalancing.amazonaws.com"] },
    }),
    ...(hasKarpenter(config.cluster) ? karpenterAllowances(scope) : []),
  ];
}

/** Karpenter gives the nodes that it starts their role, and no other. */
function karpenterAllowances({ environment, config }: Scope): IdentityStatement[] {
  const { id, region } = config.accounts.compute;
  return [
    allow(["iam:PassRole"], [`arn:aws:iam::${id}:role/${karpenterNodeName(environment)}`], {
      StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] },
    }),
    allow(["iam:GetInstanceProfile"], [`arn:aws:iam::${id}:instance-profile/${karpenterNodeName(environment)}`]),
    allow(["iam:ListInstanceProfiles", "pricing:GetProducts"], ["*"]),
    allow(["ssm:GetParameter"], [`arn:aws:ssm:${region}::parameter/aws/service/*`]),
    allow(["sqs:*"], [`arn:aws:sqs:${region}:${id}:${karpenterQueueName(environment)}`]),
  ];
}
