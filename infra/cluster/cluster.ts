import type * as aws from "@pulumi/aws";
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
import { createKarpenter } from "./karpenter/karpenter";
import { kubeconfig } from "./kubeconfig";
import { clusterName } from "../../platform/names/cluster";
import { MWAA_GROUP } from "../../platform/names/kubernetes";
import { nodeGroupHooks } from "./node-group-hooks";
import { createNodeGroups, createNodeRole } from "./node-groups";
import { admitsEveryPod } from "../../platform/cluster/node-labels";
import { hasKarpenter } from "../../platform/cluster/node-pools";
import { hasScaledGroups } from "../../platform/cluster/scaling-priorities";
import { createOidcProviders, type OidcProvider } from "./oidc";
import { admitPlans } from "./plan-access";
import { admitToPrivateEndpoint } from "./private-access";
import type { CountedLog } from "../../platform/operations/alarm";
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

/** Outputs of the cluster layer, for the layers above it. */
export interface ClusterOutputs {
  readonly name: string;
  /** Kubeconfig without a credential. It works for every role with an access entry. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Security group of the control plane and of all nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Kubernetes group that may run pods in the workflows' namespace. */
  readonly mwaaGroup: string;
  /** The cluster, which access entries depend on. */
  readonly ready: pulumi.Resource;
  readonly kubernetesProvider: kubernetes.Provider;
  /** Namespace in which workflows run. */
  readonly namespace: kubernetes.core.v1.Namespace;
  /** The cluster as the data account knows it. */
  readonly dataAccountOidc: OidcProvider;
  /** Store through which the workflows' secrets are read. */
  readonly secretStore: kubernetes.apiextensions.CustomResource;
  /** Log groups of the control plane and of the platform's own pods. */
  readonly logGroups: Readonly<Record<Extract<CountedLog, "control plane" | "system">, aws.cloudwatch.LogGroup>>;
  /** Deployed versions, for the stack's outputs: the program checks the next deployment against them. */
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
  readonly logGroups: ClusterOutputs["logGroups"];
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
      { clusterName: this.name, roleArns: config.administratorRoleArns },
      afterCluster,
    );
    const privateAccess = admitToPrivateEndpoint(
      {
        clusterName: this.name,
        securityGroupId: controlPlane.securityGroupId,
        cidrBlocks: config.privateAccessCidrBlocks,
      },
      child,
    );
    const oidc = createOidcProviders(
      { environment, accounts, issuer: controlPlane.oidcIssuer, cluster, providers },
      child,
    );
    const roles = createSystemRoles(
      { clusterName: this.name, account, oidc: oidc.compute, autoscaled: hasScaledGroups(config.nodeGroups) },
      child,
    );

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
        // Without an identifier, a new endpoint or certificate authority makes the provider a different one. Pulumi then
        // replaces every object in the cluster, running workflows included (DiffConfig in
        // https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go).
        clusterIdentifier: this.name,
        // Otherwise it replaces a ConfigMap whose data changes, and the autoscaler has no priorities in between
        // (https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go).
        enableConfigMapMutable: true,
      },
      { ...child, dependsOn: [cluster, ...privateAccess, ...network.apiClientRoutes, ...administrators] },
    );
    const inCluster = { ...child, provider: kubernetesProvider };
    const namespaces = createSystemNamespaces(inCluster);
    // These policies come before the network starts pods closed. Otherwise the system's pods would lose their network.
    const systemPolicies = config.networkPolicyMode === "strict" ? createSystemPolicies(namespaces, inCluster) : [];

    // Creation and upgrades follow the same order: control plane, add-ons that make a node ready, the system's nodes,
    // add-ons that run on them, and then the fleets' nodes.
    const addOns = { clusterName: this.name, config };
    const nodeAddOns = createNodeAddOns(
      { ...addOns, vpcCniRole: roles.vpcCni, after: [cluster, ...systemPolicies] },
      child,
    );
    const nodes = {
      clusterName: this.name,
      kubernetesVersion: config.kubernetesVersion,
      nodeRole: createNodeRole("node", { name: `${this.name}-node`, description: `Nodes of ${this.name}` }, child),
      subnetIds: network.subnets.private.map(({ subnet }) => subnet.id),
      tags,
      hooks: nodeGroupHooks({ environment, region: account.region, provider: providers.compute }),
    };
    const internet = [...network.internetAccess, ...network.endpoints];
    const systemNodes = createNodeGroups(
      { ...nodes, groups: pick(config.nodeGroups, admitsEveryPod), after: [cluster, ...nodeAddOns, ...internet] },
      child,
    );
    const clusterAddOns = createClusterAddOns(
      { ...addOns, ebsCsiRole: roles.ebsCsi, after: [cluster, ...systemNodes], tags },
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
      },
      afterCluster,
    );
    const { namespace, secretStore, logGroups } = createInCluster(
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
      },
      child,
    );

    if (hasKarpenter(config)) {
      createKarpenter(
        {
          environment,
          clusterName: this.name,
          account,
          pools: config.nodePools,
          oidc: oidc.compute,
          subnetIds: nodes.subnetIds,
          securityGroupId: controlPlane.securityGroupId,
          kubernetes: kubernetesProvider,
          cluster,
          after: [...nodeAddOns, ...systemNodes, ...clusterAddOns, ...internet],
          tags,
        },
        child,
      );
    }

    this.kubeconfig = kubeconfig(access);
    this.securityGroupId = controlPlane.securityGroupId;
    this.ready = cluster;
    this.kubernetesProvider = kubernetesProvider;
    this.namespace = namespace;
    this.dataAccountOidc = oidc.data;
    this.secretStore = secretStore;
    this.logGroups = { "control plane": controlPlane.logGroup, system: logGroups.system };
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
