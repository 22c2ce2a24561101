import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "../../platform/iam/policy-document";
import { ATTACHED_LIMIT, policyText, splitPolicies } from "../../platform/iam/split";
import { named, type TagMap } from "../../platform/tags";
import { type Access, deliveryRoleName } from "../../platform/names/delivery";
import { deliveryStatements } from "../../platform/delivery/permissions";
import type { Scope } from "../../platform/delivery/scope";

/** Longest session, in seconds. AWS takes up to an hour to make an MWAA environment, and a deployment may wait for several. */
export const SESSION_SECONDS = 10_800;

/** The documents of a role's permissions: one inline, and managed policies for the statements that do not fit into it. */
export function deliveryPolicies(
  scope: Scope,
  access: Access,
): { inline: PolicyDocument; managed: readonly PolicyDocument[] } {
  const policies = splitPolicies(deliveryStatements(scope, access), ATTACHED_LIMIT);
  if ("message" in policies) {
    throw new Error(`role ${deliveryRoleName(scope.environment, access, scope.account)}: ${policies.message}`);
  }
  return policies;
}

export interface DeliveryRoleArgs {
  readonly scope: Scope;
  readonly access: Access;
  readonly trust: PolicyDocument;
  readonly tags: TagMap;
}

/** Makes one role that GitHub assumes, in one account. */
export function createDeliveryRole(
  { scope, access, trust, tags }: DeliveryRoleArgs,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Role {
  const { environment, account, config } = scope;
  const roleName = deliveryRoleName(environment, access, account);
  const name = `${account}-${access}`;
  const permissionsBoundary = config.delivery.permissionsBoundaryArns[account];
  const role = new aws.iam.Role(
    name,
    {
      name: roleName,
      description: access === "plan" ? `Previews deployments of ${environment}` : `Deploys ${environment}`,
      assumeRolePolicy: policyText(trust),
      maxSessionDuration: SESSION_SECONDS,
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      tags: named(tags, roleName),
    },
    opts,
  );
  const { inline, managed } = deliveryPolicies(scope, access);
  new aws.iam.RolePolicy(name, { name: roleName, role: role.name, policy: policyText(inline) }, opts);
  managed.forEach((document, index) => {
    const policyName = `${roleName}-${index + 1}`;
    const policy = new aws.iam.Policy(
      `${name}-${index + 1}`,
      { name: policyName, policy: policyText(document), tags: named(tags, policyName) },
      opts,
    );
    new aws.iam.RolePolicyAttachment(`${name}-${index + 1}`, { role: role.name, policyArn: policy.arn }, opts);
  });
  return role;
}
