import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import type * as pulumi from "@pulumi/pulumi";

import type { Account, ClusterConfig } from "../../platform/config/stack.generated";
import { createKmsKey, logGroupsStatement } from "../shared/kms-key";
import { policy, serviceTrust } from "../shared/policy";
import type { Providers } from "../shared/providers";
import { named, type TagMap } from "../../platform/tags";
import { clusterName, SERVICE_CIDR_BLOCK } from "../../platform/names/cluster";
import { controlPlaneLogGroupName } from "../../platform/names/log-groups";
import { tagSecurityGroup } from "./security-group-tags";

export interface ControlPlaneArgs {
  readonly environment: string;
  readonly account: Account;
  readonly config: ClusterConfig;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the control plane's own network interfaces. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly providers: Providers;
  readonly tags: TagMap;
}

export interface ControlPlane {
  /** The component: whatever speaks to the cluster depends on it. */
  readonly cluster: eks.Cluster;
  /** Minor that runs, as EKS says it. */
  readonly kubernetesVersion: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  /** Base64. */
  readonly certificateAuthorityData: pulumi.Output<string>;
  /** Security group of the control plane and of all nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Issuer of the service accounts' tokens, without `https://`. */
  readonly oidcIssuer: pulumi.Output<string>;
}

/** The managed control plane, with its key, its log group and its role made beforehand. */
export function createControlPlane(args: ControlPlaneArgs, opts: pulumi.CustomResourceOptions): ControlPlane {
  const { environment, account, config, tags } = args;
  const name = clusterName(environment);
  const key = createKmsKey(
    "cluster",
    {
      description: `Kubernetes secrets and control plane logs of ${name}`,
      alias: `${name}-cluster`,
      environment,
      accountId: account.id,
      tags,
      statements: [logGroupsStatement(account.region, account.id, controlPlaneLogGroupName(environment))],
    },
    opts,
  );
  const logGroup = new aws.cloudwatch.LogGroup(
    "control-plane",
    {
      name: controlPlaneLogGroupName(environment),
      retentionInDays: config.logRetentionDays,
      kmsKeyId: key.arn,
      tags: named(tags, controlPlaneLogGroupName(environment)),
    },
    // Audit logs outlive the cluster.
    { ...opts, retainOnDelete: true },
  );
  const { role, permissions } = createServiceRole(name, account, key, tags, opts);
  const publicAccess = config.publicAccessCidrBlocks.length > 0;

  const cluster = new eks.Cluster(
    "cluster",
    {
      name,
      version: config.kubernetesVersion,
      vpcId: args.vpcId,
      subnetIds: [...args.subnetIds],
      kubernetesServiceIpAddressRange: SERVICE_CIDR_BLOCK,
      serviceRole: role,
      // API only: the aws-auth ConfigMap would be a second place that grants access, and one that locks out when broken.
      authenticationMode: "API",
      // A resource of its own (oidc.ts): the component would put no tags on it, and read the issuer's certificate at each run,
      // which fails inside a VPC that has the endpoint of EKS, as ours has.
      createOidcProvider: false,
      endpointPrivateAccess: true,
      endpointPublicAccess: publicAccess,
      ...(publicAccess ? { publicAccessCidrs: config.publicAccessCidrBlocks } : {}),
      encryptionConfigKeyArn: key.arn,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      deletionProtection: true,
      // The version is the configuration's. EKS would raise it by itself at the end of standard support, under STANDARD.
      upgradePolicy: { supportType: "EXTENDED" },
      // Node groups are configuration, each with a launch template of its own.
      skipDefaultNodeGroup: true,
      createInstanceRole: false,
      // The component's groups admit everything between nodes and outwards; EKS's own group is narrower and is the one
      // that managed nodes get anyway.
      skipDefaultSecurityGroups: true,
      // Add-ons are resources of their own (add-ons.ts): pinned, with roles of their own, which need the OIDC provider.
      // Self-managed copies would only have to be overwritten.
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      // With its name, which the component would call `cluster-eksCluster`.
      tags: named(tags, name),
    },
    {
      ...opts,
      // Default providers are disabled, also the one of the component's own package.
      provider: new eks.Provider("eks", {}, opts),
      providers: [args.providers.compute],
      protect: true,
      // A log group that EKS makes itself has neither retention nor key; and a role without its permissions makes the
      // creation fail.
      dependsOn: [logGroup, ...permissions],
    },
  );
  tagSecurityGroup({ ...tags, Name: name }, cluster.clusterSecurityGroupId, opts);
  const { eksCluster } = cluster;
  return {
    cluster,
    kubernetesVersion: eksCluster.version,
    endpoint: eksCluster.endpoint,
    certificateAuthorityData: eksCluster.certificateAuthority.data,
    securityGroupId: cluster.clusterSecurityGroupId,
    oidcIssuer: cluster.oidcIssuer,
  };
}

/** The role that EKS runs the control plane as. */
function createServiceRole(
  name: string,
  account: Account,
  key: aws.kms.Key,
  tags: TagMap,
  opts: pulumi.CustomResourceOptions,
): { role: aws.iam.Role; permissions: pulumi.Resource[] } {
  const roleName = `${name}-control-plane`;
  const role = new aws.iam.Role(
    "control-plane",
    {
      name: roleName,
      description: `Control plane of ${name}`,
      // https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
      assumeRolePolicy: serviceTrust(["eks.amazonaws.com"], {
        StringEquals: { "aws:SourceAccount": account.id },
        ArnLike: { "aws:SourceArn": `arn:aws:eks:${account.region}:${account.id}:cluster/${name}` },
      }),
      tags: named(tags, roleName),
    },
    opts,
  );
  return {
    role,
    permissions: [
      new aws.iam.RolePolicyAttachment(
        "control-plane",
        { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
        opts,
      ),
      new aws.iam.RolePolicy(
        "control-plane-key",
        {
          role: role.name,
          policy: policy({
            Sid: "EncryptSecrets",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
            Resource: key.arn,
          }),
        },
        opts,
      ),
    ],
  };
}
