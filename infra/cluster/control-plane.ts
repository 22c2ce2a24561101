import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import type * as pulumi from "@pulumi/pulumi";

import type { Account, ClusterConfig } from "../../platform/config/stack.generated";
import { createKmsKey, logGroupsStatement } from "../shared/kms-key";
import { policy, serviceTrust } from "../shared/policy";
import type { Providers } from "../shared/providers";
import type { TagMap } from "../../platform/tags";
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
  /** The stack's tags, for the security group that EKS makes. */
  readonly tags: TagMap;
}

export interface ControlPlane {
  /** The component. Every resource that calls the cluster depends on it. */
  readonly cluster: eks.Cluster;
  /** Minor version that EKS reports. */
  readonly kubernetesVersion: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  /** Base64. */
  readonly certificateAuthorityData: pulumi.Output<string>;
  /** Security group of the control plane and of all nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Issuer of the service accounts' tokens, without `https://`. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** Log group of the control plane. */
  readonly logGroup: aws.cloudwatch.LogGroup;
}

/** Creates the managed control plane, after its key, its log group and its role. */
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
      tags: { Name: controlPlaneLogGroupName(environment) },
    },
    // Audit logs outlive the cluster.
    { ...opts, retainOnDelete: true },
  );
  const { role, permissions } = createServiceRole(name, account, key, opts);
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
      // The aws-auth ConfigMap would be a second place that grants access, and a broken one locks everyone out.
      authenticationMode: "API",
      // oidc.ts creates the OIDC provider. The component would not tag it, and would read the issuer's certificate at
      // each run. That fails inside a VPC with an endpoint of EKS, such as ours.
      createOidcProvider: false,
      endpointPrivateAccess: true,
      endpointPublicAccess: publicAccess,
      ...(publicAccess ? { publicAccessCidrs: config.publicAccessCidrBlocks } : {}),
      encryptionConfigKeyArn: key.arn,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      deletionProtection: true,
      // The configuration sets the version. Under STANDARD, EKS would upgrade it by itself at the end of standard
      // support.
      upgradePolicy: { supportType: "EXTENDED" },
      // The configuration lists the node groups, and each has its own launch template.
      skipDefaultNodeGroup: true,
      createInstanceRole: false,
      // The component's security groups admit all traffic between nodes and outwards. EKS's own group is narrower, and
      // managed nodes get it anyway.
      skipDefaultSecurityGroups: true,
      // add-ons.ts creates the add-ons: they are pinned, and their roles need the OIDC provider. It would only have to
      // overwrite self-managed copies.
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      // Without it, the component would name the cluster `cluster-eksCluster`.
      tags: { Name: name },
    },
    {
      ...opts,
      // Default providers are disabled, including the one of the component's own package.
      provider: new eks.Provider("eks", {}, opts),
      providers: [args.providers.compute],
      protect: true,
      // A log group that EKS creates has neither retention nor key. A role without its permissions makes the creation
      // fail.
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
    logGroup,
  };
}

/** Creates the role that EKS runs the control plane as. */
function createServiceRole(
  name: string,
  account: Account,
  key: aws.kms.Key,
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
      tags: { Name: roleName },
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
