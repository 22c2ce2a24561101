import { allow, type Conditions, deny, type IdentityStatement } from "../iam/statement";
import { madeRolesBoundary } from "../boundary-arns";
import { smtpUserName } from "../names/airflow";
import { DELIVERY_PREFIX, GITHUB_ISSUER } from "../names/delivery";
import { accountId, type Scope } from "./scope";
import { ofEnvironment } from "./tag";
import { environmentName } from "../names/environment";

/** Services that run as a role of the program. */
const PASSED_TO = [
  "airflow-env.amazonaws.com",
  "airflow.amazonaws.com",
  "eks.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** Services that make a role of their own when they are first used in an account. */
const SERVICE_LINKED = [
  "airflow.amazonaws.com",
  "autoscaling.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "eks.amazonaws.com",
  "spot.amazonaws.com",
  "transitgateway.amazonaws.com",
];

/** Policies of AWS that roles of the program have. */
const AWS_POLICIES = [
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKSClusterPolicy",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonSSMManagedInstanceCore",
  "service-role/AmazonEBSCSIDriverPolicy",
].map((name) => `arn:aws:iam::aws:policy/${name}`);

/** What decides what a role or user may do; the boundary limits that. */
const GRANTING = {
  role: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
  user: ["iam:CreateUser", "iam:PutUserPermissionsBoundary", "iam:PutUserPolicy"],
} as const;

/**
 * Statements for IAM: only what is named `airflow-<environment>-…`, of users the one for e-mail, and the OIDC providers of clusters.
 *
 * @param actions of IAM
 */
export function iamStatements(scope: Scope, actions: readonly string[]): IdentityStatement[] {
  const { environment, config } = scope;
  const id = accountId(scope);
  const arn = (resource: string): string => `arn:aws:iam::${id}:${resource}`;
  const special = [
    ...GRANTING.role,
    ...GRANTING.user,
    "iam:AttachRolePolicy",
    "iam:CreateServiceLinkedRole",
    "iam:PassRole",
  ];
  const rest = actions.filter((action) => !special.includes(action));
  const onProviders = rest.filter((action) => action.includes("OpenIDConnectProvider"));
  const boundary = boundaryOf(scope);
  const some = (list: readonly string[], resources: readonly string[], condition?: Conditions): IdentityStatement[] => {
    const among = list.filter((action) => actions.includes(action));
    return among.length === 0 ? [] : [allow(among, resources, condition)];
  };
  const roles = [arn(`role/${environmentName(environment, "*")}`)];
  const users = [arn(`user/${smtpUserName(environment)}`)];
  return [
    ...some(
      rest.filter((action) => !onProviders.includes(action)),
      [...roles, ...users, arn(`policy/${environmentName(environment, "*")}`)],
    ),
    ...some(
      onProviders,
      [arn(`oidc-provider/oidc.eks.${config.accounts.compute.region}.amazonaws.com/id/*`)],
      ofEnvironment(environment, "if tagged"),
    ),
    ...some(GRANTING.role, roles, boundary),
    ...some(GRANTING.user, users, boundary),
    ...some(["iam:AttachRolePolicy"], roles, {
      ArnLike: {
        "iam:PolicyARN": [arn(`policy/${environmentName(environment, "*")}`), ...attachable(scope)],
      },
    }),
    ...some(["iam:PassRole"], roles, { StringEquals: { "iam:PassedToService": PASSED_TO } }),
    ...some(["iam:CreateServiceLinkedRole"], [arn("role/aws-service-role/*")], {
      StringEquals: { "iam:AWSServiceName": SERVICE_LINKED },
    }),
    ...some(["iam:GetRole"], [arn("role/aws-service-role/*")]),
    // Their names are outside of all the above already; a statement that denies stays true whatever is added there.
    ...denyOwn(
      id,
      actions.filter((action) => !/^iam:(Get|List|Pass)/.test(action)),
    ),
  ];
}

/** The roles of delivery, their policies and GitHub's provider: nobody who works as one of them changes any. */
function denyOwn(id: string, actions: readonly string[]): IdentityStatement[] {
  return actions.length === 0
    ? []
    : [
        deny(actions, [
          `arn:aws:iam::${id}:role/${DELIVERY_PREFIX}*`,
          `arn:aws:iam::${id}:policy/${DELIVERY_PREFIX}*`,
          `arn:aws:iam::${id}:oidc-provider/${GITHUB_ISSUER}`,
        ]),
      ];
}

/** The boundary that every role and user must have. */
function boundaryOf({ environment, account, config }: Scope): Conditions {
  return { StringEquals: { "iam:PermissionsBoundary": [madeRolesBoundary(environment, config, account)] } };
}

/** Policies of others that roles may be given. */
function attachable({ account, config }: Scope): string[] {
  return account === "compute"
    ? AWS_POLICIES
    : (config.workflows.namedPolicies ?? []).map(({ policyArn }) => policyArn).sort();
}
