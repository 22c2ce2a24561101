import { allow, type Conditions, deny, type IdentityStatement } from "../iam/statement";
import { ACTIONS_WITHOUT_RESOURCE } from "../iam/actions-without-resource";
import { clusterName } from "../names/cluster";
import { actionsOf } from "./actions";
import { iamStatements } from "./iam";
import { kmsStatements } from "./kms";
import { type Access, type AccountName, ACCOUNTS, deliveryRoleArn } from "../names/delivery";
import { computeResources, dataResources, type Scope } from "./scope";
import { stateStatements } from "./state";
import { ofEnvironment } from "./tag";

/** Accounts that one role works in: both are one where the configuration says so. */
export function accountsOf({ account, config }: Scope): readonly AccountName[] {
  return config.accounts.compute.id === config.accounts.data.id ? ACCOUNTS : [account];
}

/** Everything that a role of delivery may do in its account. */
export function deliveryStatements(scope: Scope, access: Access): IdentityStatement[] {
  const { environment, config } = scope;
  const { compute, data } = config.accounts;
  return [
    ...accountsOf(scope).flatMap((account) => resourceStatements({ ...scope, account }, actionsOf(account, access))),
    ...(scope.account === "compute" ? stateStatements(environment, config.delivery, access) : []),
    ...(scope.account === "compute" && compute.id !== data.id
      ? [allow(["sts:AssumeRole"], [deliveryRoleArn(environment, access, "data", config.accounts)])]
      : []),
    // Also what a policy of the account or of a secret would permit.
    ...(access === "plan" ? [deny(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:*:*:secret:*"])] : []),
  ];
}

/** What one account's resources need: by service, on this environment's resources alone. */
function resourceStatements(scope: Scope, actions: readonly string[]): IdentityStatement[] {
  const hasResource = (action: string): boolean => ACTIONS_WITHOUT_RESOURCE[action] === undefined;
  const ofService = (service: string): string[] =>
    actions.filter((action) => action.startsWith(`${service}:`) && hasResource(action));
  const resources = scope.account === "compute" ? computeResources(scope) : dataResources(scope);
  return [
    allow(
      actions.filter((action) => !hasResource(action)),
      ["*"],
    ),
    ...Object.entries(resources).map(([service, arns]) => allow(ofService(service), arns, conditionOf(scope, service))),
    ...elsewhere(scope, actions),
    ...iamStatements(scope, ofService("iam")),
    ...kmsStatements(scope, ofService("kms")),
  ].filter(({ Action }) => Action.length > 0);
}

/** What narrows a service whose resources have no names of ours. */
function conditionOf({ environment }: Scope, service: string): Conditions | undefined {
  switch (service) {
    case "autoscaling":
      // EKS makes the groups and tags them so.
      return { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName(environment)}`]: ["owned"] } };
    case "ec2":
      return ofEnvironment(environment, "if tagged");
    default:
      return undefined;
  }
}

/** Resources of other accounts that actions on our own name too. */
function elsewhere({ account, config }: Scope, actions: readonly string[]): IdentityStatement[] {
  const { region } = config.accounts.compute;
  const { transitGateway } = config.network;
  const attach = ["ec2:CreateTransitGatewayVpcAttachment"].filter((action) => actions.includes(action));
  const launch = ["ec2:RunInstances"].filter((action) => actions.includes(action));
  return account === "data"
    ? []
    : [
        allow(launch, [`arn:aws:ec2:${region}::image/*`]),
        ...(transitGateway === undefined
          ? []
          : [allow(attach, [`arn:aws:ec2:${region}:*:transit-gateway/${transitGateway.id}`])]),
      ];
}
