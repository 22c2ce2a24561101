import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { ClusterConfig } from "../../platform/config/stack.generated";
import type { TagMap } from "../../platform/tags";
import type { ServiceAccountRole } from "./service-account-roles";

/** An EKS add-on of this platform. */
interface AddOn {
  readonly name: string;
  readonly version: string;
  readonly role?: ServiceAccountRole;
  /** In the shape that the add-on documents. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

export interface AddOnsArgs {
  readonly clusterName: string;
  readonly config: Pick<ClusterConfig, "vpcCniVersion" | "addonVersions" | "networkPolicyMode">;
}

/** Add-ons that nodes need to become ready, and that are healthy without a node. */
export function createNodeAddOns(
  args: AddOnsArgs & { readonly vpcCniRole: ServiceAccountRole; readonly after: readonly pulumi.Resource[] },
  opts: pulumi.CustomResourceOptions,
): aws.eks.Addon[] {
  const versions = args.config.addonVersions;
  return createAddOns(
    [
      {
        name: "vpc-cni",
        version: args.config.vpcCniVersion,
        role: args.vpcCniRole,
        configuration: {
          enableNetworkPolicy: "true",
          // Assigns /28 prefixes, so that a node's number of addresses does not limit its pods.
          env: {
            ENABLE_PREFIX_DELEGATION: "true",
            WARM_PREFIX_TARGET: "1",
            ...(args.config.networkPolicyMode === "strict" ? { NETWORK_POLICY_ENFORCING_MODE: "strict" } : {}),
          },
        },
      },
      { name: "kube-proxy", version: versions["kube-proxy"] },
      { name: "eks-pod-identity-agent", version: versions["eks-pod-identity-agent"] },
    ],
    args,
    args.after,
    opts,
  );
}

/** Add-ons whose pods need a node. Without one, EKS reports them as degraded and their creation fails. */
export function createClusterAddOns(
  args: AddOnsArgs & {
    readonly ebsCsiRole: ServiceAccountRole;
    readonly after: readonly pulumi.Resource[];
    /** The stack's tags, for volumes. */
    readonly tags: TagMap;
  },
  opts: pulumi.CustomResourceOptions,
): aws.eks.Addon[] {
  const versions = args.config.addonVersions;
  return createAddOns(
    [
      { name: "coredns", version: versions.coredns },
      {
        name: "aws-ebs-csi-driver",
        version: versions["aws-ebs-csi-driver"],
        role: args.ebsCsiRole,
        // The driver creates the volumes that pods claim, and does not know the cluster's tags.
        configuration: { controller: { extraVolumeTags: args.tags } },
      },
      { name: "eks-node-monitoring-agent", version: versions["eks-node-monitoring-agent"] },
    ],
    args,
    args.after,
    opts,
  );
}

function createAddOns(
  addOns: readonly AddOn[],
  args: AddOnsArgs,
  after: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): aws.eks.Addon[] {
  return addOns.map(
    ({ name, version, role, configuration }) =>
      new aws.eks.Addon(
        name,
        {
          clusterName: args.clusterName,
          addonName: name,
          addonVersion: version,
          // The program's configuration overwrites changes made by hand.
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
          ...(role === undefined ? {} : { serviceAccountRoleArn: role.arn }),
          ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
          tags: { Name: `${args.clusterName}-${name}` },
        },
        { ...opts, dependsOn: [...after, ...(role?.permissions ?? [])] },
      ),
  );
}
