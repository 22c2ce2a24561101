import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Accounts, ClusterConfig, InClusterConfig } from "../../platform/config/stack.generated";
import type { Providers } from "../shared/providers";
import { createClusterAutoscaler } from "./cluster-autoscaler";
import { createDevicePlugin } from "./device-plugin";
import { createExternalSecrets } from "./external-secrets";
import { createPolicies } from "./gatekeeper/policies";
import { createGatekeeper } from "./gatekeeper/release";
import { clusterName } from "../../platform/names/cluster";
import { createWorkflowNamespace } from "./namespace";
import type { LogGroups } from "./observability/log-groups";
import { createObservability } from "./observability/observability";
import type { OidcProvider } from "./oidc";
import type { ServiceAccountRole } from "./service-account-roles";
import type { SystemNamespaces } from "./system-namespaces";

export interface InClusterArgs {
  readonly environment: string;
  readonly accounts: Accounts;
  readonly config: Pick<ClusterConfig, "nodeGroups" | "nodePools" | "logRetentionDays">;
  readonly inCluster: InClusterConfig;
  readonly namespaces: SystemNamespaces;
  /** Blocks inside and outside the VPC that workflows may reach. */
  readonly network: { readonly cidrBlock: string; readonly transitGatewayCidrBlocks: readonly string[] };
  readonly secretsKeyAlias: string;
  /** Registry that the workflows' images are pushed to. */
  readonly workflowRegistry: string;
  /** URL of the repository, in which refusals of a pod point to the policy's page. */
  readonly sourceCode: string;
  /** `undefined` if no group grows or shrinks. */
  readonly clusterAutoscalerRole: ServiceAccountRole | undefined;
  /** The cluster as the compute account and as the data account know it. */
  readonly oidc: { readonly compute: OidcProvider; readonly data: OidcProvider };
  readonly providers: Providers & { readonly kubernetes: kubernetes.Provider };
  /** Nodes of the system, and DNS, without which no pod becomes ready. */
  readonly after: readonly pulumi.Resource[];
}

export interface InCluster {
  readonly namespace: kubernetes.core.v1.Namespace;
  readonly secretStore: kubernetes.apiextensions.CustomResource;
  readonly logGroups: LogGroups;
}

/**
 * Installs the platform's components in the cluster: autoscaler if groups need it, admission policies, secrets operator, device plugin,
 * and agents for logs and metrics.
 */
export function createInCluster(args: InClusterArgs, opts: pulumi.CustomResourceOptions): InCluster {
  const { environment, accounts, config, network, providers, after } = args;
  const account = accounts.compute;
  const inCluster = { ...opts, provider: providers.kubernetes };

  const namespace = createWorkflowNamespace(
    {
      quota: args.inCluster.quota,
      egress: {
        vpcCidrBlock: network.cidrBlock,
        transitGatewayCidrBlocks: network.transitGatewayCidrBlocks,
        rules: args.inCluster.egress,
      },
    },
    inCluster,
  );
  if (args.clusterAutoscalerRole !== undefined) {
    createClusterAutoscaler(
      {
        clusterName: clusterName(environment),
        region: account.region,
        role: args.clusterAutoscalerRole,
        nodeGroups: config.nodeGroups,
        after,
      },
      inCluster,
    );
  }
  createPolicies(
    {
      config: args.inCluster.admissionPolicies,
      workflowRegistry: args.workflowRegistry,
      sourceCode: args.sourceCode,
      after: [createGatekeeper({ namespace: args.namespaces.gatekeeper, after }, inCluster)],
    },
    inCluster,
  );
  const secretStore = createExternalSecrets(
    {
      environment,
      accounts,
      secretsKeyAlias: args.secretsKeyAlias,
      oidc: args.oidc.data,
      operatorNamespace: args.namespaces.externalSecrets,
      namespace,
      inCluster,
      after,
      providers,
    },
    opts,
  );
  createDevicePlugin(
    { nodes: [...Object.values(config.nodeGroups), ...Object.values(config.nodePools)], after },
    inCluster,
  );
  const logGroups = createObservability(
    {
      environment,
      account,
      retentionDays: config.logRetentionDays,
      oidc: args.oidc.compute,
      namespace: args.namespaces.logs,
      kubernetes: providers.kubernetes,
      after,
    },
    opts,
  );
  return { namespace, secretStore, logGroups };
}
