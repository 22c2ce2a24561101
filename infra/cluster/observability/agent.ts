import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../../platform/config/stack.generated";
import type { Statement } from "../../shared/policy";
import { clusterName } from "../../../platform/names/cluster";
import { LOGS_NAMESPACE } from "../../../platform/names/kubernetes";
import type { OidcProvider } from "../oidc";
import { createServiceAccountRole, type ServiceAccountRole } from "../service-account-roles";

/** Arguments that all agents on the nodes share. */
export interface AgentArgs {
  readonly environment: string;
  readonly account: Account;
  readonly oidc: OidcProvider;
  readonly namespace: kubernetes.core.v1.Namespace;
  readonly kubernetes: pulumi.ProviderResource;
  /** Log groups, nodes and DNS. */
  readonly after: readonly pulumi.Resource[];
}

/** Tolerations of a pod that runs on every node, whatever its taints. */
export const EVERY_NODE = [{ operator: "Exists" }];

/** The role of an agent's own service account, which has the agent's name. */
export function agentRole(
  agent: string,
  args: AgentArgs & { readonly description: string; readonly statements: readonly Statement[] },
  opts: pulumi.CustomResourceOptions,
): ServiceAccountRole {
  const cluster = clusterName(args.environment);
  return createServiceAccountRole(
    agent,
    {
      name: `${cluster}-${agent}`,
      description: `${args.description} of ${cluster}`,
      namespace: LOGS_NAMESPACE,
      serviceAccount: agent,
      oidc: args.oidc,
      statements: args.statements,
    },
    opts,
  );
}
