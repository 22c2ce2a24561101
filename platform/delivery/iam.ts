import { allOf, allow, type Conditions, deny, type IdentityStatement } from "../iam/statement";
import { configuredRoleBoundary, roleBoundaryArn } from "../names/role-boundary";
import { smtpUserName } from "../names/airflow";
import { ACCOUNTS, DELIVERY_PREFIX, GITHUB_ISSUER } from "../names/delivery";
import { karpenterNodeName } from "../names/cluster";
import { environmentName } from "../names/environment";
import { accountId, type Scope } from "./scope";
import { ofEnvironment, requestedFor, TAG_KEYS_ONLY } from "./tag";

/** Services that run as a role of the program. */
const PASSED_TO = [
  "airflow-env.amazonaws.com",
  "airflow.amazonaws.com",
  "chatbot.amazonaws.com",
  "eks.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** Services that make a role of their own when an account first uses them. */
const SERVICE_LINKED = [
  "airflow.amazonaws.com",
  "autoscaling.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "eks.amazonaws.com",
  "spot.amazonaws.com",
  "transitgateway.amazonaws.com",
];

/** AWS's own policies that the program attaches to roles. */
const AWS_POLICIES = [
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKSClusterPolicy",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonSSMManagedInstanceCore",
  "service-role/AmazonEBSCSIDriverPolicy",
].map((name) => `arn:aws:iam::aws:policy/${name}`);

/**
 * Every action on a role or a user that IAM can make depend on its permissions boundary: those with the condition key
 * `iam:PermissionsBoundary` in AWS's service reference. A test compares the two.
 */
export const BOUNDED_ACTIONS = {
  role: [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
  ],
  user: [
    "iam:AttachUserPolicy",
    "iam:CreateUser",
    "iam:DeleteUserPermissionsBoundary",
    "iam:DeleteUserPolicy",
    "iam:DetachUserPolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
  ],
} as const;

const INSTANCE_PROFILE_ACTIONS = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:DeleteInstanceProfile",
  "iam:GetInstanceProfile",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:UntagInstanceProfile",
];

/** Actions that need more conditions than the boundary. A request's tags become `aws:PrincipalTag` of all later sessions. */
const NARROWER = {
  role: { attach: "iam:AttachRolePolicy", create: "iam:CreateRole", tag: "iam:TagRole" },
  user: { attach: "iam:AttachUserPolicy", create: "iam:CreateUser", tag: "iam:TagUser" },
} as const;

type Kind = keyof typeof BOUNDED_ACTIONS;

/** Actions with what they may act on. */
interface Rule {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Conditions;
}

/**
 * Statements for IAM. They cover roles, users and policies named `airflow-<environment>-…`, and the OIDC providers of clusters.
 * A role or user needs the boundary of its account for every action that can ask for it.
 *
 * @param actions of IAM that the role of delivery needs
 */
export function iamStatements(scope: Scope, actions: readonly string[]): IdentityStatement[] {
  const { environment } = scope;
  const arn = (resource: string): string => `arn:aws:iam::${accountId(scope)}:${resource}`;
  const roles = [arn(`role/${environmentName(environment, "*")}`)];
  const users = [arn(`user/${smtpUserName(environment)}`)];
  const policies = [arn(`policy/${environmentName(environment, "*")}`)];
  const instanceProfiles = [arn(`instance-profile/${environmentName(environment, "*")}`)];
  const serviceLinkedRoles = [arn("role/aws-service-role/*")];
  const rules: Rule[] = [
    ...principalRules("role", roles, scope, [...policies, ...attachable(scope)]),
    ...principalRules("user", users, scope, policies),
    {
      actions: ["iam:PassRole"],
      resources: roles,
      condition: { StringEquals: { "iam:PassedToService": PASSED_TO } },
    },
    {
      // To put it into the instance profile of the nodes that Karpenter starts.
      actions: ["iam:PassRole"],
      resources: [arn(`role/${karpenterNodeName(environment)}`)],
      condition: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } },
    },
    { actions: INSTANCE_PROFILE_ACTIONS, resources: instanceProfiles },
    {
      actions: ["iam:CreateServiceLinkedRole"],
      resources: serviceLinkedRoles,
      condition: { StringEquals: { "iam:AWSServiceName": SERVICE_LINKED } },
    },
    { actions: ["iam:GetRole"], resources: [...roles, ...serviceLinkedRoles] },
    ...providerRules(scope),
  ];
  const withRule = new Set(rules.flatMap((rule) => rule.actions));
  const byName: Rule = {
    actions: actions.filter((action) => !withRule.has(action)),
    resources: [...roles, ...users, ...policies],
  };
  return [
    ...[...rules, byName].map((rule) =>
      allow(
        rule.actions.filter((action) => actions.includes(action)),
        rule.resources,
        rule.condition,
      ),
    ),
    ...denyOwn(
      scope,
      actions.filter((action) => !/^iam:(Get|List|Pass)/.test(action)),
    ),
  ].filter(({ Action }) => Action.length > 0);
}

/** Rules for what decides what a role or user may do. */
function principalRules(
  kind: Kind,
  resources: readonly string[],
  scope: Scope,
  attachablePolicies: readonly string[],
): Rule[] {
  const { attach, create, tag } = NARROWER[kind];
  const narrower: readonly string[] = [attach, create];
  const boundary = boundaryOf(scope);
  return [
    { actions: BOUNDED_ACTIONS[kind].filter((action) => !narrower.includes(action)), resources, condition: boundary },
    {
      actions: [attach],
      resources,
      condition: allOf(boundary, { ArnLike: { "iam:PolicyARN": attachablePolicies } }),
    },
    { actions: [create], resources, condition: allOf(boundary, TAG_KEYS_ONLY) },
    { actions: [tag], resources, condition: TAG_KEYS_ONLY },
  ];
}

/**
 * Rules for the OIDC providers of clusters, whose names AWS chooses. No role of delivery changes whom a provider trusts, or deletes
 * one: IAM cannot tell a provider that is being made from an untagged one that somebody else made.
 */
function providerRules({ environment, account, config }: Scope): Rule[] {
  const { region } = config.accounts.compute;
  const resources = [`arn:aws:iam::${config.accounts[account].id}:oidc-provider/oidc.eks.${region}.amazonaws.com/id/*`];
  const notAnothers = ofEnvironment(environment, "if tagged");
  return [
    { actions: ["iam:GetOpenIDConnectProvider"], resources, condition: notAnothers },
    { actions: ["iam:CreateOpenIDConnectProvider"], resources, condition: requestedFor(environment) },
    {
      actions: ["iam:TagOpenIDConnectProvider"],
      resources,
      condition: allOf(notAnothers, requestedFor(environment, "if named"), TAG_KEYS_ONLY),
    },
    { actions: ["iam:UntagOpenIDConnectProvider"], resources, condition: ofEnvironment(environment) },
  ];
}

/**
 * Denies changes of delivery's own roles and policies, of GitHub's provider and of the boundaries that the configuration names.
 * Their names are outside all statements above; this holds whatever is added there.
 */
function denyOwn({ account, config }: Scope, actions: readonly string[]): IdentityStatement[] {
  const { id } = config.accounts[account];
  const boundaries = ACCOUNTS.flatMap((each) => [
    configuredRoleBoundary(config, each) ?? [],
    config.delivery.permissionsBoundaryArns[each] ?? [],
  ])
    .flat()
    .filter((arn) => arn.startsWith(`arn:aws:iam::${id}:`));
  return actions.length === 0
    ? []
    : [
        deny(actions, [
          `arn:aws:iam::${id}:role/${DELIVERY_PREFIX}*`,
          `arn:aws:iam::${id}:policy/${DELIVERY_PREFIX}*`,
          `arn:aws:iam::${id}:oidc-provider/${GITHUB_ISSUER}`,
          ...new Set(boundaries),
        ]),
      ];
}

/** Condition that a role or a user has the boundary of its account, or gets it. */
function boundaryOf({ environment, account, config }: Scope): Conditions {
  return { StringEquals: { "iam:PermissionsBoundary": [roleBoundaryArn(environment, config, account)] } };
}

/** Policies that the program attaches to roles without making them. */
function attachable({ account, config }: Scope): string[] {
  return account === "compute" ? AWS_POLICIES : config.workflows.namedPolicies.map(({ policyArn }) => policyArn).sort();
}
