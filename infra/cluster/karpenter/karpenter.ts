import * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Account, NodePoolConfig } from "../../../platform/config/stack.generated";
import { karpenterNodeName } from "../../../platform/names/cluster";
import { KARPENTER_ACCOUNT, SYSTEM_NAMESPACE } from "../../../platform/names/kubernetes";
import type { TagMap } from "../../../platform/tags";
import { createNodeRole, type NodeRole } from "../node-groups";
import type { OidcProvider } from "../oidc";
import { createRelease } from "../release";
import { createServiceAccountRole, type ServiceAccountRole } from "../service-account-roles";
import { controllerStatements } from "./controller-role";
import { createInterruptionQueue, type InterruptionQueue } from "./interruption-queue";
import { createNodePools } from "./node-pools";

export interface KarpenterArgs {
  readonly environment: string;
  readonly clusterName: string;
  readonly account: Account;
  readonly pools: Readonly<Record<string, NodePoolConfig>>;
  readonly oidc: OidcProvider;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
  readonly kubernetes: kubernetes.Provider;
  /** The cluster, which access entries depend on. */
  readonly cluster: pulumi.Resource;
  /** The system's nodes and DNS, on which Karpenter runs, and what its own nodes need to become ready. */
  readonly after: readonly pulumi.Resource[];
  readonly tags: TagMap;
}

/**
 * Installs Karpenter, which starts nodes from the configured pools. Its own pods run on the system's node group, because it
 * cannot start the node that it needs itself.
 */
export function createKarpenter(args: KarpenterArgs, opts: pulumi.CustomResourceOptions): void {
  const { environment, clusterName, account } = args;
  const { role, profile, admitted } = createNodeIdentity(args, opts);
  const queue = createInterruptionQueue({ environment, account }, opts);
  const controllerRole = createServiceAccountRole(
    "karpenter",
    {
      name: `${clusterName}-karpenter`,
      description: `Karpenter of ${clusterName}`,
      namespace: SYSTEM_NAMESPACE,
      serviceAccount: KARPENTER_ACCOUNT,
      oidc: args.oidc,
      statements: controllerStatements({
        clusterName,
        account,
        nodeRoleArn: role.arn,
        instanceProfileArn: profile.arn,
        queueArn: queue.arn,
      }),
    },
    opts,
  );
  const inCluster = { ...opts, provider: args.kubernetes };
  const controller = createController(args, controllerRole, queue, inCluster);
  createNodePools(
    { ...args, instanceProfile: profile.name },
    { ...inCluster, dependsOn: [controller, admitted, ...role.permissions] },
  );
}

/** Identity of the nodes in AWS and in the cluster. */
interface NodeIdentity {
  readonly role: NodeRole;
  readonly profile: aws.iam.InstanceProfile;
  /** The entry without which the cluster's API refuses the nodes. EKS makes one only for the roles of managed node groups. */
  readonly admitted: aws.eks.AccessEntry;
}

function createNodeIdentity(
  { environment, clusterName, cluster }: Pick<KarpenterArgs, "environment" | "clusterName" | "cluster">,
  opts: pulumi.CustomResourceOptions,
): NodeIdentity {
  const component = "karpenter-node";
  const name = karpenterNodeName(environment);
  const role = createNodeRole(component, { name, description: `Nodes of ${clusterName} that Karpenter starts` }, opts);
  const profile = new aws.iam.InstanceProfile(component, { name, role: role.name, tags: { Name: name } }, opts);
  const admitted = new aws.eks.AccessEntry(
    component,
    { clusterName, principalArn: role.arn, type: "EC2_LINUX", tags: { Name: name } },
    { ...opts, dependsOn: [cluster] },
  );
  return { role, profile, admitted };
}

/** Installs the kinds, and then the controller. */
function createController(
  { clusterName, after }: Pick<KarpenterArgs, "clusterName" | "after">,
  role: ServiceAccountRole,
  queue: InterruptionQueue,
  opts: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release {
  const kinds = createRelease(
    "karpenter-crd",
    { namespace: SYSTEM_NAMESPACE, awaited: true, values: () => ({}) },
    { ...opts, dependsOn: [...after] },
  );
  return createRelease(
    "karpenter",
    {
      namespace: SYSTEM_NAMESPACE,
      awaited: true,
      // Helm never upgrades kinds of a chart's own folder, so the other chart has them.
      skipCrds: true,
      values: (image) => ({
        serviceAccount: { name: KARPENTER_ACCOUNT, annotations: { "eks.amazonaws.com/role-arn": role.arn } },
        settings: {
          clusterName,
          interruptionQueue: queue.name,
          // Replaces a node that stays broken, as EKS does in managed groups. Alpha: it is off by default.
          featureGates: { nodeRepair: true },
        },
        controller: {
          image: { tag: image("controller") },
          resources: { requests: { cpu: "200m", memory: "1Gi" }, limits: { memory: "1Gi" } },
        },
      }),
    },
    { ...opts, dependsOn: [kinds, ...after, ...role.permissions, ...queue.filledBy] },
  );
}
