import { mwaaArn } from "../../platform/names/airflow";
import { workflowEnvironment } from "../../platform/config/check";
import { readStackPlatforms } from "../../platform/config/platform-resources";
import type { Compatibility } from "../../platform/config/stack.generated";
import { compileRole } from "../../workflow/iam/identity";
import type { IamKeys } from "../../workflow/iam/keys";
import { allow, deny, type IdentityStatement } from "../../platform/iam/statement";
import type { PolicyDocument } from "../../platform/iam/policy-document";
import { sortedUnique } from "../../platform/iam/patterns";
import type { PlatformResources, WorkflowSettings } from "../../platform/workflow-settings";
import { accountId, computeResources, dataResources, type Scope } from "../../platform/delivery/scope";
import { ofEnvironment } from "../../platform/delivery/tag";
import { environmentName } from "../../platform/names/environment";

/**
 * The most that roles and users of an environment's program may ever do in an account, whatever their own policies say. A
 * boundary permits nothing by itself. Nothing of IAM is in it but what a service's own role and Glue need, so no role that a
 * deployment makes can make another, or change one; and nothing of Pulumi's state.
 */
export function boundaryDocument(scope: Scope): PolicyDocument {
  const Statement =
    scope.account === "compute"
      ? computeStatements(scope)
      : dataStatements(scope, workflowEnvironment(scope.environment, scope.config, readStackPlatforms()).settings);
  return { Version: "2012-10-17", Statement };
}

/**
 * Services of AWS's own policies for control planes, nodes and their add-ons (`AWS_POLICIES` in iam.ts). Whole services: AWS
 * adds actions to those policies as EKS grows, and a boundary that lacked one would break nodes.
 */
const TAGGED_SERVICES = ["autoscaling", "ec2", "elasticloadbalancing", "logs"];
const OTHER_SERVICES = ["cloudwatch", "ec2messages", "eks-auth", "ssmmessages"];

/** Of AmazonEC2ContainerRegistryPullOnly; not the whole service, which deletes images. */
const PULL = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
];

/**
 * Of AmazonSSMManagedInstanceCore; not the whole service, which sends commands to other machines. Leaves out GetParameter and
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

/** Uses of a key; what changes a key, its policy among that, is no role's. */
const KEY_USES = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ListGrants",
  "kms:ReEncrypt*",
];

function computeStatements(scope: Scope): IdentityStatement[] {
  const { environment, config } = scope;
  const { compute } = config.accounts;
  const { bucket, keyArn } = config.delivery.state;
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
    ...denials({ buckets: [bucket], keyArns: [keyArn] }),
  ];
}

/** Every key of a manifest's `iam`: what it compiles to is all that a workflow can ask for. */
const EVERYTHING: IamKeys = {
  athena: "write",
  bedrock: true,
  glue: true,
  kms: ["arn:aws:kms:*:*:key/*"],
  s3_read_only: ["bucket/*"],
  s3_read_write: ["bucket/*"],
  s3_write_only: ["bucket/*"],
  lake_formation: true,
  textract: true,
  cloudwatch_logs_read_only: ["*"],
  update_secrets: true,
};

/** Every setting for stacks that migrate, which add actions of their own. */
const EVERY_COMPATIBILITY: Compatibility = {
  glueJobs: [{ workflows: ["project/*"], patterns: ["*"] }],
  glueDatabases: [{ workflows: ["project/*"], patterns: ["*"] }],
  workGroups: [{ workflows: ["project/*"], patterns: ["*"] }],
};

/** Services whose resources carry the environment in their names. */
const NAMED_SERVICES = ["iam", "secretsmanager"];

function dataStatements(scope: Scope, settings: WorkflowSettings): IdentityStatement[] {
  const { environment } = scope;
  const actions = workflowActions(environment, settings);
  const of = (service: string): string[] => actions.filter((action) => action.startsWith(`${service}:`));
  const named = NAMED_SERVICES.flatMap(of);
  const { secretsmanager = [] } = dataResources(scope);
  return [
    allow(
      actions.filter((action) => !named.includes(action)),
      ["*"],
    ),
    allow(sortedUnique([...of("secretsmanager"), "secretsmanager:DescribeSecret"]), secretsmanager),
    allow(of("iam"), [`arn:aws:iam::${accountId(scope)}:role/${environmentName(environment, "*")}`], {
      StringEquals: { "iam:PassedToService": ["glue.amazonaws.com"] },
    }),
    // The bucket of the DAG objects is in this account where both accounts are one.
    ...denials(settings.platform),
  ];
}

/** Actions of a workflow's role that has everything. */
function workflowActions(environment: string, settings: WorkflowSettings): string[] {
  const { inlinePolicy, managedPolicies } = compileRole({
    environment,
    project: "project",
    projectFolder: "project",
    workflow: "workflow",
    iam: EVERYTHING,
    secretIds: ["id"],
    settings: { ...settings, workflows: { ...settings.workflows, compatibility: EVERY_COMPATIBILITY } },
  });
  return sortedUnique(
    [inlinePolicy, ...Object.values(managedPolicies)].flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => (typeof Action === "string" ? [Action] : Action)),
    ),
  );
}

/** What of the platform is no role's, whatever its policies say. */
function denials({ buckets, keyArns }: PlatformResources): IdentityStatement[] {
  return [
    deny(
      ["s3:*"],
      buckets.flatMap((name) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`]),
    ),
    deny(["kms:*"], keyArns),
  ];
}
