import { allow, type Conditions, deny, type IdentityStatement } from "../iam/statement";
import { ACTIONS_WITHOUT_RESOURCE } from "../iam/actions-without-resource";
import { actionsOf } from "./actions";
import { iamStatements } from "./iam";
import { kmsStatements } from "./kms";
import { type Access, type AccountName, ACCOUNTS, deliveryRoleArn } from "../names/delivery";
import { computeResources, dataResources, type Scope } from "./scope";
import { stateStatements } from "./state";
import { ofEnvironment } from "./tag";

/** Accounts that one role works in: both, if the configuration names one account for both. */
export function accountsOf({ account, config }: Scope): readonly AccountName[] {
  return config.accounts.compute.id === config.accounts.data.id ? ACCOUNTS : [account];
}

/** All statements of a role of delivery in its account. */
export function deliveryStatements(scope: Scope, access: Access): IdentityStatement[] {
  const { environment, config } = scope;
  const { compute, data } = config.accounts;
  return [
    ...accountsOf(scope).flatMap((account) => resourceStatements({ ...scope, account }, actionsOf(account, access))),
    ...(scope.account === "compute" ? stateStatements(environment, config.delivery, access) : []),
    ...(scope.account === "compute" && compute.id !== data.id
      ? [allow(["sts:AssumeRole"], [deliveryRoleArn(environment, access, "data", config.accounts)])]
      : []),
    // Denies it even if a policy of the account or of a secret allows it.
    ...(access === "plan" ? [deny(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:*:*:secret:*"])] : []),
  ];
}

/** Statements for the resources of one account: by service, and for this environment's resources only. */
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

/** Condition for a service whose resources have names that AWS chooses. */
function conditionOf({ environment }: Scope, service: string): Conditions | undefined {
  return service === "ec2" ? ofEnvironment(environment, "if tagged") : undefined;
}

/** Statements for resources of other accounts that an action on our own resources needs too. */
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
