import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Accounts, ClusterConfig, InClusterConfig, NodeGroupConfig } from "../../platform/config/stack.generated";
import type { NetworkOutputs } from "../network/network";
import { deliveryRoleArn } from "../../platform/names/delivery";
import type { Providers } from "../shared/providers";
import type { TagMap } from "../../platform/tags";
import { admitAdministrators } from "./access-entries";
import { createClusterAddOns, createNodeAddOns } from "./add-ons";
import { createControlPlane } from "./control-plane";
import { type VersionOutputs, versionsOf } from "./deployed-versions";
import { createInCluster } from "./in-cluster";
import { kubeconfig } from "./kubeconfig";
import { clusterName } from "../../platform/names/cluster";
import { MWAA_GROUP } from "../../platform/names/kubernetes";
import { createNodeGroups, createNodeRole } from "./node-groups";
import { admitsEveryPod } from "../../platform/cluster/node-labels";
import { createOidcProviders, type OidcProvider } from "./oidc";
import { admitPlans } from "./plan-access";
import { admitToPrivateEndpoint } from "./private-access";
import { createSystemRoles } from "./service-account-roles";
import { createSystemNamespaces, createSystemPolicies } from "./system-namespaces";

export interface ClusterArgs {
  readonly environment: string;
  readonly config: ClusterConfig;
  readonly inCluster: InClusterConfig;
  readonly accounts: Accounts;
  readonly network: NetworkOutputs;
  /** Alias of the key of the workflows' secrets, without `alias/`. */
  readonly secretsKeyAlias: string;
  /** Registry that the workflows' images are pushed to. */
  readonly workflowRegistry: string;
  /** URL of the repository. */
  readonly sourceCode: string;
  readonly providers: Providers;
  readonly tags: TagMap;
}

/** What later layers need of the cluster. */
export interface ClusterOutputs {
  readonly name: string;
  /** Kubeconfig without a credential, for whoever has an access entry. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Security group of the control plane and of all nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Kubernetes group that may run pods in the workflows' namespace. */
  readonly mwaaGroup: string;
  /** What the cluster's API needs to be there: access entries depend on it. */
  readonly ready: pulumi.Resource;
  readonly kubernetesProvider: kubernetes.Provider;
  /** Namespace in which workflows run. */
  readonly namespace: kubernetes.core.v1.Namespace;
  /** The cluster as the data account knows it. */
  readonly dataAccountOidc: OidcProvider;
  /** Store through which the workflows' secrets are read. */
  readonly secretStore: kubernetes.apiextensions.CustomResource;
  /** What runs, for the stack's outputs: the next deployment is checked against it. */
  readonly versions: VersionOutputs;
}

/** The Kubernetes cluster of an environment: control plane, add-ons, nodes, and the namespace in which workflows run. */
export class Cluster extends pulumi.ComponentResource implements ClusterOutputs {
  readonly name: string;
  readonly kubeconfig: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly mwaaGroup = MWAA_GROUP;
  readonly ready: pulumi.Resource;
  readonly kubernetesProvider: kubernetes.Provider;
  readonly namespace: kubernetes.core.v1.Namespace;
  readonly dataAccountOidc: OidcProvider;
  readonly secretStore: kubernetes.apiextensions.CustomResource;
  readonly versions: VersionOutputs;

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:cluster:Cluster", name, {}, { ...opts, providers: [args.providers.compute] });
    const { environment, config, accounts, network, providers, tags } = args;
    const account = accounts.compute;
    const child = { parent: this };
    this.name = clusterName(environment);

    const controlPlane = createControlPlane(
      {
        environment,
        account,
        config,
        vpcId: network.vpcId,
        subnetIds: network.subnets.intra.map(({ subnet }) => subnet.id),
        providers,
        tags,
      },
      child,
    );
    const { cluster } = controlPlane;
    const afterCluster = { ...child, dependsOn: [cluster] };
    const administrators = admitAdministrators(
      { clusterName: this.name, roleArns: config.administratorRoleArns, tags },
      afterCluster,
    );
    const privateAccess = admitToPrivateEndpoint(
      {
        clusterName: this.name,
        securityGroupId: controlPlane.securityGroupId,
        cidrBlocks: config.privateAccessCidrBlocks ?? [],
        tags,
      },
      child,
    );
    const oidc = createOidcProviders(
      { environment, accounts, issuer: controlPlane.oidcIssuer, cluster, providers, tags },
      child,
    );
    const roles = createSystemRoles({ clusterName: this.name, account, oidc: oidc.compute, tags }, child);

    const access = {
      clusterName: this.name,
      region: account.region,
      endpoint: controlPlane.endpoint,
      certificateAuthorityData: controlPlane.certificateAuthorityData,
    };
    const kubernetesProvider = new kubernetes.Provider(
      "kubernetes",
      {
        kubeconfig: kubeconfig(access),
      },
      { ...child, dependsOn: [cluster, ...privateAccess, ...network.apiClientRoutes, ...administrators] },
    );
    const inCluster = { ...child, provider: kubernetesProvider };
    const namespaces = createSystemNamespaces(inCluster);
    // Before the network starts pods closed, or the pods of the system would lose theirs meanwhile.
    const systemPolicies = config.networkPolicyMode === "strict" ? createSystemPolicies(namespaces, inCluster) : [];

    // Creation and upgrades go the same way: control plane; what makes a node ready; nodes for the system; what runs on
    // them; and then the nodes of the fleets.
    const addOns = { clusterName: this.name, config, tags };
    const nodeAddOns = createNodeAddOns(
      { ...addOns, vpcCniRole: roles.vpcCni, after: [cluster, ...systemPolicies] },
      child,
    );
    const nodes = {
      clusterName: this.name,
      kubernetesVersion: config.kubernetesVersion,
      nodeRole: createNodeRole(this.name, tags, child),
      subnetIds: network.subnets.private.map(({ subnet }) => subnet.id),
      tags,
    };
    const internet = [...network.internetAccess, ...network.endpoints];
    const systemNodes = createNodeGroups(
      { ...nodes, groups: pick(config.nodeGroups, admitsEveryPod), after: [cluster, ...nodeAddOns, ...internet] },
      child,
    );
    const clusterAddOns = createClusterAddOns(
      { ...addOns, ebsCsiRole: roles.ebsCsi, after: [cluster, ...systemNodes] },
      child,
    );
    const fleetNodes = createNodeGroups(
      {
        ...nodes,
        groups: pick(config.nodeGroups, (group) => !admitsEveryPod(group)),
        after: [cluster, ...nodeAddOns, ...clusterAddOns, ...internet],
      },
      child,
    );

    admitPlans(
      {
        clusterName: this.name,
        principalArn: deliveryRoleArn(environment, "plan", "compute", accounts),
        kubernetes: kubernetesProvider,
        tags,
      },
      afterCluster,
    );
    const { namespace, secretStore } = createInCluster(
      {
        environment,
        accounts,
        config,
        inCluster: args.inCluster,
        namespaces,
        network,
        secretsKeyAlias: args.secretsKeyAlias,
        workflowRegistry: args.workflowRegistry,
        sourceCode: args.sourceCode,
        clusterAutoscalerRole: roles.clusterAutoscaler,
        oidc,
        providers: { ...providers, kubernetes: kubernetesProvider },
        after: [...systemNodes, ...clusterAddOns],
        tags,
      },
      child,
    );

    this.kubeconfig = kubeconfig(access);
    this.securityGroupId = controlPlane.securityGroupId;
    this.ready = cluster;
    this.kubernetesProvider = kubernetesProvider;
    this.namespace = namespace;
    this.dataAccountOidc = oidc.data;
    this.secretStore = secretStore;
    this.versions = versionsOf({
      kubernetesVersion: controlPlane.kubernetesVersion,
      nodeGroups: [...systemNodes, ...fleetNodes],
      addOns: [...nodeAddOns, ...clusterAddOns],
    });
    this.registerOutputs({ name: this.name, kubeconfig: this.kubeconfig });
  }
}

function pick(
  groups: ClusterConfig["nodeGroups"],
  belongs: (group: NodeGroupConfig) => boolean,
): Record<string, NodeGroupConfig> {
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => belongs(group)));
}
