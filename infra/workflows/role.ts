import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { CompiledRole } from "../../workflow/compiled";
import { fillOidcIssuer } from "../../workflow/iam/identity";
import type { TagMap } from "../../platform/tags";

/** Arguments of a workflow's role. */
export interface WorkflowRoleArgs {
  readonly role: CompiledRole;
  /** Issuer of the cluster's OIDC provider, without `https://`. */
  readonly oidcIssuer: pulumi.Input<string>;
  /** The workflow's own tags. */
  readonly tags: TagMap;
}

/** The role of one workflow in the data account, with its policies. */
export function createWorkflowRole(
  name: string,
  { role, oidcIssuer, tags }: WorkflowRoleArgs,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Role {
  const resource = new aws.iam.Role(
    name,
    {
      name: role.name,
      assumeRolePolicy: pulumi
        .output(oidcIssuer)
        .apply((issuer) => JSON.stringify(fillOidcIssuer(role.trustPolicy, issuer))),
      maxSessionDuration: role.maxSessionDuration,
      ...(role.permissionsBoundaryArn === null ? {} : { permissionsBoundary: role.permissionsBoundaryArn }),
      tags: { ...tags, Name: role.name },
    },
    opts,
  );
  new aws.iam.RolePolicy(
    name,
    { name: role.name, role: resource.name, policy: JSON.stringify(role.inlinePolicy) },
    opts,
  );
  for (const [policyName, document] of Object.entries(role.managedPolicies)) {
    const managed = new aws.iam.Policy(
      policyName,
      { name: policyName, policy: JSON.stringify(document), tags: { ...tags, Name: policyName } },
      opts,
    );
    new aws.iam.RolePolicyAttachment(policyName, { role: resource.name, policyArn: managed.arn }, opts);
  }
  for (const policyArn of role.attachedPolicyArns) {
    new aws.iam.RolePolicyAttachment(
      `${name}-${policyArn.split("/").slice(1).join("-")}`,
      { role: resource.name, policyArn },
      opts,
    );
  }
  return resource;
}
