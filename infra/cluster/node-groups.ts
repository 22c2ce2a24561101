import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { ClusterConfig, NodeGroupConfig, Taint } from "../../platform/config/stack.generated";
import { serviceTrust } from "../shared/policy";
import type { TagMap } from "../../platform/tags";
import { createLaunchTemplate } from "./launch-template";
import { autoscalerHints } from "../../platform/cluster/autoscaler-hints";
import { nodeLabels, nodeTaints } from "../../platform/cluster/node-labels";

/** EKS's spelling of Kubernetes' taint effects. */
const EFFECTS: Readonly<Record<Taint["effect"], string>> = {
  NoSchedule: "NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
};

/**
 * Policies of every node: it joins the cluster, pulls images and answers SSM. Pods get their permissions from service
 * accounts.
 */
const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];

/** A role of nodes, with the permissions that must exist before a node starts. */
export interface NodeRole {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly permissions: readonly pulumi.Resource[];
}

/** Creates a role of nodes. `component` begins the names of its resources in the program. */
export function createNodeRole(
  component: string,
  { name, description }: { readonly name: string; readonly description: string },
  opts: pulumi.CustomResourceOptions,
): NodeRole {
  const role = new aws.iam.Role(
    component,
    {
      name,
      description,
      assumeRolePolicy: serviceTrust(["ec2.amazonaws.com"]),
      tags: { Name: name },
    },
    opts,
  );
  const permissions = NODE_POLICIES.map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${component}-${policy}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  return { name: role.name, arn: role.arn, permissions };
}

export interface NodeGroupsArgs {
  readonly clusterName: string;
  readonly kubernetesVersion: ClusterConfig["kubernetesVersion"];
  /** Configuration of the groups, by name. */
  readonly groups: Readonly<Record<string, NodeGroupConfig>>;
  readonly nodeRole: NodeRole;
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Control plane and add-ons, which an upgrade changes first. */
  readonly after: readonly pulumi.Resource[];
  /** The stack's tags, for instances. */
  readonly tags: TagMap;
  /** Hooks that keep the AMI release of the configuration, and running tasks. */
  readonly hooks: pulumi.ResourceHookBinding;
}

/**
 * Managed node groups, each with its launch template. EKS tags their Auto Scaling groups, and the autoscaler finds them by
 * those tags.
 */
export function createNodeGroups(args: NodeGroupsArgs, opts: pulumi.CustomResourceOptions): aws.eks.NodeGroup[] {
  return Object.entries(args.groups).map(([name, config]) => createNodeGroup(name, config, args, opts));
}

function createNodeGroup(
  name: string,
  config: NodeGroupConfig,
  args: NodeGroupsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.eks.NodeGroup {
  const { clusterName, tags } = args;
  const launchTemplate = createLaunchTemplate({ clusterName, group: name, config, tags }, opts);
  return new aws.eks.NodeGroup(
    name,
    {
      // Pulumi generates the name, so that a replacement can exist before Pulumi deletes the group that it replaces.
      clusterName,
      version: args.kubernetesVersion,
      amiType: config.amiType,
      releaseVersion: config.amiReleaseVersion,
      capacityType: config.capacity === "spot" ? "SPOT" : "ON_DEMAND",
      instanceTypes: config.instanceTypes,
      launchTemplate: {
        id: launchTemplate.id,
        version: launchTemplate.latestVersion.apply((version) => String(version)),
      },
      nodeRoleArn: args.nodeRole.arn,
      subnetIds: [...args.subnetIds],
      scalingConfig: { minSize: config.minSize, maxSize: config.maxSize, desiredSize: config.desiredSize },
      updateConfig: { maxUnavailablePercentage: 33 },
      // The node monitoring agent finds broken nodes. This setting lets EKS replace them.
      nodeRepairConfig: { enabled: true },
      labels: nodeLabels(config),
      taints: nodeTaints(config).map(({ key, value, effect }) => ({ key, value, effect: EFFECTS[effect] })),
      tags: { Name: `${clusterName}-${name}`, ...autoscalerHints(config) },
    },
    {
      ...opts,
      // After creation the autoscaler sets the desired size. EKS takes the three sizes only together, so a change of
      // another one sends the recorded desired size too. That is why Pulumi.yaml makes every update refresh first.
      ignoreChanges: ["scalingConfig.desiredSize"],
      hooks: args.hooks,
      dependsOn: [...args.after, ...args.nodeRole.permissions],
    },
  );
}
