import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { named, type TagMap } from "../../platform/tags";
import { PLAN_GROUP } from "../../platform/names/kubernetes";

/**
 * Kinds that the program makes, by API group; Helm's own records are Secrets, so releases are not among them. Without the
 * right to patch, the provider compares with its state in place of asking the API server for a dry run
 * (pulumi/pulumi-kubernetes, pull request 2419): dry runs take the same right as changes.
 */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  "": ["configmaps", "namespaces", "resourcequotas", "serviceaccounts"],
  // One kind for each policy.
  "constraints.gatekeeper.sh": ["*"],
  "external-secrets.io": ["externalsecrets", "secretstores"],
  "networking.k8s.io": ["networkpolicies"],
  "rbac.authorization.k8s.io": ["clusterrolebindings", "clusterroles", "rolebindings", "roles"],
  "templates.gatekeeper.sh": ["constrainttemplates"],
};

export interface PlanAccessArgs {
  readonly clusterName: string;
  /** Role that plans; it must exist, or EKS refuses the entry. */
  readonly principalArn: string;
  readonly kubernetes: kubernetes.Provider;
  readonly tags: TagMap;
}

/** Lets the role for plans read what the program makes in the cluster, no Secret, and change nothing. */
export function admitPlans(args: PlanAccessArgs, opts: pulumi.CustomResourceOptions): void {
  new aws.eks.AccessEntry(
    PLAN_GROUP,
    {
      clusterName: args.clusterName,
      principalArn: args.principalArn,
      kubernetesGroups: [PLAN_GROUP],
      type: "STANDARD",
      tags: named(args.tags, PLAN_GROUP),
    },
    opts,
  );
  const inCluster = { ...opts, provider: args.kubernetes };
  const role = new kubernetes.rbac.v1.ClusterRole(
    PLAN_GROUP,
    {
      metadata: { name: PLAN_GROUP },
      rules: Object.entries(READABLE).map(([group, resources]) => ({
        apiGroups: [group],
        resources: [...resources],
        verbs: ["get", "list", "watch"],
      })),
    },
    inCluster,
  );
  new kubernetes.rbac.v1.ClusterRoleBinding(
    PLAN_GROUP,
    {
      metadata: { name: PLAN_GROUP },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: PLAN_GROUP }],
    },
    inCluster,
  );
}
